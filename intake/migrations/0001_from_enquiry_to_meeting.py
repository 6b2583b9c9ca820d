import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import intake.rules.conflicts
import practice.at_once
from practice.append_only import append_only


class Migration(migrations.Migration):
    """Intake in one step: what six migrations made, for databases that have them and those that have not."""

    replaces = [
        ("intake", "0001_enquiries_conflicts_and_meetings"),
        ("intake", "0002_name_keys_at_once"),
        ("intake", "0003_import_of_lists"),
        ("intake", "0004_conflict_reports"),
        ("intake", "0005_swept_names"),
        ("intake", "0006_waivers"),
    ]

    initial = True

    dependencies = [
        ("outbox", "0001_messages_and_documents"),
        ("practice", "0001_people_parties_and_walls"),
    ]

    operations = [
        practice.at_once.AtOnce(
            steps=[
                migrations.CreateModel(
                    name="PrivacyNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.CharField(max_length=20, unique=True)),
                        ("in_force_from", models.DateField()),
                        (
                            "points",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=300), size=None
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CddCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("not_started", "Not started"),
                                    ("requested", "Papers asked for"),
                                    ("received", "Papers received"),
                                    ("verified", "Verified"),
                                    ("failed", "Failed"),
                                    ("expired", "Run out"),
                                    ("not_required", "Not required"),
                                ],
                                default="not_started",
                                max_length=12,
                            ),
                        ),
                        (
                            "papers",
                            models.CharField(
                                blank=True, help_text="What was seen: passport, utility bill.", max_length=200
                            ),
                        ),
                        (
                            "because",
                            models.CharField(blank=True, help_text="Why it failed or is not required.", max_length=200),
                        ),
                        (
                            "risk",
                            models.CharField(
                                blank=True,
                                choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                                max_length=8,
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_person", "In person"),
                                    ("certified_copy", "Certified copy"),
                                    ("electronic_provider", "Electronic provider"),
                                    ("digital_identity", "Digital identity"),
                                    ("video", "By video"),
                                    ("reliance_on_third_party", "Another firm's check"),
                                ],
                                max_length=24,
                            ),
                        ),
                        (
                            "conditions",
                            models.CharField(blank=True, help_text="Verified as long as this holds.", max_length=200),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                blank=True, help_text="Purpose and nature of the relationship.", max_length=200
                            ),
                        ),
                        ("source_of_funds", models.CharField(blank=True, max_length=200)),
                        ("requested_at", models.DateTimeField(blank=True, null=True)),
                        ("received_at", models.DateTimeField(blank=True, null=True)),
                        ("verified_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "expires_on",
                            models.DateField(blank=True, help_text="The last day on which it counts.", null=True),
                        ),
                        ("version", models.PositiveIntegerField(default=1, help_text="Goes up with every change.")),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cdd_checks",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cdd_checks",
                                to="practice.party",
                            ),
                        ),
                        (
                            "verified_by",
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
                        "verbose_name": "identity check",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("matter", "party"), name="intake_one_identity_check_per_client"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "not_started",
                                            "requested",
                                            "received",
                                            "verified",
                                            "failed",
                                            "expired",
                                            "not_required",
                                        ],
                                    )
                                ),
                                name="intake_identity_check_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["verified", "expired"]),
                                        ("verified_at__isnull", False),
                                        ("verified_by__isnull", False),
                                        models.Q(("papers", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("state__in", ["verified", "expired"]), _negated=True),
                                        ("expires_on", None),
                                        ("verified_at", None),
                                        ("verified_by", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_verified_says_on_what_when_and_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["failed", "not_required"]), _negated=True),
                                    models.Q(("because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="intake_failed_or_not_required_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "expired"), _negated=True),
                                    ("expires_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="intake_run_out_says_on_which_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CddPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60)),
                        ("issuer", models.CharField(blank=True, max_length=60)),
                        ("last_four", models.CharField(blank=True, max_length=4)),
                        ("expires_on", models.DateField(blank=True, null=True)),
                        ("seen_at", models.DateTimeField()),
                        (
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="intake.cddcheck",
                            ),
                        ),
                        (
                            "seen_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "identity paper",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind", ""), _negated=True), name="intake_paper_says_what_it_is"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CddStage",
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
                        (
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="stages", to="intake.cddcheck"
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
                    ],
                    options={
                        "verbose_name": "identity stage",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "")),
                                fields=["fire_at"],
                                name="intake_identity_stage_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("check_of", "kind", "occurrence"), name="intake_one_stage_a_verification"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Checklist",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[("first_meeting", "First meeting"), ("consultation", "Later consultation")],
                                max_length=16,
                            ),
                        ),
                        (
                            "work_type",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("residential_purchase", "Residential purchase"),
                                    ("residential_sale", "Residential sale"),
                                    ("private_client", "Wills and probate"),
                                    ("family", "Family"),
                                    ("disputes", "Disputes"),
                                    ("employment", "Employment"),
                                    ("lettings", "Lettings and management"),
                                    ("survey", "Survey and valuation"),
                                ],
                                help_text="Empty: every kind.",
                                max_length=24,
                            ),
                        ),
                        ("version", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        (
                            "digest",
                            models.CharField(help_text="Of the items, so that a list is loaded once.", max_length=64),
                        ),
                        ("loaded_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("purpose", "work_type", "version"), name="intake_one_row_per_checklist_version"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("purpose__in", ["first_meeting", "consultation"])),
                                name="intake_checklist_known_purpose",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChecklistItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("code", models.SlugField(max_length=24)),
                        ("question", models.CharField(max_length=160)),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("text", "Words"),
                                    ("tick", "Said, with words if needed"),
                                    ("date", "A date, with words"),
                                    ("read_back", "Said, and the client's own words"),
                                    ("source", "How they heard of us"),
                                    ("quiet", "Do not disturb is on"),
                                    ("conflict", "The conflict check is clear"),
                                    ("identity", "Every client's identity is verified"),
                                    ("steps", "Next steps for both sides"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("is_mandatory", models.BooleanField(default=True)),
                        (
                            "needs_second",
                            models.BooleanField(default=False, help_text="Counts once a second person has checked it."),
                        ),
                        ("help", models.CharField(blank=True, max_length=200)),
                        ("say", models.CharField(blank=True, help_text="Words to say.", max_length=300)),
                        (
                            "source",
                            models.CharField(
                                blank=True, help_text="The row of the domain it comes from.", max_length=12
                            ),
                        ),
                        (
                            "checklist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="intake.checklist"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("checklist", "code"), name="intake_one_item_per_code"),
                            models.UniqueConstraint(fields=("checklist", "position"), name="intake_one_item_per_place"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "answer__in",
                                        [
                                            "text",
                                            "tick",
                                            "date",
                                            "read_back",
                                            "source",
                                            "quiet",
                                            "conflict",
                                            "identity",
                                            "steps",
                                        ],
                                    )
                                ),
                                name="intake_item_known_answer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ColumnMemory",
                    fields=[
                        (
                            "digest",
                            models.CharField(
                                help_text="Of the header's words in their order.",
                                max_length=64,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("columns", models.JSONField()),
                        (
                            "duplicates",
                            models.CharField(
                                choices=[
                                    ("skip", "Leave it out"),
                                    ("update", "Update whoever has the same number"),
                                    ("make", "Record a namesake anyway"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "relationship",
                            models.CharField(
                                choices=[
                                    ("client", "Client"),
                                    ("prospective", "Prospective client"),
                                    ("former", "Former client"),
                                    ("third_party", "Third party"),
                                    ("pseudo_client", "Treated as a client"),
                                    ("internal_client", "Internal client"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("chosen_at", models.DateTimeField()),
                        (
                            "chosen_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ConflictCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reference", models.CharField(max_length=16, unique=True)),
                        ("because", models.CharField(max_length=200)),
                        ("asked_at", models.DateTimeField()),
                        ("key_date", models.DateField(blank=True, null=True)),
                        ("key_date_label", models.CharField(blank=True, max_length=120)),
                        ("answer_due_at", models.DateTimeField(blank=True, null=True)),
                        ("terms", models.JSONField(help_text="Names searched: text, role, as.")),
                        ("searched_at", models.DateTimeField()),
                        ("coverage", models.JSONField(help_text="How much was searched, and by what lines.")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("with_compliance", "With compliance"),
                                    ("cleared", "Cleared"),
                                    ("declined", "Declined"),
                                ],
                                default="with_compliance",
                                max_length=16,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("clear", "Clear"),
                                    ("clear_with_conditions", "Clear with conditions"),
                                    ("information_conflict_barrier", "Information conflict: a barrier is needed first"),
                                    ("client_conflict_waivable", "Client conflict: consent is needed first"),
                                    ("former_client_consent_needed", "Former client: consent is needed first"),
                                    ("escalated", "Escalated to the managing partner"),
                                    ("client_conflict_prohibited", "Client conflict: we may not act"),
                                    ("own_interest_conflict", "Own interest: we may not act"),
                                    ("declined", "Declined"),
                                ],
                                max_length=32,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflict_checks_asked",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflict_checks_decided",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflict_checks",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "enquiry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflict_checks",
                                to="intake.enquiry",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "with_compliance")),
                                fields=["asked_at"],
                                name="intake_waiting_check",
                            ),
                            models.Index(fields=["matter", "-asked_at"], name="intake_check_of_matter"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["with_compliance", "cleared", "declined"])),
                                name="intake_check_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("decided_by", None), ("outcome", "")),
                                    models.Q(
                                        (
                                            "outcome__in",
                                            [
                                                "clear",
                                                "clear_with_conditions",
                                                "information_conflict_barrier",
                                                "client_conflict_waivable",
                                                "former_client_consent_needed",
                                                "escalated",
                                                "client_conflict_prohibited",
                                                "own_interest_conflict",
                                                "declined",
                                            ],
                                        ),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_check_outcome_says_who_when_and_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "with_compliance"),
                                    models.Q(("outcome", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="intake_check_leaves_compliance_with_an_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="intake_check_decided_by_somebody_else",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "with_compliance")),
                                fields=("matter",),
                                name="intake_one_waiting_check_per_matter",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConflictPolicy",
                    fields=[
                        ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        (
                            "listing_line",
                            models.FloatField(
                                default=0.55, help_text="Similarity (0 to 1) from which a name is listed at all."
                            ),
                        ),
                        (
                            "review_line",
                            models.FloatField(
                                default=0.65, help_text="Similarity from which a hit may need a decision."
                            ),
                        ),
                        (
                            "word_line",
                            models.FloatField(default=0.6, help_text="Nearness that each word needs besides."),
                        ),
                        ("urgent_within_working_days", models.PositiveSmallIntegerField(default=2)),
                        ("urgent_answer_working_hours", models.PositiveSmallIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name_plural": "conflict policies",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="intake_one_conflict_policy"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("listing_line__gt", 0),
                                    ("listing_line__lte", models.F("review_line")),
                                    ("review_line__lte", 1),
                                    ("word_line__gte", 0),
                                    ("word_line__lte", 1),
                                ),
                                name="intake_listing_line_below_review_line",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConflictRegime",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "own_interest_may",
                            models.BooleanField(default=False, help_text="Whether consent may cure an own interest."),
                        ),
                        ("contentious", models.JSONField(help_text="Kinds of work with two sides of one dispute.")),
                        (
                            "gateways",
                            models.JSONField(help_text="[code, words] each. One must be open, where there are any."),
                        ),
                        ("conditions", models.JSONField(help_text="[code, words] each, in order. All must be met.")),
                        ("former_conditions", models.JSONField(help_text="The same for a former client.")),
                        (
                            "profiles",
                            models.ManyToManyField(related_name="conflict_regimes", to="practice.jurisdictionprofile"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ConflictReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "face",
                            models.CharField(
                                choices=[("compliance", "Compliance’s copy"), ("asker", "The asker’s copy")],
                                max_length=10,
                            ),
                        ),
                        (
                            "html",
                            models.TextField(
                                help_text="The words of the report: page and paper are both made of them."
                            ),
                        ),
                        ("sha256", models.CharField(help_text="Of those words, in UTF-8.", max_length=64)),
                        ("made_at", models.DateTimeField()),
                        (
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="intake.conflictcheck",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("check_of", "face"), name="intake_one_report_a_check_and_reader"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("face__in", ["compliance", "asker"])),
                                name="intake_report_known_face",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="intake_report_has_a_hash"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enquiry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reference", models.CharField(blank=True, max_length=16, null=True, unique=True)),
                        ("received_at", models.DateTimeField()),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("phone", "By telephone"),
                                    ("email", "By e-mail"),
                                    ("web", "Through the website"),
                                    ("walk_in", "In person"),
                                    ("letter", "By letter"),
                                    ("referral", "Passed on to us"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("individual", "Person"), ("organisation", "Organisation")],
                                default="individual",
                                max_length=12,
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=20)),
                        ("name", models.CharField(help_text="As given.", max_length=200)),
                        ("phone", models.CharField(blank=True, max_length=30)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("address", models.TextField(blank=True, help_text="For a letter on paper.")),
                        ("safe_contact", models.CharField(blank=True, max_length=200)),
                        ("voicemail_is_safe", models.BooleanField(default=False)),
                        (
                            "email_is_safe",
                            models.BooleanField(
                                default=False, help_text="They said that we may write to this mailbox."
                            ),
                        ),
                        (
                            "post_is_safe",
                            models.BooleanField(
                                default=False, help_text="They said that we may write to this address."
                            ),
                        ),
                        ("email_confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("address_confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "work_type",
                            models.CharField(
                                choices=[
                                    ("residential_purchase", "Residential purchase"),
                                    ("residential_sale", "Residential sale"),
                                    ("private_client", "Wills and probate"),
                                    ("family", "Family"),
                                    ("disputes", "Disputes"),
                                    ("employment", "Employment"),
                                    ("lettings", "Lettings and management"),
                                    ("survey", "Survey and valuation"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("issue", models.CharField(help_text="One line, nothing confidential.", max_length=160)),
                        ("key_date", models.DateField(blank=True, null=True)),
                        ("key_date_label", models.CharField(blank=True, max_length=120)),
                        (
                            "time_is_running",
                            models.CharField(
                                blank=True,
                                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "They do not know")],
                                max_length=8,
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("existing_client", "Is a client already"),
                                    ("referral_client", "A client told them"),
                                    ("referral_professional", "Another professional"),
                                    ("introducer_paid", "An introducer we pay"),
                                    ("search", "Searched the web"),
                                    ("directory", "A directory"),
                                    ("review_site", "A review site"),
                                    ("social", "Social media"),
                                    ("advert", "An advertisement"),
                                    ("walk_in", "Walked past"),
                                    ("panel", "A panel"),
                                    ("other", "Something else"),
                                ],
                                max_length=24,
                            ),
                        ),
                        (
                            "notice_version",
                            models.CharField(
                                blank=True, help_text="The privacy notice they were given.", max_length=20
                            ),
                        ),
                        ("notice_given_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "respond_by",
                            models.DateTimeField(
                                blank=True, help_text="A person answers by then, in office hours.", null=True
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(
                                blank=True, help_text="When somebody of ours first answered.", null=True
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("converted", "Became a client"),
                                    ("declined_conflict", "Declined: conflict"),
                                    ("declined_capacity", "Declined: no capacity"),
                                    ("declined_not_our_work", "Declined: not our work"),
                                    ("declined_aml", "Declined: identity or funds"),
                                    ("client_declined_price", "They found it too dear"),
                                    ("client_no_reply", "They did not reply"),
                                    ("referred_on", "Referred on"),
                                    ("duplicate", "The same as another"),
                                    ("spam", "Not a real enquiry"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "closed_because",
                            models.CharField(
                                blank=True, help_text="For us; the letter gives no reason.", max_length=400
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
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "for_person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enquiries",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enquiry",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enquiries",
                                to="practice.party",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enquiries_taken",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "enquiries",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "")), fields=["-received_at"], name="intake_open_enquiry"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("closed_by", None), ("outcome", "")),
                                    models.Q(
                                        (
                                            "outcome__in",
                                            [
                                                "converted",
                                                "declined_conflict",
                                                "declined_capacity",
                                                "declined_not_our_work",
                                                "declined_aml",
                                                "client_declined_price",
                                                "client_no_reply",
                                                "referred_on",
                                                "duplicate",
                                                "spam",
                                            ],
                                        ),
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_enquiry_outcome_says_when_and_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("matter", None), ("party", None)),
                                    models.Q(("matter__isnull", False), ("party__isnull", False)),
                                    _connector="OR",
                                ),
                                name="intake_enquiry_has_party_and_matter_or_neither",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("phone", ""), _negated=True),
                                    models.Q(("email", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="intake_enquiry_can_be_answered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("taken_by__isnull", False), ("channel", "web"), _connector="OR"),
                                name="intake_enquiry_taken_by_somebody_or_from_the_web",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("answered_by", None)),
                                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="intake_enquiry_answer_says_when_and_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("notice_given_at", None), ("notice_version", "")),
                                    models.Q(
                                        models.Q(("notice_version", ""), _negated=True),
                                        ("notice_given_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_enquiry_notice_says_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnquiryAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40)),
                        ("question", models.CharField(max_length=160)),
                        ("answer", models.CharField(max_length=200)),
                        ("words", models.CharField(help_text="The answer as people read it.", max_length=200)),
                        ("answered_at", models.DateTimeField()),
                        (
                            "enquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="intake.enquiry"
                            ),
                        ),
                        (
                            "taken_by",
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
                            models.UniqueConstraint(fields=("enquiry", "code"), name="intake_one_answer_per_question")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnquiryContact",
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
                                    ("answered", "Answered"),
                                    ("asked_more", "Asked for more"),
                                    ("holding_call", "Holding call"),
                                    ("confirmed", "Address confirmed"),
                                    ("letter", "Letter that we do not act"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                        ("words", models.CharField(blank=True, max_length=600)),
                        (
                            "went_as",
                            models.CharField(
                                blank=True, help_text="By e-mail, to the post tray, by ringing.", max_length=120
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="outbox.document",
                            ),
                        ),
                        (
                            "enquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="intake.enquiry",
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="outbox.message",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["enquiry", "at"], name="intake_contacts_of_enquiry")],
                    },
                ),
                migrations.CreateModel(
                    name="EnquiryName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("client", "Client"),
                                    ("opponent", "Other side"),
                                    ("opponent_solicitor", "Solicitor of the other side"),
                                    ("lender", "Lender"),
                                    ("agent", "Agent"),
                                    ("payer", "Payer"),
                                    ("introducer", "Introducer"),
                                    ("family", "Family"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("is_former", models.BooleanField(default=False)),
                        ("text", models.CharField(max_length=200)),
                        ("normalised", models.CharField(max_length=200)),
                        (
                            "keys",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(),
                                default=list,
                                help_text="What it is found by: see practice.matching.keys.",
                                size=None,
                            ),
                        ),
                        ("keys_version", models.PositiveSmallIntegerField(default=0)),
                        (
                            "enquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="names", to="intake.enquiry"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["normalised"], name="intake_enquiry_name_trigram", opclasses=["gin_trgm_ops"]
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["keys"], name="intake_enquiry_name_keys"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enquiry", "role", "normalised"), name="intake_one_row_per_enquiry_name"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnquiryQuestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "work_type",
                            models.CharField(
                                choices=[
                                    ("residential_purchase", "Residential purchase"),
                                    ("residential_sale", "Residential sale"),
                                    ("private_client", "Wills and probate"),
                                    ("family", "Family"),
                                    ("disputes", "Disputes"),
                                    ("employment", "Employment"),
                                    ("lettings", "Lettings and management"),
                                    ("survey", "Survey and valuation"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("code", models.SlugField(max_length=40)),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("yes_no", "Yes, no or not known"),
                                    ("choice", "One of several"),
                                    ("text", "A few words"),
                                    ("name", "A name, which the conflict check searches"),
                                    ("date", "A date"),
                                    ("number", "A whole number"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("text", models.CharField(max_length=160)),
                        ("hint", models.CharField(blank=True, max_length=200)),
                        ("options", models.JSONField(blank=True, default=list, help_text="Pairs of value and words.")),
                        (
                            "asked_when",
                            models.JSONField(
                                blank=True, default=list, help_text="Earlier question and the answers that open it."
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("client", "Client"),
                                    ("opponent", "Other side"),
                                    ("opponent_solicitor", "Solicitor of the other side"),
                                    ("lender", "Lender"),
                                    ("agent", "Agent"),
                                    ("payer", "Payer"),
                                    ("introducer", "Introducer"),
                                    ("family", "Family"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "is_key",
                            models.BooleanField(default=False, help_text="A date by which something must be done."),
                        ),
                        ("is_required", models.BooleanField(default=False, help_text="On the public page.")),
                        ("is_retired", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("work_type", "code"), name="intake_one_question_per_code"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "name"),
                                        (
                                            "role__in",
                                            [
                                                "client",
                                                "opponent",
                                                "opponent_solicitor",
                                                "lender",
                                                "agent",
                                                "payer",
                                                "introducer",
                                                "family",
                                                "other",
                                            ],
                                        ),
                                    ),
                                    models.Q(models.Q(("kind", "name"), _negated=True), ("role", "")),
                                    _connector="OR",
                                ),
                                name="intake_name_question_has_a_role",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnquiryStage",
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
                        (
                            "enquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="stages", to="intake.enquiry"
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "")), fields=["fire_at"], name="intake_stages_waiting"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enquiry", "kind", "occurrence"), name="intake_one_stage_of_a_kind"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Import",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=120)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "how_read",
                            models.CharField(
                                help_text="CSV, UTF-8, or the name of the spreadsheet's page.", max_length=160
                            ),
                        ),
                        ("headers", models.JSONField()),
                        (
                            "columns",
                            models.JSONField(
                                default=dict, help_text="Our field to the number of its column; empty until chosen."
                            ),
                        ),
                        (
                            "duplicates",
                            models.CharField(
                                choices=[
                                    ("skip", "Leave it out"),
                                    ("update", "Update whoever has the same number"),
                                    ("make", "Record a namesake anyway"),
                                ],
                                default="skip",
                                max_length=8,
                            ),
                        ),
                        (
                            "relationship",
                            models.CharField(
                                choices=[
                                    ("client", "Client"),
                                    ("prospective", "Prospective client"),
                                    ("former", "Former client"),
                                    ("third_party", "Third party"),
                                    ("pseudo_client", "Treated as a client"),
                                    ("internal_client", "Internal client"),
                                ],
                                default="client",
                                max_length=16,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("read", "Not yet imported"),
                                    ("done", "Imported"),
                                    ("undone", "Undone"),
                                    ("discarded", "Thrown away"),
                                ],
                                default="read",
                                max_length=10,
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "uploaded_by",
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
                                condition=models.Q(("state__in", ["read", "done", "undone", "discarded"])),
                                name="intake_import_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at", None), ("done_by", None)),
                                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="intake_import_done_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_at", None), ("undone_by", None)),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("undone_at__isnull", False),
                                        ("undone_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_import_undone_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(help_text="Below the header, from 1.")),
                        ("line", models.PositiveIntegerField(help_text="Of the file.")),
                        ("cells", models.JSONField(help_text="As they stood, in the order of the header.")),
                        (
                            "unreadable",
                            models.CharField(
                                blank=True, help_text="Why the row as a whole cannot be used.", max_length=200
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("make", "New"),
                                    ("update", "Update"),
                                    ("skip", "Left out"),
                                    ("refuse", "Mistake"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("problems", models.JSONField(default=list)),
                        ("made_party", models.BooleanField(default=False)),
                        ("made_matter", models.BooleanField(default=False)),
                        (
                            "wrote",
                            models.JSONField(
                                default=dict, help_text="What it wrote, by field: a later file may write over that."
                            ),
                        ),
                        (
                            "before",
                            models.JSONField(
                                default=dict, help_text="What it replaced or added, so that it can be undone."
                            ),
                        ),
                        (
                            "after",
                            models.JSONField(
                                default=dict, help_text="A digest of what it left behind: unchanged means untouched."
                            ),
                        ),
                        ("undone", models.BooleanField(default=False)),
                        ("left_because", models.CharField(blank=True, max_length=200)),
                        ("compared", models.BooleanField(default=False)),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="intake.import"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="practice.party",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["of", "outcome", "number"], name="intake_import_rows_by_outcome"),
                            models.Index(
                                condition=models.Q(("compared", False), ("made_party", True)),
                                fields=["of"],
                                name="intake_to_compare",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("of", "number"), name="intake_one_row_per_import_and_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["", "make", "update", "skip", "refuse"])),
                                name="intake_import_row_known_outcome",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportHit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("found", models.CharField(max_length=200)),
                        ("score", models.FloatField()),
                        ("why", models.CharField(max_length=200)),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practice.party"
                            ),
                        ),
                        (
                            "row",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="hits", to="intake.importrow"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("row", "party"), name="intake_one_hit_per_row_and_party")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IntakePolicy",
                    fields=[
                        ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        (
                            "first_response_working_hours",
                            models.PositiveSmallIntegerField(
                                default=4,
                                help_text="Office hours within which a person answers an enquiry that nobody spoke to.",
                            ),
                        ),
                        ("key_date_banner_days", models.PositiveSmallIntegerField(default=28)),
                        ("key_date_urgent_working_days", models.PositiveSmallIntegerField(default=2)),
                        (
                            "draft_kept_days",
                            models.PositiveSmallIntegerField(default=14, help_text="A half-typed public form is kept."),
                        ),
                        (
                            "public_saves_per_hour",
                            models.PositiveSmallIntegerField(default=60, help_text="From one address of the network."),
                        ),
                        (
                            "public_sends_per_hour",
                            models.PositiveSmallIntegerField(default=6, help_text="From one address of the network."),
                        ),
                        (
                            "asks",
                            models.ForeignKey(
                                blank=True,
                                help_text="Asked about enquiries for nobody.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "intake policies",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="intake_one_intake_policy"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("draft_kept_days__gte", 1),
                                    ("first_response_working_hours__gte", 1),
                                    ("public_saves_per_hour__gte", 1),
                                    ("public_sends_per_hour__gte", 1),
                                ),
                                name="intake_policy_numbers_are_not_nought",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Interview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("in_person", "In person"),
                                    ("video", "By video"),
                                    ("phone", "By telephone"),
                                    ("home", "At their home"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("quiet_until", models.DateTimeField(help_text="Nobody rings through until then.")),
                        ("started_at", models.DateTimeField()),
                        ("version", models.PositiveIntegerField(default=1, help_text="Goes up with every save.")),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="Mandatory items, at the end.", null=True
                            ),
                        ),
                        ("mandatory", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("override_reason", models.TextField(blank=True)),
                        (
                            "checklist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interviews",
                                to="intake.checklist",
                            ),
                        ),
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
                            "held_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interviews",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interviews",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("matter", "number"), name="intake_one_interview_per_number"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("matter",),
                                name="intake_one_running_interview_a_matter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["in_person", "video", "phone", "home"])),
                                name="intake_interview_known_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered", None),
                                        ("ended_at", None),
                                        ("ended_by", None),
                                        ("mandatory", None),
                                        ("override_reason", ""),
                                    ),
                                    models.Q(
                                        ("answered__isnull", False),
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        ("mandatory__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_ended_interview_says_when_by_whom_and_how_far",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at", None),
                                    models.Q(("answered", models.F("mandatory")), ("override_reason", "")),
                                    models.Q(
                                        ("answered__lt", models.F("mandatory")),
                                        models.Q(("override_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_unfinished_interview_ends_by_override_only",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InterviewAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        ("is_ticked", models.BooleanField(default=False)),
                        ("on", models.DateField(blank=True, null=True)),
                        ("at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "interview",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="intake.interview",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.checklistitem"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["interview", "item", "-id"], name="intake_latest_answer")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                        models.Q(("confirmed_by", models.F("by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_answer_confirmed_by_a_second_person",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InterviewNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "interview",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="intake.interview"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="intake.checklistitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="intake_note_says_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OwnInterest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("normalised", models.CharField(max_length=200)),
                        (
                            "nature",
                            models.CharField(help_text="Shares, a seat on the board, a relation.", max_length=120),
                        ),
                        ("declared_at", models.DateTimeField()),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interests",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["normalised"], name="intake_interest_trigram", opclasses=["gin_trgm_ops"]
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("staff", "normalised"),
                                name="intake_one_row_per_current_interest",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConflictHit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("term", models.CharField(max_length=200)),
                        (
                            "here",
                            models.CharField(
                                choices=[
                                    ("client", "Client"),
                                    ("opponent", "Other side"),
                                    ("opponent_solicitor", "Solicitor of the other side"),
                                    ("lender", "Lender"),
                                    ("agent", "Agent"),
                                    ("payer", "Payer"),
                                    ("introducer", "Introducer"),
                                    ("family", "Family"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("found", models.CharField(max_length=200)),
                        ("score", models.FloatField()),
                        (
                            "likeness",
                            models.CharField(
                                blank=True, default="", help_text="Why the names may mean one person.", max_length=200
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("matter", "A party of a matter"),
                                    ("party", "On record without a matter"),
                                    ("enquiry", "An enquiry"),
                                    ("staff", "A member of staff"),
                                    ("interest", "The register of own interests"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "there",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("client", "Client"),
                                    ("opponent", "Other side"),
                                    ("opponent_solicitor", "Solicitor of the other side"),
                                    ("lender", "Lender"),
                                    ("agent", "Agent"),
                                    ("payer", "Payer"),
                                    ("introducer", "Introducer"),
                                    ("family", "Family"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "also",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=220),
                                blank=True,
                                default=list,
                                help_text="Further matters of it.",
                                size=None,
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (intake.rules.conflicts.Level["GRAVE"], "Grave"),
                                    (intake.rules.conflicts.Level["RESTRICTED"], "Restricted"),
                                    (intake.rules.conflicts.Level["CLOSE"], "Close"),
                                    (intake.rules.conflicts.Level["LOW"], "Low"),
                                    (intake.rules.conflicts.Level["COMMON"], "Common"),
                                ]
                            ),
                        ),
                        ("why", models.CharField(max_length=120)),
                        ("is_masked", models.BooleanField(default=False)),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("false_positive", "Not the same person or body"),
                                    ("same_party_no_adverse", "Same, nothing that matters"),
                                    ("related_no_conflict", "Related, no conflict"),
                                    ("possible_conflict", "Possible conflict"),
                                    ("conflict", "Conflict"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answer_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflict_hits_to_answer",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hits",
                                to="intake.conflictcheck",
                            ),
                        ),
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
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="practice.party",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "enquiry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="intake.enquiry",
                            ),
                        ),
                        (
                            "interest",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="intake.owninterest",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                                    models.Q(
                                        (
                                            "decision__in",
                                            [
                                                "false_positive",
                                                "same_party_no_adverse",
                                                "related_no_conflict",
                                                "possible_conflict",
                                                "conflict",
                                            ],
                                        ),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_hit_decision_says_who_when_and_why",
                            ),
                            models.UniqueConstraint(
                                fields=(
                                    "check_of",
                                    "term",
                                    "source",
                                    "party",
                                    "matter",
                                    "there",
                                    "enquiry",
                                    "staff",
                                    "interest",
                                ),
                                name="intake_one_hit_per_thing_found",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_masked", False), ("answer_by__isnull", False), _connector="OR"),
                                name="intake_masked_hit_has_somebody_to_answer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnquiryDraft",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "typed",
                            models.JSONField(blank=True, default=dict, help_text="Page by page, as it was typed."),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("saved_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
                        (
                            "enquiry",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draft",
                                to="intake.enquiry",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.privacynotice"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("enquiry", None)), fields=["expires_at"], name="intake_draft_expiry"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("enquiry", None), ("typed", {}), _connector="OR"),
                                name="intake_sent_draft_is_empty",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "engine",
                            models.JSONField(help_text="What made the bytes: the fingerprint of decisions B24."),
                        ),
                        ("pages", models.PositiveSmallIntegerField()),
                        ("printed_at", models.DateTimeField()),
                        (
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outbox.document"
                            ),
                        ),
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="paper",
                                to="intake.conflictreport",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Screening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("provider", models.CharField(max_length=40)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("clear", "Nothing found"),
                                    ("potential", "A possible match"),
                                    ("error", "The search failed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "list_on",
                            models.DateField(blank=True, help_text="The day of the list that was searched.", null=True),
                        ),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        (
                            "raw",
                            models.JSONField(
                                blank=True, default=dict, help_text="What the provider answered, word for word."
                            ),
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
                        (
                            "check_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="screenings",
                                to="intake.cddcheck",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["check_of", "-id"], name="intake_latest_screening")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["clear", "potential", "error"])),
                                name="intake_screening_known_status",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SuspicionNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.TextField()),
                        ("written_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        ("decision", models.TextField(blank=True, help_text="What the MLRO did about it, and why.")),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.matter"
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
                        (
                            "read_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "written_by",
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
                                condition=models.Q(("words", ""), _negated=True), name="intake_suspicion_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision", ""), ("read_at", None), ("read_by", None)),
                                    models.Q(
                                        ("read_at__isnull", False),
                                        ("read_by__isnull", False),
                                        models.Q(("decision", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_suspicion_decided_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SweptName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("party", "A name of a party"),
                                    ("enquiry", "A name given in an enquiry"),
                                    ("interest", "The register of own interests"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "row",
                            models.BigIntegerField(
                                help_text="The number of the party’s name, the enquiry’s name or the interest."
                            ),
                        ),
                        ("swept_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("source", "row"), name="intake_each_name_is_swept_once"),
                            models.CheckConstraint(
                                condition=models.Q(("source__in", ["party", "enquiry", "interest"])),
                                name="intake_swept_name_known_source",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Waiver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("regime", models.CharField(help_text="The rule it was made under.", max_length=120)),
                        ("gateway", models.CharField(blank=True, help_text="In words.", max_length=200)),
                        ("conditions", models.JSONField(help_text="Each condition and how it is met, in words.")),
                        ("is_former", models.BooleanField(default=False)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "hit",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waiver",
                                to="intake.conflicthit",
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
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            models.CharField(
                                help_text="In what capacity: herself, director, attorney.", max_length=120
                            ),
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
                            models.CharField(
                                help_text="Where the proof is: a letter, e-mail, file and date.", max_length=200
                            ),
                        ),
                        ("consented_on", models.DateField()),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_because", models.CharField(blank=True, max_length=200)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                condition=models.Q(("advice__in", ["taken", "declined"])),
                                name="intake_consent_known_advice",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("form__in", ["letter", "email", "noted"])),
                                name="intake_consent_known_form",
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
                                    ("valid_until", None),
                                    ("valid_until__gte", models.F("consented_on")),
                                    _connector="OR",
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
            ],
        ),
        *append_only("intake_conflictreport", "intake_reportpaper"),
    ]
