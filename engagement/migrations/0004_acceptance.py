import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0003_terms_of_a_copy"),
        ("outbox", "0003_secure_links"),
        ("practice", "0010_care_plan"),
    ]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    model_name="letter",
                    name="accepted_at",
                    field=models.DateTimeField(
                        blank=True, help_text="When the last of its clients accepted.", null=True
                    ),
                ),
                migrations.AddField(
                    model_name="letter",
                    name="accepted_on",
                    field=models.DateField(blank=True, help_text="The local day of that.", null=True),
                ),
                migrations.AddConstraint(
                    model_name="letter",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at", None), ("accepted_on", None)),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("accepted_on__isnull", False),
                                ("issued_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="engagement_accepted_says_when",
                    ),
                ),
                migrations.CreateModel(
                    name="Acceptance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "copy",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acceptance",
                                to="engagement.lettercopy",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("link", "By their secure link"),
                                    ("wet_ink", "Signed on paper, in our office"),
                                    ("post", "Signed and sent to us"),
                                    ("spoken", "Said so to us"),
                                    ("conduct", "By what they did"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(help_text="When they accepted, as far as is known.")),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="outbox.clientsession",
                            ),
                        ),
                        ("typed_name", models.CharField(blank=True, max_length=200)),
                        (
                            "ticks",
                            models.JSONField(
                                blank=True, default=list, help_text="Each line that was ticked: its code and its words."
                            ),
                        ),
                        (
                            "words",
                            models.TextField(
                                blank=True, help_text="What was said or done, as whoever recorded it tells it."
                            ),
                        ),
                        ("evidence_sha256", models.CharField(blank=True, max_length=64)),
                        ("evidence_name", models.CharField(blank=True, max_length=160)),
                        ("letter_sha256", models.CharField(max_length=64)),
                        ("terms_sha256", models.CharField(max_length=64)),
                        (
                            "certificate",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outbox.document"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["link", "wet_ink", "post", "spoken", "conduct"])),
                                name="engagement_acceptance_known_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("recorded_by", None), ("session__isnull", False)),
                                        models.Q(("typed_name", ""), _negated=True),
                                        ("way", "link"),
                                    ),
                                    models.Q(
                                        models.Q(("recorded_by__isnull", False), ("session", None)),
                                        models.Q(("way", "link"), _negated=True),
                                        models.Q(("evidence_sha256", ""), ("words", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="engagement_acceptance_has_evidence",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decline",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "copy",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decline",
                                to="engagement.lettercopy",
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("declined_at", models.DateTimeField()),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="outbox.clientsession",
                            ),
                        ),
                        (
                            "recorded_by",
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("recorded_by", None), ("session__isnull", False)),
                                    models.Q(("recorded_by__isnull", False), ("session", None)),
                                    _connector="OR",
                                ),
                                name="engagement_decline_says_by_whom",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClientRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="engagement.lettercopy",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("question", "A question"),
                                    ("ring", "Have us ring"),
                                    ("paper", "Send me paper"),
                                    ("help", "Help reading this"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        ("asked_at", models.DateTimeField()),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="outbox.clientsession",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
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
                        "indexes": [models.Index(fields=["copy", "asked_at"], name="engagement_requests_of_copy")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["question", "ring", "paper", "help"])),
                                name="engagement_request_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("answered_by", None)),
                                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="engagement_request_answered_says_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AcceptanceStage",
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
                        (
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stages",
                                to="engagement.lettercopy",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "")),
                                fields=["fire_at"],
                                name="engagement_stages_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("copy", "kind", "occurrence"), name="engagement_one_stage_a_copy_and_occurrence"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
