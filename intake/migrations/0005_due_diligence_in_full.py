import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_hit_by_property"),
        ("practice", "0010_care_plan"),
    ]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    model_name="cddcheck",
                    name="kept_because",
                    field=models.CharField(blank=True, max_length=200),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="kept_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="kept_until",
                    field=models.DateField(
                        blank=True, help_text="Kept for longer than usual, until this day.", null=True
                    ),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="monitor_on",
                    field=models.DateField(blank=True, help_text="When what is known is looked at again.", null=True),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="no_owner_because",
                    field=models.CharField(blank=True, help_text="Why nobody owns or controls it.", max_length=200),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="provider_reference",
                    field=models.CharField(blank=True, max_length=80),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="redacted_at",
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="redacted_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="register",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("agrees", "It agrees"),
                            ("differs", "It differs, and has not been reported"),
                            ("reported", "It differs, and was reported"),
                            ("no_register", "There is no such register"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="register_reported_on",
                    field=models.DateField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="relied_agreed_on",
                    field=models.DateField(blank=True, help_text="When they agreed to that.", null=True),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="relied_on",
                    field=models.CharField(blank=True, help_text="Whose check is relied on.", max_length=200),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="reverify_on",
                    field=models.DateField(
                        blank=True, help_text="When it is verified anew, though it still counts.", null=True
                    ),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="risk_factors",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("remote", "Never met in person"),
                                ("abroad", "Lives or trades abroad"),
                                ("country", "A country on the call-for-action list"),
                                ("cash", "Cash, or hard to trace"),
                                ("others_pay", "Somebody else pays"),
                                ("opaque", "Owners that are hard to see"),
                                ("unusual", "Unusually complex or large"),
                                ("no_purpose", "No plain purpose"),
                                ("hurry", "Pressed for time without a reason"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="risk_words",
                    field=models.CharField(blank=True, max_length=300),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="scope",
                    field=models.CharField(
                        blank=True,
                        choices=[("regulated", "Regulated work"), ("firm_policy", "The firm checks every client")],
                        max_length=12,
                    ),
                ),
                migrations.AddField(
                    model_name="cddcheck",
                    name="source_of_wealth",
                    field=models.CharField(blank=True, max_length=200),
                ),
                migrations.AddField(
                    model_name="cddpaper",
                    name="copy_ref",
                    field=models.CharField(blank=True, help_text="Where the copy is kept.", max_length=120),
                ),
                migrations.AddField(
                    model_name="screening",
                    name="exposure",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Not exposed"),
                            ("exposed", "A politically exposed person"),
                            ("near", "Family or close associate of one"),
                        ],
                        help_text="Empty: not searched.",
                        max_length=8,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="cddcheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["verified", "expired"]),
                            models.Q(("monitor_on", None), ("reverify_on", None)),
                            _connector="OR",
                        ),
                        name="intake_only_the_verified_are_looked_at_again",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="cddcheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("register", "reported"), ("register_reported_on__isnull", False)),
                            models.Q(models.Q(("register", "reported"), _negated=True), ("register_reported_on", None)),
                            _connector="OR",
                        ),
                        name="intake_reported_to_the_register_says_when",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="cddcheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kept_because", ""), ("kept_by", None), ("kept_until", None)),
                            models.Q(
                                ("kept_by__isnull", False),
                                ("kept_until__isnull", False),
                                models.Q(("kept_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="intake_kept_longer_says_why_and_by_whom",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="cddcheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("redacted_at", None), ("redacted_by", None)),
                            models.Q(
                                ("conditions", ""),
                                ("no_owner_because", ""),
                                ("provider_reference", ""),
                                ("purpose", ""),
                                ("redacted_at__isnull", False),
                                ("redacted_by__isnull", False),
                                ("relied_on", ""),
                                ("risk_words", ""),
                                ("source_of_funds", ""),
                                ("source_of_wealth", ""),
                            ),
                            _connector="OR",
                        ),
                        name="intake_redacted_keeps_no_words",
                    ),
                ),
                migrations.CreateModel(
                    name="CddEnhanced",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enhanced",
                                to="intake.cddcheck",
                            ),
                        ),
                        ("reasons", models.JSONField(help_text="Why they were called for, by code.")),
                        ("measures", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Waiting for approval"),
                                    ("approved", "Approved"),
                                    ("sent_back", "Sent back"),
                                ],
                                default="asked",
                                max_length=10,
                            ),
                        ),
                        ("done_at", models.DateTimeField()),
                        (
                            "done_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("words", models.TextField(blank=True, help_text="What whoever decided says to it.")),
                        (
                            "ended_at",
                            models.DateTimeField(
                                blank=True, help_text="It counts no longer: the verification ran out.", null=True
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "enhanced measures",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["asked", "approved", "sent_back"])),
                                name="intake_enhanced_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("measures", ""), _negated=True),
                                name="intake_enhanced_says_what_was_done",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("decided_by", None), ("state", "asked")),
                                    models.Q(
                                        models.Q(("state", "asked"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_enhanced_decided_says_when_and_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("done_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="intake_nobody_approves_their_own_measures",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None), ("state", "asked")),
                                fields=("check_of",),
                                name="intake_one_approval_asked_for_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CddLook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="intake.cddcheck"
                            ),
                        ),
                        (
                            "words",
                            models.CharField(help_text="What was looked at, and what came of it.", max_length=300),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "another look",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="intake_look_says_what"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CddOwner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="owners", to="intake.cddcheck"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="practice.party",
                            ),
                        ),
                        ("name", models.CharField(blank=True, help_text="Empty if there is a record.", max_length=200)),
                        (
                            "control",
                            models.CharField(
                                choices=[
                                    ("shares", "Shares"),
                                    ("votes", "Votes"),
                                    ("appoints", "Appoints the directors"),
                                    ("influence", "Control in another way"),
                                    ("trust", "Through a trust"),
                                    ("senior", "Runs it: no owner was found"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "share",
                            models.CharField(
                                blank=True, help_text="How much: 40 %, two of five directors.", max_length=60
                            ),
                        ),
                        ("verified_how", models.CharField(max_length=200)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "owner of a client",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("party", None), models.Q(("name", ""), _negated=True)),
                                    models.Q(("name", ""), ("party__isnull", False)),
                                    _connector="OR",
                                ),
                                name="intake_owner_is_a_record_or_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("control__in", ["shares", "votes", "appoints", "influence", "trust", "senior"])
                                ),
                                name="intake_owner_known_control",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("verified_how", ""), _negated=True),
                                name="intake_owner_says_how_verified",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_by", None)),
                                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="intake_owner_ended_by_somebody",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("check_of", "party"),
                                name="intake_one_row_an_owner",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CddPolicy",
                    fields=[
                        ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        (
                            "kept_years",
                            models.PositiveSmallIntegerField(
                                default=5,
                                help_text="How long papers are kept once the last matter of a client is closed.",
                            ),
                        ),
                        ("look_again_low_months", models.PositiveSmallIntegerField(default=24)),
                        ("look_again_medium_months", models.PositiveSmallIntegerField(default=12)),
                        ("look_again_high_months", models.PositiveSmallIntegerField(default=6)),
                    ],
                    options={
                        "verbose_name_plural": "due diligence policies",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="intake_one_due_diligence_policy"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kept_years__gte", 1),
                                    ("look_again_high_months__gte", 1),
                                    ("look_again_low_months__gte", 1),
                                    ("look_again_medium_months__gte", 1),
                                ),
                                name="intake_due_diligence_numbers_are_positive",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
