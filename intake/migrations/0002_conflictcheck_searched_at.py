from django.db import migrations, models


class Migration(migrations.Migration):
    """Say when a check was last searched in a column of its own; so far that stood in its coverage."""

    dependencies = [("intake", "0001_enquiries_and_conflict_checks")]

    operations = [
        migrations.AddField("conflictcheck", "searched_at", models.DateTimeField(null=True)),
        migrations.RunSQL(
            "UPDATE intake_conflictcheck SET searched_at = (coverage ->> 'as_at')::timestamptz,"
            " coverage = coverage - 'as_at'",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField("conflictcheck", "searched_at", models.DateTimeField()),
    ]
