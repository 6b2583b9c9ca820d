import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0005_swept_names"),
        ("practice", "0007_gate_calls_for_a_check"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConflictRegime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "own_interest_may",
                    models.BooleanField(default=False, help_text="Whether consent may cure an own interest."),
                ),
                ("contentious", models.JSONField(help_text="Kinds of work with two sides of one dispute.")),
                ("gateways", models.JSONField(help_text="[code, words] each. One must be open, where there are any.")),
                ("conditions", models.JSONField(help_text="[code, words] each, in order. All must be met.")),
                ("former_conditions", models.JSONField(help_text="The same for a former client.")),
                (
                    "profiles",
                    models.ManyToManyField(related_name="conflict_regimes", to="practice.jurisdictionprofile"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("regime", models.CharField(help_text="The rule it was made under.", max_length=120)),
                ("gateway", models.CharField(blank=True, help_text="In words.", max_length=200)),
                ("conditions", models.JSONField(help_text="Each condition and how it is met, in words.")),
                ("is_former", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "hit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waiver", to="intake.conflicthit"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("here", "Our client in this matter"), ("there", "The client it would hurt")],
                        max_length=5,
                    ),
                ),
                ("who", models.CharField(max_length=200)),
                (
                    "capacity",
                    models.CharField(help_text="In what capacity: herself, director, attorney.", max_length=120),
                ),
                ("disclosed", models.TextField(help_text="The facts that they were told.")),
                ("risks", models.TextField(help_text="What may come of it, as it was explained.")),
                (
                    "advice",
                    models.CharField(
                        choices=[
                            ("taken", "Advised to take independent advice, and took it"),
                            ("declined", "Advised to take independent advice, and went without"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("letter", "Signed letter or form"),
                            ("email", "E-mail"),
                            ("noted", "Spoken, and confirmed by us in writing"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "evidence",
                    models.CharField(help_text="Where the proof is: a letter, e-mail, file and date.", max_length=200),
                ),
                ("consented_on", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=200)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "waiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="intake.waiver"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["here", "there"])), name="intake_consent_known_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("advice__in", ["taken", "declined"])), name="intake_consent_known_advice"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("form__in", ["letter", "email", "noted"])), name="intake_consent_known_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("who", ""), _negated=True),
                            models.Q(("disclosed", ""), _negated=True),
                            models.Q(("evidence", ""), _negated=True),
                        ),
                        name="intake_consent_says_who_what_and_where_the_proof_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_because", ""), ("withdrawn_by", None)),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="intake_consent_withdrawn_says_when_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("consented_on")), _connector="OR"
                        ),
                        name="intake_consent_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("waiver", "side", "who", "consented_on"),
                        name="intake_one_consent_a_person_and_day",
                    ),
                ],
            },
        ),
    ]
