import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0015_more_kinds_of_work")]

    operations = [
        migrations.AddField(
            "conflictpolicy",
            "notes_listed",
            models.PositiveSmallIntegerField(
                db_default=3,
                default=3,
                help_text="Where a name stands in the notes of more matters, they are read as one hit.",
            ),
        ),
        migrations.AddField(
            "conflicthit",
            "more_matters",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                db_default=[],
                default=list,
                help_text="Whose notes have the name too.",
                size=None,
            ),
        ),
        migrations.AddField(
            "conflicthit",
            "more_people",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                db_default=[],
                default=list,
                help_text="Of no matter, in notes on whom.",
                size=None,
            ),
        ),
    ]
