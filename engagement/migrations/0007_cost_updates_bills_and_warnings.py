import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import practice.at_once


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0006_letters_to_many_clients"),
        ("outbox", "0003_secure_links"),
        ("practice", "0017_how_long_drafts_are_kept"),
        ("wording", "0003_clauses_change_by_two_people"),
    ]

    operations = [
        practice.at_once.AtOnce(
            steps=[
                migrations.AddField(
                    model_name="letter",
                    name="estimate_low",
                    field=models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Its lower end; empty where it was not kept.",
                        max_digits=12,
                        null=True,
                    ),
                ),
                migrations.CreateModel(
                    name="CostUpdate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(help_text="Which cost update of the matter.")),
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
                            "before",
                            models.JSONField(default=list, help_text="The lines of the estimate that it replaces."),
                        ),
                        (
                            "answers",
                            models.JSONField(default=dict, help_text="What people typed; the rest is as before."),
                        ),
                        (
                            "lines",
                            models.JSONField(
                                blank=True, default=list, help_text="The lines of its own estimate, as issued."
                            ),
                        ),
                        (
                            "draft_version",
                            models.PositiveIntegerField(default=1, help_text="Goes up with every change of the draft."),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("saved_at", models.DateTimeField()),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_draft_version", models.PositiveIntegerField(blank=True, null=True)),
                        ("comment", models.TextField(blank=True, help_text="Why the approver sent it back.")),
                        ("issued_at", models.DateTimeField(blank=True, null=True)),
                        ("issued_on", models.DateField(blank=True, help_text="The local day of issue.", null=True)),
                        ("estimate_low", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                        (
                            "estimate",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="As issued, GBP.", max_digits=12, null=True
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(
                                blank=True, help_text="When it was stopped before it went.", null=True
                            ),
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
                                related_name="cost_updates_to_approve",
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
                                related_name="cost_updates",
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
                                related_name="cost_updates",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces_letter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="engagement.letter",
                            ),
                        ),
                        (
                            "replaces_update",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="engagement.costupdate",
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
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stage__in", ("draft", "to_approve", "approved", "issued", "stopped"))
                                ),
                                name="engagement_update_known_stage",
                            ),
                            models.UniqueConstraint(fields=("matter", "number"), name="engagement_one_update_a_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("stage__in", ("draft", "to_approve", "approved"))),
                                fields=("matter",),
                                name="engagement_one_update_in_the_making",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("replaces_letter__isnull", False), ("replaces_update", None)),
                                    models.Q(("replaces_letter", None), ("replaces_update__isnull", False)),
                                    _connector="OR",
                                ),
                                name="engagement_update_replaces_one_estimate",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("estimate__isnull", False),
                                        ("estimate_low__isnull", False),
                                        ("issued_at__isnull", False),
                                        ("issued_by__isnull", False),
                                        ("issued_on__isnull", False),
                                        ("stage__in", ["issued", "stopped"]),
                                    ),
                                    models.Q(
                                        ("estimate", None),
                                        ("estimate_low", None),
                                        ("issued_at", None),
                                        ("issued_by", None),
                                        ("issued_on", None),
                                        ("stage__in", ("draft", "to_approve", "approved")),
                                    ),
                                    _connector="OR",
                                ),
                                name="engagement_update_issued_says_when_by_whom_and_what",
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
                                name="engagement_update_approval_is_of_these_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "approved"), _negated=True),
                                    ("approved_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="engagement_update_approved_says_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "to_approve"), _negated=True),
                                    models.Q(("approver__isnull", False), ("asked_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="engagement_update_approval_is_asked_of_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("stage", "stopped")),
                                    models.Q(models.Q(("stage", "stopped"), _negated=True), ("ended_at", None)),
                                    _connector="OR",
                                ),
                                name="engagement_update_stopped_says_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CostUpdateCopy",
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
                                related_name="cost_update_copy",
                                to="wording.issuedletter",
                            ),
                        ),
                        (
                            "message",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cost_update_copy",
                                to="outbox.message",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cost_update_copies",
                                to="practice.party",
                            ),
                        ),
                        (
                            "update_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="engagement.costupdate",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "cost update copies",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("update_of", "party"), name="engagement_one_update_copy_a_client"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["email", "print"])),
                                name="engagement_update_copy_channel",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CostWarning",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "threshold",
                            models.PositiveSmallIntegerField(
                                help_text="Per cent of the top of the estimate; 100: more than it."
                            ),
                        ),
                        (
                            "spent",
                            models.DecimalField(
                                decimal_places=2, help_text="Billed and unbilled, with VAT.", max_digits=12
                            ),
                        ),
                        ("estimate", models.DecimalField(decimal_places=2, help_text="The top of it.", max_digits=12)),
                        ("raised_at", models.DateTimeField()),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[("updated", "The client was written to"), ("closed", "Closed with a reason")],
                                max_length=8,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("because", models.CharField(blank=True, max_length=300)),
                        (
                            "withdrawn_at",
                            models.DateTimeField(
                                blank=True, help_text="When what had raised it proved mistaken.", null=True
                            ),
                        ),
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
                        (
                            "answered_with",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers_to",
                                to="engagement.costupdate",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cost_warnings",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "of_letter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cost_warnings",
                                to="engagement.letter",
                            ),
                        ),
                        (
                            "of_update",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="warnings",
                                to="engagement.costupdate",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("of_letter__isnull", False), ("of_update", None)),
                                    models.Q(("of_letter", None), ("of_update__isnull", False)),
                                    _connector="OR",
                                ),
                                name="engagement_warning_is_of_one_estimate",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("of_letter", "of_update", "threshold"),
                                name="engagement_one_warning_an_estimate_and_share",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("answered_with", None),
                                        ("because", ""),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("answer", "closed"),
                                            ("answered_at__isnull", False),
                                            ("answered_by__isnull", False),
                                            ("answered_with", None),
                                        ),
                                        models.Q(("because", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("answer", "updated"),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("answered_with__isnull", False),
                                        ("because", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="engagement_warning_answered_says_how",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnbilledNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                        ("as_of", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="unbilled_notes",
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
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)), name="engagement_unbilled_is_not_negative"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bill",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40)),
                        ("on", models.DateField(help_text="The day that stands on it.")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("interim", "On account, more to come"), ("final", "Final")], max_length=8
                            ),
                        ),
                        (
                            "fees",
                            models.DecimalField(decimal_places=2, help_text="Our charges, before VAT.", max_digits=12),
                        ),
                        (
                            "disbursements",
                            models.DecimalField(
                                decimal_places=2, help_text="Paid for the client, before VAT.", max_digits=12
                            ),
                        ),
                        ("vat", models.DecimalField(decimal_places=2, max_digits=12)),
                        (
                            "estimate",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="The top of what was estimated on its day.",
                                max_digits=12,
                                null=True,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                        ("set_aside_because", models.CharField(blank=True, max_length=300)),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="bills", to="practice.matter"
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
                            "set_aside_by",
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
                        "indexes": [models.Index(fields=["on"], name="engagement_bills_by_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["interim", "final"])),
                                name="engagement_bill_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("disbursements__gte", 0),
                                    ("fees__gte", 0),
                                    ("vat__gte", 0),
                                    models.Q(("fees__gt", 0), ("disbursements__gt", 0), _connector="OR"),
                                ),
                                name="engagement_bill_is_of_something",
                            ),
                            models.UniqueConstraint(
                                models.F("matter"),
                                django.db.models.functions.text.Upper("number"),
                                condition=models.Q(("set_aside_at", None)),
                                name="engagement_one_bill_a_matter_and_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("set_aside_at", None), ("set_aside_because", ""), ("set_aside_by", None)),
                                    models.Q(
                                        models.Q(("set_aside_at__isnull", False), ("set_aside_by__isnull", False)),
                                        models.Q(("set_aside_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="engagement_bill_set_aside_says_by_whom_and_why",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
