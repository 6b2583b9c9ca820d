import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import practice.at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("outbox", "0001_messages_and_documents"),
        ("practice", "0001_people_parties_and_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("wording", "0001_wording_and_letters"),
    ]

    operations = [
        practice.at_once.AtOnce(
            steps=[
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("template_code", models.CharField(max_length=60)),
                        ("version", models.PositiveIntegerField()),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("to_approve", "Waiting for approval"),
                                    ("approved", "Approved"),
                                    ("issued", "Issued"),
                                    ("stopped", "Stopped before it went"),
                                    ("superseded", "Replaced by a later version"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        (
                            "answers",
                            models.JSONField(
                                default=dict, help_text="What people typed; the rest comes from the matter."
                            ),
                        ),
                        (
                            "put_in",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "taken_out",
                            models.JSONField(
                                default=dict, help_text="Clauses taken out by hand, each with its reason."
                            ),
                        ),
                        (
                            "draft_version",
                            models.PositiveIntegerField(default=1, help_text="Goes up with every change of the draft."),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("saved_at", models.DateTimeField()),
                        (
                            "due_on",
                            models.DateField(
                                help_text="Promised for this day, from the department's service standard."
                            ),
                        ),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_draft_version", models.PositiveIntegerField(blank=True, null=True)),
                        ("comment", models.TextField(blank=True, help_text="Why the approver sent it back.")),
                        ("comment_clause", models.CharField(blank=True, max_length=40)),
                        ("issued_at", models.DateTimeField(blank=True, null=True)),
                        ("issued_on", models.DateField(blank=True, help_text="The local day of issue.", null=True)),
                        ("accept_by", models.DateField(blank=True, null=True)),
                        (
                            "estimate",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="As issued, GBP.", max_digits=12, null=True
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, help_text="When it was stopped or replaced.", null=True),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "approver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters_to_approve",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "comment_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "issued_by",
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
                                related_name="care_letters",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "prepared_for",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="care_letters",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "terms",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="wording.issuedletter",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("stage__in", ("draft", "to_approve", "approved"))),
                                fields=["due_on"],
                                name="engagement_letters_due",
                            ),
                            models.Index(fields=["-issued_at"], name="engagement_letters_issued"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "stage__in",
                                        ["draft", "to_approve", "approved", "issued", "stopped", "superseded"],
                                    )
                                ),
                                name="engagement_letter_known_stage",
                            ),
                            models.UniqueConstraint(
                                fields=("matter", "version"), name="engagement_one_letter_a_version"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("stage__in", ("draft", "to_approve", "approved"))),
                                fields=("matter",),
                                name="engagement_one_draft_a_matter",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("stage", "issued")),
                                fields=("matter",),
                                name="engagement_one_letter_in_force_a_matter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("accept_by__isnull", False),
                                        ("estimate__isnull", False),
                                        ("issued_at__isnull", False),
                                        ("issued_by__isnull", False),
                                        ("issued_on__isnull", False),
                                        ("stage__in", ["issued", "stopped", "superseded"]),
                                        ("terms__isnull", False),
                                    ),
                                    models.Q(
                                        ("accept_by", None),
                                        ("estimate", None),
                                        ("issued_at", None),
                                        ("issued_by", None),
                                        ("issued_on", None),
                                        ("stage__in", ("draft", "to_approve", "approved")),
                                        ("terms", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="engagement_issued_says_when_by_whom_and_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved_at", None), ("approved_by", None), ("approved_draft_version", None)
                                    ),
                                    models.Q(
                                        ("approved_at__isnull", False),
                                        ("approved_by__isnull", False),
                                        ("approved_draft_version", models.F("draft_version")),
                                    ),
                                    _connector="OR",
                                ),
                                name="engagement_approval_is_of_these_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "approved"), _negated=True),
                                    ("approved_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="engagement_approved_says_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "to_approve"), _negated=True),
                                    models.Q(("approver__isnull", False), ("asked_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="engagement_approval_is_asked_of_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("stage__in", ["stopped", "superseded"])),
                                    models.Q(
                                        models.Q(("stage__in", ["stopped", "superseded"]), _negated=True),
                                        ("ended_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="engagement_ended_says_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterCopy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(choices=[("email", "E-mail"), ("print", "Print and post")], max_length=8),
                        ),
                        (
                            "issued",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copy",
                                to="wording.issuedletter",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="engagement.letter",
                            ),
                        ),
                        (
                            "message",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letter_copy",
                                to="outbox.message",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letter_copies",
                                to="practice.party",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "letter copies",
                        "constraints": [
                            models.UniqueConstraint(fields=("letter", "party"), name="engagement_one_copy_a_client"),
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["email", "print"])),
                                name="engagement_copy_known_channel",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
