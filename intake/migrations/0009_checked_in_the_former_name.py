"""An identity that was verified before the client's legal name changed says so (domain 4.4)."""

from django.db import migrations, models

from practice.at_once import AtOnce

_STATES = [
    ("not_started", "Not started"),
    ("requested", "Papers asked for"),
    ("received", "Papers received"),
    ("verified", "Verified"),
    ("failed", "Failed"),
    ("expired", "Run out"),
    ("former_name", "Checked in the former name"),
    ("not_required", "Not required"),
]
_WAS_VERIFIED = ["verified", "expired", "former_name"]


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0008_decided_alone"),
    ]

    operations = [
        AtOnce(
            [
                migrations.AlterField(
                    model_name="cddcheck",
                    name="state",
                    field=models.CharField(choices=_STATES, default="not_started", max_length=12),
                ),
                migrations.RemoveConstraint(model_name="cddcheck", name="intake_identity_check_known_state"),
                migrations.AddConstraint(
                    model_name="cddcheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", [state for state, _ in _STATES])),
                        name="intake_identity_check_known_state",
                    ),
                ),
                migrations.RemoveConstraint(
                    model_name="cddcheck", name="intake_verified_says_on_what_when_and_by_whom"
                ),
                migrations.AddConstraint(
                    model_name="cddcheck",
                    constraint=models.CheckConstraint(
                        condition=(
                            models.Q(
                                ("state__in", _WAS_VERIFIED),
                                ("verified_at__isnull", False),
                                ("verified_by__isnull", False),
                            )
                            & ~models.Q(("papers", ""))
                        )
                        | (
                            ~models.Q(("state__in", _WAS_VERIFIED))
                            & models.Q(("expires_on", None), ("verified_at", None), ("verified_by", None))
                        ),
                        name="intake_verified_says_on_what_when_and_by_whom",
                    ),
                ),
                migrations.RemoveConstraint(model_name="cddcheck", name="intake_failed_or_not_required_says_why"),
                migrations.AddConstraint(
                    model_name="cddcheck",
                    constraint=models.CheckConstraint(
                        condition=~models.Q(("state__in", ["failed", "not_required", "former_name"]))
                        | ~models.Q(("because", "")),
                        name="intake_failed_or_not_required_says_why",
                    ),
                ),
            ]
        ),
    ]
