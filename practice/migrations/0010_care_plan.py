import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0009_price_table"),
    ]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    model_name="party",
                    name="looked_after_by",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Who owns the relationship (A25).",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.CreateModel(
                    name="CarePlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rhythm",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("working_days", "Every so many working days"),
                                    ("weeks", "Every so many weeks"),
                                    ("events", "When something happens"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("every", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "events",
                            models.CharField(
                                blank=True, help_text="After When: the searches come back.", max_length=160
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, help_text="Goes up with every save.")),
                        ("set_at", models.DateTimeField()),
                        (
                            "deputy",
                            models.ForeignKey(
                                blank=True,
                                help_text="Who answers while the fee earner is away.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="care_plan",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("events", ""), ("every", None), ("rhythm", "")),
                                    models.Q(
                                        ("events", ""), ("every__gte", 1), ("rhythm__in", ["working_days", "weeks"])
                                    ),
                                    models.Q(
                                        ("every", None), ("rhythm", "events"), models.Q(("events", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_care_rhythm_says_how_often",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CareReminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("occurrence", models.PositiveIntegerField(default=1)),
                        ("fire_at", models.DateTimeField()),
                        (
                            "late_policy",
                            models.CharField(
                                choices=[
                                    ("always", "Still done, however late"),
                                    ("until_start", "Of no use once the promised time has begun"),
                                    ("until_end", "Of no use once the promised time is over"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("fired", "Done"),
                                    ("withdrawn", "No longer wanted"),
                                    ("too_late", "Too late to be of use"),
                                    ("held", "Held by a person"),
                                    ("unsafe_channel", "No safe way to reach the person"),
                                    ("settled", "Already settled"),
                                    ("rehearsed", "Would have gone: rehearsal"),
                                    ("switched_off", "Switched off"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("because", models.CharField(blank=True, max_length=200)),
                        ("fired_at", models.DateTimeField(blank=True, null=True)),
                        ("words", models.CharField(blank=True, max_length=120)),
                        ("on", models.DateField(help_text="The date itself.")),
                        ("noted_at", models.DateTimeField()),
                        (
                            "held_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="care_reminders",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "")), fields=["fire_at"], name="practice_reminder_to_ask"
                            ),
                            models.Index(fields=["matter", "on"], name="practice_reminders_of_matter"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["will_review", "lease_break", "lease_end", "rate_end", "other"])
                                ),
                                name="practice_reminder_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind", "other"), ("words", ""), _negated=True),
                                name="practice_reminder_says_of_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("outcome", ""), ("fired_at__isnull", False), _connector="OR"),
                                name="practice_reminder_ended_says_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("because", ""), ("outcome", "withdrawn"), _negated=True),
                                name="practice_reminder_off_says_why",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "")),
                                fields=("matter", "kind", "words", "on"),
                                name="practice_one_reminder_of_a_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Expectation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("timescale", "How long it takes"),
                                    ("cost", "What it costs"),
                                    ("outcome", "What may come of it"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words", models.TextField(help_text="As the client was told.")),
                        ("told_on", models.DateField(blank=True, null=True)),
                        ("told_how", models.CharField(blank=True, max_length=120)),
                        ("review_on", models.DateField()),
                        ("review_asked_at", models.DateTimeField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("written_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="expectations",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="practice.expectation",
                            ),
                        ),
                        (
                            "written_by",
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
                        "indexes": [
                            models.Index(fields=["matter", "kind"], name="practice_expected_of_matter"),
                            models.Index(
                                condition=models.Q(("review_asked_at", None)),
                                fields=["review_on"],
                                name="practice_expectation_review",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["timescale", "cost", "outcome"])),
                                name="practice_expectation_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="practice_expectation_says_what"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("told_how", ""), ("told_on", None)),
                                    models.Q(("told_on__isnull", False), models.Q(("told_how", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="practice_expectation_told_says_when_and_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("told_on__isnull", False), ("replaces__isnull", False), _connector="OR"
                                ),
                                name="practice_first_expectation_was_told",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("written_at", None), ("written_by", None)),
                                    models.Q(
                                        ("replaces__isnull", False),
                                        ("written_at__isnull", False),
                                        ("written_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_expectation_written_says_when_and_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("replaces", None),
                                    models.Q(("replaces", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="practice_expectation_replaces_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Grievance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("happened_on", models.DateField()),
                        ("words", models.TextField(help_text="What happened, as the writer saw it.")),
                        ("noted_at", models.DateTimeField()),
                        ("settled_how", models.TextField(blank=True)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.party"
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["staff", "-happened_on"], name="practice_grievance_of_staff")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="practice_grievance_says_what"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("settled_at", None), ("settled_by", None), ("settled_how", "")),
                                    models.Q(
                                        ("settled_at__isnull", False),
                                        ("settled_by__isnull", False),
                                        models.Q(("settled_how", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_grievance_settled_says_how_when_and_by_whom",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
