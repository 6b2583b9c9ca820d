import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """Say of each hit why it is near; keys for names of enquiries; lines that fit the measure that reads words and sounds."""

    dependencies = [("intake", "0002_search_time_and_further_matters")]

    operations = [
        migrations.AddField(
            "conflicthit",
            "likeness",
            models.CharField(blank=True, default="", help_text="Why the names may mean one person.", max_length=200),
        ),
        migrations.AddField(
            "enquiryname",
            "keys",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(),
                default=list,
                help_text="What it is found by: see practice.matching.keys.",
                size=None,
            ),
        ),
        migrations.AddField("enquiryname", "keys_version", models.PositiveSmallIntegerField(default=0)),
        migrations.AddIndex(
            "enquiryname",
            django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="intake_enquiry_name_keys"),
        ),
        migrations.AlterField(
            "conflictpolicy",
            "listing_line",
            models.FloatField(default=0.55, help_text="Similarity (0 to 1) from which a name is listed at all."),
        ),
        migrations.AlterField(
            "conflictpolicy",
            "review_line",
            models.FloatField(default=0.65, help_text="Similarity from which a hit may need a decision."),
        ),
        migrations.RunSQL(
            "UPDATE intake_conflictpolicy SET listing_line = 0.55, review_line = 0.65"
            " WHERE listing_line = 0.4 AND review_line = 0.5",
            migrations.RunSQL.noop,
        ),
    ]
