import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    """Adjustments become rows of their own; nothing ever wrote the list that stood on a party."""

    dependencies = [
        ("practice", "0003_statuses"),
    ]

    operations = [
        AtOnce(
            [
                migrations.RemoveField(
                    model_name="party",
                    name="adjustments",
                ),
                migrations.CreateModel(
                    name="Circumstance",
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
                                    ("support", "Has capacity and needs support"),
                                    ("capacity", "Capacity is in doubt"),
                                    ("pressure", "Open to influence or pressure"),
                                    ("bereavement", "Bereavement"),
                                    ("illness", "Illness"),
                                    ("debt", "Debt"),
                                    ("other", "Something else"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words", models.TextField(help_text="As they put it.")),
                        ("consented_on", models.DateField()),
                        ("consented_how", models.CharField(max_length=120)),
                        ("recorded_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_because", models.CharField(blank=True, max_length=200)),
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
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="circumstances",
                                to="practice.party",
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
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["support", "capacity", "pressure", "bereavement", "illness", "debt", "other"],
                                    )
                                ),
                                name="practice_circumstance_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="practice_circumstance_has_words"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("consented_how", ""), _negated=True),
                                name="practice_circumstance_says_how_they_agreed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_because", ""), ("ended_by", None)),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_circumstance_ended_says_when_by_whom_and_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Need",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "adjustment",
                            models.CharField(
                                choices=[
                                    ("large_print", "Large print"),
                                    ("braille", "Braille"),
                                    ("audio", "Audio"),
                                    ("easy_read", "Easy read"),
                                    ("coloured_paper", "Coloured paper"),
                                    ("interpreter", "Interpreter"),
                                    ("sign_language", "Sign language"),
                                    ("relay_service", "Relay service"),
                                    ("call_only_times", "Calls at set times only"),
                                    ("no_voicemail", "No voicemail"),
                                    ("one_point_of_contact", "One point of contact"),
                                    ("plain_summary_after_call", "Plain summary after each call"),
                                    ("longer_appointments", "Longer appointments"),
                                    ("breaks", "Breaks"),
                                    ("quiet_room", "Quiet room"),
                                    ("chaperone", "Chaperone"),
                                    ("home_visit", "Home visit"),
                                ],
                                max_length=24,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True, help_text="Of an interpreter and of letters: Polish.", max_length=40
                            ),
                        ),
                        (
                            "words",
                            models.CharField(
                                help_text="What to do, for whoever makes contact. Never a diagnosis.", max_length=160
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True, help_text="The last day; none where it holds until it is ended.", null=True
                            ),
                        ),
                        ("consented_on", models.DateField(help_text="When they agreed that we keep this on record.")),
                        ("consented_how", models.CharField(max_length=120)),
                        ("review_on", models.DateField()),
                        ("review_asked_at", models.DateTimeField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_because", models.CharField(blank=True, max_length=200)),
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
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="needs", to="practice.party"
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None), ("review_asked_at", None)),
                                fields=["review_on"],
                                name="practice_need_to_review",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "adjustment__in",
                                        [
                                            "large_print",
                                            "braille",
                                            "audio",
                                            "easy_read",
                                            "coloured_paper",
                                            "interpreter",
                                            "sign_language",
                                            "relay_service",
                                            "call_only_times",
                                            "no_voicemail",
                                            "one_point_of_contact",
                                            "plain_summary_after_call",
                                            "longer_appointments",
                                            "breaks",
                                            "quiet_room",
                                            "chaperone",
                                            "home_visit",
                                        ],
                                    )
                                ),
                                name="practice_need_known_adjustment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="practice_need_says_what_to_do"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("consented_how", ""), _negated=True),
                                name="practice_need_says_how_they_agreed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("adjustment", "interpreter"), models.Q(("language", ""), _negated=True)),
                                    models.Q(models.Q(("adjustment", "interpreter"), _negated=True), ("language", "")),
                                    _connector="OR",
                                ),
                                name="practice_need_language_of_an_interpreter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="practice_need_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_because", ""), ("ended_by", None)),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_need_ended_says_when_by_whom_and_why",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("party", "adjustment", "language"),
                                name="practice_one_standing_need_of_a_kind",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
