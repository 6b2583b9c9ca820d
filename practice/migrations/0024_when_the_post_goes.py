import datetime

from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [("practice", "0023_notices_that_staff_decline")]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    "firmprofile",
                    "post_goes_at",
                    models.TimeField(
                        db_default=datetime.time(16),
                        default=datetime.time(16),
                        help_text="Letters still in the post tray then are warned of (20).",
                    ),
                ),
                migrations.AddField(
                    "firmprofile",
                    "file_kept_years",
                    models.PositiveSmallIntegerField(
                        db_default=15,
                        default=15,
                        help_text="How long a closed file is kept, as terms and closing letters say.",
                    ),
                ),
                migrations.AddConstraint(
                    "firmprofile",
                    models.CheckConstraint(
                        condition=models.Q(file_kept_years__gte=1), name="practice_files_are_kept_for_a_year"
                    ),
                ),
            ]
        ),
    ]
