from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0017_reminders_of_cost_updates"),
        ("practice", "0025_estimate_of_a_letter_of_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="costupdate",
            name="engagement_update_replaces_one_estimate",
        ),
        migrations.RemoveConstraint(
            model_name="costwarning",
            name="engagement_warning_is_of_one_estimate",
        ),
        migrations.RemoveConstraint(
            model_name="costwarning",
            name="engagement_one_warning_an_estimate_and_share",
        ),
        migrations.AddConstraint(
            model_name="costupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces_letter", None), ("replaces_update", None), _connector="OR"),
                name="engagement_update_replaces_one_estimate",
            ),
        ),
        migrations.AddConstraint(
            model_name="costwarning",
            constraint=models.CheckConstraint(
                condition=models.Q(("of_letter", None), ("of_update", None), _connector="OR"),
                name="engagement_warning_is_of_one_estimate",
            ),
        ),
        migrations.AddConstraint(
            model_name="costwarning",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("matter", "of_letter", "of_update", "threshold"),
                name="engagement_one_warning_an_estimate_and_share",
                nulls_distinct=False,
            ),
        ),
    ]
