import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0002_documents_are_immutable"),
        ("practice", "0010_care_plan"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="SecureLink",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("purpose", models.CharField(choices=[("accept", "Read and accept a letter")], max_length=12)),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="secure_links",
                                to="practice.party",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="secure_links",
                                to="practice.matter",
                            ),
                        ),
                        ("subject_type", models.CharField(max_length=60)),
                        ("subject_id", models.CharField(max_length=40)),
                        ("generation", models.PositiveSmallIntegerField(default=1)),
                        (
                            "sent_to",
                            models.CharField(
                                blank=True, help_text="The mailbox that the link went to.", max_length=254
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("because", models.CharField(blank=True, max_length=20)),
                        (
                            "wrong_codes",
                            models.PositiveSmallIntegerField(default=0, help_text="Since the last right one."),
                        ),
                        (
                            "locked_at",
                            models.DateTimeField(
                                blank=True, help_text="Too many wrong codes: staff open it again.", null=True
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("purpose", "party", "subject_type", "subject_id"),
                                name="outbox_one_link_a_purpose_and_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("purpose__in", ["accept"])), name="outbox_link_known_purpose"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("because", ""), ("revoked_at", None)),
                                    models.Q(("revoked_at__isnull", False), models.Q(("because", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="outbox_revoked_link_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LinkCode",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="codes",
                                to="outbox.securelink",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("staff", "Given by us on a confirmed number"),
                                    ("other_mailbox", "By e-mail to another confirmed mailbox"),
                                    ("same_mailbox", "By e-mail to the mailbox that the link went to"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "sent_to",
                            models.CharField(
                                blank=True, help_text="The mailbox, or the number that staff rang.", max_length=254
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("expires_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["staff", "other_mailbox", "same_mailbox"])),
                                name="outbox_code_known_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("made_by__isnull", False), ("way", "staff")),
                                    models.Q(models.Q(("way", "staff"), _negated=True), ("made_by", None)),
                                    _connector="OR",
                                ),
                                name="outbox_code_given_says_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClientSession",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="outbox.securelink",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="client_sessions",
                                to="practice.party",
                            ),
                        ),
                        ("purpose", models.CharField(choices=[("accept", "Read and accept a letter")], max_length=12)),
                        ("subject_type", models.CharField(max_length=60)),
                        ("subject_id", models.CharField(max_length=40)),
                        (
                            "code",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="session",
                                to="outbox.linkcode",
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("address", models.GenericIPAddressField(blank=True, null=True)),
                        ("agent", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["link", "opened_at"], name="outbox_sessions_of_link")],
                    },
                ),
            ]
        ),
    ]
