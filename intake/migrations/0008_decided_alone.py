"""A sole practitioner has no second person: that somebody decided alone stands on the row (domain 4.3)."""

from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0007_reasons_by_client"),
    ]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    model_name="conflictcheck",
                    name="decided_alone",
                    field=models.BooleanField(
                        db_default=False, default=False, help_text="By a sole practitioner, on their own work."
                    ),
                ),
                migrations.AddField(
                    model_name="cddenhanced",
                    name="decided_alone",
                    field=models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="By a sole practitioner, of their own measures or work.",
                    ),
                ),
                migrations.RemoveConstraint(model_name="conflictcheck", name="intake_check_decided_by_somebody_else"),
                migrations.AddConstraint(
                    model_name="conflictcheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("decided_by", None), ("decided_alone", True), _connector="OR")
                        | ~models.Q(("decided_by", models.F("asked_by"))),
                        name="intake_check_decided_by_somebody_else",
                    ),
                ),
                migrations.RemoveConstraint(model_name="cddenhanced", name="intake_nobody_approves_their_own_measures"),
                migrations.AddConstraint(
                    model_name="cddenhanced",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("decided_by", None), ("decided_alone", True), _connector="OR")
                        | ~models.Q(("decided_by", models.F("done_by"))),
                        name="intake_nobody_approves_their_own_measures",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="cddenhanced",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("decided_alone", False)) | ~models.Q(("words", "")),
                        name="intake_enhanced_decided_alone_says_why",
                    ),
                ),
            ]
        ),
    ]
