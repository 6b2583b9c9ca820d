from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practice", "0016_shares_by_link")]

    operations = [
        migrations.AddField(
            "firmprofile",
            "form_draft_kept_days",
            models.PositiveSmallIntegerField(
                db_default=30,
                default=30,
                help_text="How many days a half-typed form of staff is kept that nobody touches.",
            ),
        ),
        migrations.AddConstraint(
            "firmprofile",
            models.CheckConstraint(
                condition=models.Q(form_draft_kept_days__gte=1), name="practice_drafts_are_kept_for_a_day"
            ),
        ),
    ]
