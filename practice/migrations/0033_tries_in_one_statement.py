from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [("practice", "0022_call_policy_versions")]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    "Tries",
                    [
                        ("key", models.CharField(max_length=100, primary_key=True, serialize=False)),
                        ("count", models.PositiveIntegerField()),
                        ("began_at", models.DateTimeField(db_index=True)),
                    ],
                ),
                migrations.RunSQL("ALTER TABLE practice_tries SET UNLOGGED", "ALTER TABLE practice_tries SET LOGGED"),
            ]
        ),
    ]
