import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Give a check's last search a column of its own, so far in its coverage, a hit its further matters, the policy a line for words."""

    dependencies = [("intake", "0001_enquiries_and_conflict_checks")]

    operations = [
        migrations.AddField("conflictcheck", "searched_at", models.DateTimeField(null=True)),
        migrations.RunSQL(
            "UPDATE intake_conflictcheck SET searched_at = (coverage ->> 'as_at')::timestamptz,"
            " coverage = coverage - 'as_at'",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField("conflictcheck", "searched_at", models.DateTimeField()),
        migrations.AddField(
            "conflictpolicy",
            "word_line",
            models.FloatField(default=0.6, help_text="Nearness that each word needs besides."),
        ),
        migrations.RemoveConstraint("conflictpolicy", "intake_listing_line_below_review_line"),
        migrations.AddConstraint(
            "conflictpolicy",
            models.CheckConstraint(
                condition=models.Q(listing_line__gt=0, listing_line__lte=models.F("review_line"), review_line__lte=1)
                & models.Q(word_line__gte=0, word_line__lte=1),
                name="intake_listing_line_below_review_line",
            ),
        ),
        migrations.AddField(
            "conflicthit",
            "also",
            django.contrib.postgres.fields.ArrayField(
                models.CharField(max_length=220),
                blank=True,
                default=list,
                help_text="Further matters of it.",
                size=None,
            ),
        ),
    ]
