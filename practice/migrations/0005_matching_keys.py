import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keys that names are found by, and one party per number of the practice system. `reference_data` fills the keys in."""

    dependencies = [("practice", "0004_redress_blocks_to_confirm")]

    operations = [
        migrations.AlterField(
            "party",
            "practice_system_number",
            models.CharField(blank=True, help_text="The client number in the firm's practice system.", max_length=40),
        ),
        migrations.AddConstraint(
            "party",
            models.UniqueConstraint(
                condition=models.Q(("practice_system_number", ""), _negated=True),
                fields=("practice_system_number",),
                name="practice_one_party_per_system_number",
            ),
        ),
        migrations.AddField(
            "partyname",
            "keys",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(),
                default=list,
                help_text="What it is found by: see practice.matching.keys.",
                size=None,
            ),
        ),
        migrations.AddField("partyname", "keys_version", models.PositiveSmallIntegerField(default=0)),
        migrations.AddIndex(
            "partyname", django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="practice_name_keys")
        ),
        migrations.AddIndex("partyname", models.Index(fields=["keys_version"], name="practice_name_keys_version")),
    ]
