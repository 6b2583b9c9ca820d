import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import practice.at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("practice", "0001_people_parties_and_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        practice.at_once.AtOnce(
            steps=[
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("content", models.BinaryField()),
                        ("media_type", models.CharField(max_length=80)),
                        ("file_name", models.CharField(max_length=160)),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["sha256"], name="outbox_document_by_hash")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="outbox_document_has_hash"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="outbox.document",
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="outbox.message",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("message", "position"), name="outbox_one_attachment_a_place"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("key", models.CharField(max_length=160, unique=True)),
                        ("kind", models.CharField(max_length=60)),
                        (
                            "channel",
                            models.CharField(
                                choices=[("email", "E-mail"), ("print", "Print and post")],
                                default="email",
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "Waiting to go"),
                                    ("sending", "Being sent"),
                                    ("sent", "Sent"),
                                    ("failed", "Not delivered"),
                                    ("withdrawn", "Withdrawn before it went"),
                                ],
                                default="pending",
                                max_length=10,
                            ),
                        ),
                        ("to_address", models.TextField(help_text="A mailbox, or a postal address to print.")),
                        ("to_name", models.CharField(max_length=200)),
                        ("reply_to", models.EmailField(blank=True, max_length=254)),
                        ("subject", models.CharField(max_length=200)),
                        ("body", models.TextField()),
                        (
                            "send_on",
                            models.DateField(
                                blank=True, help_text="Only on this local day: its dates count from sending.", null=True
                            ),
                        ),
                        ("is_automatic", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField()),
                        ("next_attempt_at", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("lease_until", models.DateTimeField(blank=True, null=True)),
                        ("lease_owner", models.UUIDField(blank=True, null=True)),
                        ("last_error", models.CharField(blank=True, max_length=200)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "documents",
                            models.ManyToManyField(
                                related_name="messages", through="outbox.Attachment", to="outbox.document"
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                help_text="Told when it cannot be delivered.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="practice.party",
                            ),
                        ),
                        (
                            "posted_by",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["pending", "sending"])),
                                fields=["next_attempt_at"],
                                name="outbox_messages_to_send",
                            ),
                            models.Index(fields=["matter", "created_at"], name="outbox_messages_of_matter"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["pending", "sending", "sent", "failed", "withdrawn"])
                                ),
                                name="outbox_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["email", "print"])), name="outbox_known_channel"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sent_at__isnull", False), ("state", "sent")),
                                    models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                                    _connector="OR",
                                ),
                                name="outbox_sent_says_when",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
