import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0011_draft_discarded"),
        ("outbox", "0004_text_messages"),
        ("practice", "0020_what_clients_were_asked_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CostAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("typed_name", models.CharField(blank=True, max_length=200)),
                (
                    "ticks",
                    models.JSONField(
                        blank=True, default=list, help_text="Each line that was ticked: its code and its words."
                    ),
                ),
                (
                    "words",
                    models.TextField(blank=True, help_text="What was said or done, as whoever recorded it tells it."),
                ),
                ("evidence_sha256", models.CharField(blank=True, max_length=64)),
                ("evidence_name", models.CharField(blank=True, max_length=160)),
                ("letter_sha256", models.CharField(max_length=64)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CostDecline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("declined_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CostRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="clientrequest",
            name="engagement_request_known",
        ),
        migrations.RemoveConstraint(
            model_name="clientrequest",
            name="engagement_request_answered_says_by_whom",
        ),
        migrations.RemoveConstraint(
            model_name="costupdate",
            name="engagement_update_known_stage",
        ),
        migrations.RemoveConstraint(
            model_name="costupdate",
            name="engagement_update_issued_says_when_by_whom_and_what",
        ),
        migrations.RemoveConstraint(
            model_name="costupdate",
            name="engagement_update_stopped_says_when",
        ),
        migrations.AddField(
            model_name="costupdate",
            name="agreed_at",
            field=models.DateTimeField(blank=True, help_text="When the last of its clients agreed.", null=True),
        ),
        migrations.AddField(
            model_name="costupdate",
            name="agreed_on",
            field=models.DateField(blank=True, help_text="The local day of that.", null=True),
        ),
        migrations.AddField(
            model_name="costupdate",
            name="asks_agreement",
            field=models.BooleanField(default=False, help_text="As issued: it counts once every client agreed."),
        ),
        migrations.AlterField(
            model_name="costupdate",
            name="ended_at",
            field=models.DateTimeField(blank=True, help_text="When it was stopped, replaced or discarded.", null=True),
        ),
        migrations.AddConstraint(
            model_name="clientrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["question", "ring", "paper", "help"])),
                name="engagement_clientrequest_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clientrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="engagement_clientrequest_answered_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="costupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage__in", ["draft", "to_approve", "approved", "issued", "stopped", "superseded", "discarded"])
                ),
                name="engagement_update_known_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="costupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("estimate__isnull", False),
                        ("estimate_low__isnull", False),
                        ("issued_at__isnull", False),
                        ("issued_by__isnull", False),
                        ("issued_on__isnull", False),
                        ("stage__in", ["issued", "stopped", "superseded"]),
                    ),
                    models.Q(
                        ("estimate", None),
                        ("estimate_low", None),
                        ("issued_at", None),
                        ("issued_by", None),
                        ("issued_on", None),
                        ("stage__in", ["draft", "to_approve", "approved", "discarded"]),
                    ),
                    _connector="OR",
                ),
                name="engagement_update_issued_says_when_by_whom_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="costupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("stage__in", ["stopped", "superseded", "discarded"])),
                    models.Q(
                        models.Q(("stage__in", ["stopped", "superseded", "discarded"]), _negated=True),
                        ("ended_at", None),
                    ),
                    _connector="OR",
                ),
                name="engagement_update_stopped_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="costupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_at", None), ("agreed_on", None)),
                    models.Q(
                        ("agreed_at__isnull", False),
                        ("agreed_on__isnull", False),
                        ("asks_agreement", True),
                        ("issued_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="engagement_update_agreed_says_when",
            ),
        ),
        migrations.AddField(
            model_name="costagreement",
            name="certificate",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outbox.document"
            ),
        ),
        migrations.AddField(
            model_name="costagreement",
            name="copy",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="acceptance", to="engagement.costupdatecopy"
            ),
        ),
        migrations.AddField(
            model_name="costagreement",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="costagreement",
            name="session",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="outbox.clientsession",
            ),
        ),
        migrations.AddField(
            model_name="costdecline",
            name="copy",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="decline", to="engagement.costupdatecopy"
            ),
        ),
        migrations.AddField(
            model_name="costdecline",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="costdecline",
            name="session",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="outbox.clientsession",
            ),
        ),
        migrations.AddField(
            model_name="costrequest",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="costrequest",
            name="copy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="engagement.costupdatecopy"
            ),
        ),
        migrations.AddField(
            model_name="costrequest",
            name="session",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="outbox.clientsession",
            ),
        ),
        migrations.AddConstraint(
            model_name="costagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["link", "wet_ink", "post", "spoken", "conduct"])),
                name="engagement_costagreement_known_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="costagreement",
            constraint=models.CheckConstraint(
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
                name="engagement_costagreement_has_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="costdecline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("recorded_by", None), ("session__isnull", False)),
                    models.Q(("recorded_by__isnull", False), ("session", None)),
                    _connector="OR",
                ),
                name="engagement_costdecline_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="costrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["question", "ring", "paper", "help"])),
                name="engagement_costrequest_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="costrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="engagement_costrequest_answered_says_by_whom",
            ),
        ),
    ]
