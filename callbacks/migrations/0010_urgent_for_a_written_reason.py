from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [("callbacks", "0020_weekly_check_ins")]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    model_name="callback",
                    name="urgent_because",
                    field=models.CharField(
                        blank=True,
                        help_text="The written reason, as it was called then; of an urgent call only.",
                        max_length=80,
                    ),
                ),
            ]
        ),
        migrations.RunSQL(
            "UPDATE callbacks_callback SET urgent_because = 'Not asked for' WHERE urgency = 'hour'",
            migrations.RunSQL.noop,
            elidable=True,
        ),
    ]
