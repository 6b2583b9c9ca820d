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
    ]

    operations = [
        practice.at_once.AtOnce(
            steps=[
                migrations.CreateModel(
                    name="Complaint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reference", models.CharField(max_length=16, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("service", "Service"),
                                    ("conduct", "Conduct"),
                                    ("data_protection", "Personal data"),
                                ],
                                default="service",
                                max_length=16,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "by e-mail"),
                                    ("letter", "by letter"),
                                    ("phone", "by telephone"),
                                    ("voicemail", "by voicemail"),
                                    ("in_person", "in person"),
                                    ("web", "through the website"),
                                    ("survey", "in a survey"),
                                    ("social", "on social media"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "a draft"),
                                    ("logged", "logged"),
                                    ("acknowledged", "acknowledged"),
                                    ("early_resolution", "in early resolution"),
                                    ("stage1_investigating", "under investigation at stage 1"),
                                    ("stage1_outcome_sent", "answered at stage 1"),
                                    ("review_requested", "waiting for its reviewer"),
                                    ("stage2_reviewing", "under review at stage 2"),
                                    ("final_response_sent", "finally answered"),
                                    ("redress_open", "with the redress scheme"),
                                    ("redress_closed", "decided by the redress scheme"),
                                    ("closed", "closed"),
                                    ("withdrawn", "withdrawn"),
                                    ("not_a_complaint", "not a complaint"),
                                ],
                                max_length=24,
                            ),
                        ),
                        (
                            "sorting",
                            models.CharField(
                                choices=[
                                    ("unsorted", "Not yet sorted"),
                                    ("concern", "Concern"),
                                    ("complaint", "Complaint"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "sorting_words",
                            models.TextField(blank=True, help_text="Of a concern: that the person agreed, and how."),
                        ),
                        (
                            "received_at",
                            models.DateTimeField(help_text="When it was said or arrived. Every clock starts here."),
                        ),
                        ("logged_at", models.DateTimeField()),
                        ("complainant_name", models.CharField(help_text="As they gave it.", max_length=200)),
                        ("representative", models.CharField(blank=True, max_length=200)),
                        (
                            "wrote_from",
                            models.CharField(blank=True, help_text="The mailbox it came from.", max_length=254),
                        ),
                        (
                            "reach",
                            models.CharField(
                                blank=True, help_text="How we may reach them, in their words.", max_length=300
                            ),
                        ),
                        ("postal_address", models.TextField(blank=True)),
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
                                max_length=24,
                            ),
                        ),
                        ("summary", models.TextField(help_text="In their words.")),
                        (
                            "about_whom",
                            models.CharField(
                                blank=True, help_text="In their words, until staff are named.", max_length=200
                            ),
                        ),
                        ("outcome_sought", models.TextField(blank=True)),
                        ("supervision_declared", models.BooleanField(default=False)),
                        ("sole_principal_exception", models.TextField(blank=True)),
                        (
                            "act_known_on",
                            models.DateField(
                                blank=True, help_text="When it happened or became known, if given.", null=True
                            ),
                        ),
                        ("last_service_on", models.DateField(blank=True, null=True)),
                        ("apology", models.TextField(blank=True)),
                        ("scheme_reference", models.CharField(blank=True, max_length=60)),
                        (
                            "root_cause",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("call_not_returned", "Call not returned"),
                                    ("no_update", "No update"),
                                    ("expectation_not_set", "Expectation not set"),
                                    ("estimate_not_updated", "Estimate not updated"),
                                    ("scope_unclear", "Scope unclear"),
                                    ("handover_gap", "Gap at handover"),
                                    ("staff_absence", "Absence"),
                                    ("supervision", "Supervision"),
                                    ("it_failure", "IT failure"),
                                    ("third_party", "Third party"),
                                    ("client_misunderstanding", "Misunderstanding"),
                                    ("tone", "Tone"),
                                    ("error_of_law", "Error of law"),
                                    ("admin_error", "Clerical error"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("learning", models.TextField(blank=True)),
                        ("version", models.PositiveIntegerField(default=1, help_text="Goes up with every deed.")),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaints",
                                to="practice.department",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handled_complaints",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "logged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="logged_complaints",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaints",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaints",
                                to="practice.party",
                            ),
                        ),
                        (
                            "procedure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaints",
                                to="practice.procedure",
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviewed_complaints",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sorted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "subjects",
                            models.ManyToManyField(
                                blank=True, related_name="complaints_about", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["stage", "received_at"], name="complaints_by_stage"),
                            models.Index(fields=["party", "received_at"], name="complaints_by_party"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "stage__in",
                                        [
                                            "draft",
                                            "logged",
                                            "acknowledged",
                                            "early_resolution",
                                            "stage1_investigating",
                                            "stage1_outcome_sent",
                                            "review_requested",
                                            "stage2_reviewing",
                                            "final_response_sent",
                                            "redress_open",
                                            "redress_closed",
                                            "closed",
                                            "withdrawn",
                                            "not_a_complaint",
                                        ],
                                    )
                                ),
                                name="complaints_known_stage",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["service", "conduct", "data_protection"])),
                                name="complaints_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "channel__in",
                                        [
                                            "email",
                                            "letter",
                                            "phone",
                                            "voicemail",
                                            "in_person",
                                            "web",
                                            "survey",
                                            "social",
                                        ],
                                    )
                                ),
                                name="complaints_known_channel",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("received_at__lte", models.F("logged_at"))),
                                name="complaints_received_before_logged",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("summary", ""), _negated=True), name="complaints_summary_present"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sorting", "unsorted"), ("stage", "draft")),
                                    models.Q(
                                        ("sorted_by__isnull", False),
                                        ("sorting", "concern"),
                                        ("stage", "not_a_complaint"),
                                        models.Q(("sorting_words", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("sorting", "complaint"),
                                        models.Q(("stage__in", ["draft", "not_a_complaint"]), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="complaints_sorting_goes_with_stage",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "stage2_reviewing"), _negated=True),
                                    ("reviewer__isnull", False),
                                    _connector="OR",
                                ),
                                name="complaints_review_has_a_reviewer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewer", None),
                                    models.Q(("reviewer", models.F("handler")), _negated=True),
                                    _connector="OR",
                                ),
                                name="complaints_reviewer_is_not_handler",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "closed"), _negated=True),
                                    models.Q(
                                        models.Q(("learning", ""), _negated=True),
                                        models.Q(("root_cause", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="complaints_closed_says_what_was_learnt",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Response",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("L1", "Acknowledgement"),
                                    ("L1_A", "Automatic acknowledgement"),
                                    ("L2", "Extension notice"),
                                    ("L3", "Stage 1 outcome"),
                                    ("L4", "Acknowledgement of the review"),
                                    ("L5", "Final response"),
                                    ("L6", "Eight-week letter"),
                                    ("L8", "Confirmation of what was agreed"),
                                    ("L9", "Confirmation of the withdrawal"),
                                    ("outside", "Sent outside this system"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("occurrence", models.PositiveSmallIntegerField(default=1)),
                        ("is_automatic", models.BooleanField(default=False)),
                        ("made_at", models.DateTimeField()),
                        (
                            "outside_at",
                            models.DateTimeField(
                                blank=True, help_text="Of something sent outside: when it left.", null=True
                            ),
                        ),
                        (
                            "outside_how",
                            models.CharField(blank=True, help_text="How, by whom, and the evidence.", max_length=300),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="responses",
                                to="complaints.complaint",
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
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "message",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaint_response",
                                to="outbox.message",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("complaint", "code", "occurrence"),
                                name="complaints_one_letter_of_an_occurrence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("code", "outside"),
                                        ("document", None),
                                        ("message", None),
                                        ("outside_at__isnull", False),
                                        models.Q(("outside_how", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("document__isnull", False),
                                        ("outside_at", None),
                                        ("outside_how", ""),
                                        models.Q(("code", "outside"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="complaints_response_is_a_letter_or_evidence",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccountRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("points", models.JSONField(help_text="The heads as they were sent.")),
                        ("asked_at", models.DateTimeField()),
                        ("due_on", models.DateField()),
                        ("account", models.TextField(blank=True)),
                        ("given_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="account_requests",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="account_requests",
                                to="complaints.complaint",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("complaint", "staff"), name="complaints_one_account_a_person"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("account", ""), ("given_at", None)),
                                    models.Q(models.Q(("account", ""), _negated=True), ("given_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="complaints_account_says_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deadline",
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
                                    ("ack", "acknowledgement"),
                                    ("stage1_outcome", "stage 1 outcome"),
                                    ("stage2_outcome", "final response after review"),
                                    ("eight_week", "eight weeks"),
                                    ("progress_update", "progress update"),
                                    ("review_request_window", "time to ask for a review"),
                                    ("redress_referral", "time to go to the redress scheme"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("occurrence", models.PositiveSmallIntegerField(default=1)),
                        ("started_on", models.DateField()),
                        ("due_on", models.DateField()),
                        ("target_on", models.DateField()),
                        ("due_before", models.DateTimeField()),
                        ("zone", models.CharField(max_length=40)),
                        ("calendar_version", models.CharField(max_length=40)),
                        ("procedure_version", models.PositiveIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("running", "running"),
                                    ("met", "met"),
                                    ("late", "late"),
                                    ("extended", "extended with notice"),
                                    ("not_applicable", "no longer applies"),
                                    ("superseded", "replaced"),
                                ],
                                default="running",
                                max_length=16,
                            ),
                        ),
                        ("met_at", models.DateTimeField(blank=True, null=True)),
                        ("explanation", models.TextField()),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deadlines",
                                to="complaints.complaint",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="complaints.deadline",
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="settles",
                                to="complaints.response",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "running")),
                                fields=["due_before"],
                                name="complaints_running_deadlines",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "superseded"), _negated=True),
                                fields=("complaint", "kind", "occurrence"),
                                name="complaints_one_deadline_of_a_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        ["running", "met", "late", "extended", "not_applicable", "superseded"],
                                    )
                                ),
                                name="complaints_known_deadline_status",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("met_at__isnull", False), ("status__in", ["met", "late", "extended"])),
                                    models.Q(
                                        models.Q(("status__in", ["met", "late", "extended"]), _negated=True),
                                        ("met_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="complaints_settled_deadline_says_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["met", "extended"]), _negated=True),
                                    ("met_at__lt", models.F("due_before")),
                                    _connector="OR",
                                ),
                                name="complaints_met_means_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "late"), _negated=True),
                                    ("met_at__gte", models.F("due_before")),
                                    _connector="OR",
                                ),
                                name="complaints_late_means_late",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("target_on__lte", models.F("due_on"))),
                                name="complaints_target_before_due",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeadlineStage",
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
                            "deadline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stages",
                                to="complaints.deadline",
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
                                condition=models.Q(("outcome", "")),
                                fields=["fire_at"],
                                name="complaints_stages_to_fire",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("deadline", "kind"), name="complaints_one_stage_of_a_kind"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("fired_at", None), ("outcome", "")),
                                    models.Q(models.Q(("outcome", ""), _negated=True), ("fired_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="complaints_stage_outcome_says_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        [
                                            "",
                                            "fired",
                                            "withdrawn",
                                            "too_late",
                                            "held",
                                            "unsafe_channel",
                                            "settled",
                                            "rehearsed",
                                            "switched_off",
                                        ],
                                    )
                                ),
                                name="complaints_known_stage_outcome",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HeadOfComplaint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.TextField(help_text="In their words.")),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("failure_to_advise", "Failure to advise"),
                                    ("failure_to_follow_instructions", "Failure to follow instructions"),
                                    ("delay", "Delay"),
                                    ("failure_to_keep_informed", "Not kept informed"),
                                    ("failure_to_progress", "Failure to progress"),
                                    ("costs_excessive", "Costs too high"),
                                    ("costs_information_deficient", "Costs not explained"),
                                    ("conduct", "Conduct"),
                                    ("failure_to_investigate_complaint", "Complaint not looked into"),
                                    ("potential_misconduct", "Possible misconduct"),
                                    ("failure_to_keep_papers_safe", "Papers not kept safe"),
                                    ("failure_to_reply", "Failure to reply"),
                                    ("failure_to_release_papers", "Papers not released"),
                                    ("data_protection", "Data protection"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=40,
                            ),
                        ),
                        ("is_about_supervision", models.BooleanField(default=False)),
                        (
                            "finding",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("upheld", "Upheld"),
                                    ("partly", "Partly upheld"),
                                    ("not_upheld", "Not upheld"),
                                    ("none", "No finding possible"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        (
                            "root_cause",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("call_not_returned", "Call not returned"),
                                    ("no_update", "No update"),
                                    ("expectation_not_set", "Expectation not set"),
                                    ("estimate_not_updated", "Estimate not updated"),
                                    ("scope_unclear", "Scope unclear"),
                                    ("handover_gap", "Gap at handover"),
                                    ("staff_absence", "Absence"),
                                    ("supervision", "Supervision"),
                                    ("it_failure", "IT failure"),
                                    ("third_party", "Third party"),
                                    ("client_misunderstanding", "Misunderstanding"),
                                    ("tone", "Tone"),
                                    ("error_of_law", "Error of law"),
                                    ("admin_error", "Clerical error"),
                                ],
                                max_length=24,
                            ),
                        ),
                        (
                            "review_finding",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("upheld", "Upheld"),
                                    ("partly", "Partly upheld"),
                                    ("not_upheld", "Not upheld"),
                                    ("none", "No finding possible"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("review_reason", models.TextField(blank=True)),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="heads",
                                to="complaints.complaint",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("complaint", "position"), name="complaints_one_head_a_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="complaints_head_says_what"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finding", ""), ("reason", "")),
                                    models.Q(
                                        models.Q(("finding", ""), _negated=True),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="complaints_finding_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("review_finding", ""), ("review_reason", "")),
                                    models.Q(
                                        models.Q(("review_finding", ""), _negated=True),
                                        models.Q(("review_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="complaints_review_finding_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("authority", "the representative's authority is not verified"),
                                    ("identity", "identity not verified"),
                                    ("not_eligible", "the complainant is not eligible"),
                                    ("anonymous", "anonymous"),
                                    ("represented", "represented by other solicitors"),
                                    ("proceedings", "proceedings are under way"),
                                    ("insurer", "the insurer is involved"),
                                    ("police", "the police are involved"),
                                    ("duplicate", "looks like a complaint we have already"),
                                    ("compliance", "held by compliance"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("set_at", models.DateTimeField()),
                        ("released_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holds",
                                to="complaints.complaint",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "set_by",
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
                            models.UniqueConstraint(
                                condition=models.Q(("released_at", None)),
                                fields=("complaint", "reason"),
                                name="complaints_one_hold_of_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "reason__in",
                                        [
                                            "authority",
                                            "identity",
                                            "not_eligible",
                                            "anonymous",
                                            "represented",
                                            "proceedings",
                                            "insurer",
                                            "police",
                                            "duplicate",
                                            "compliance",
                                        ],
                                    )
                                ),
                                name="complaints_known_hold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("released_at", None), ("released_by", None)),
                                    models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="complaints_release_says_who_and_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Remedy",
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
                                    ("apology", "Apology"),
                                    ("explanation", "Explanation"),
                                    ("put_right", "Put right, free of charge"),
                                    ("return_papers", "Papers returned"),
                                    ("fee_reduction", "Fee reduced"),
                                    ("fee_refund", "Fee refunded"),
                                    ("waive_bill", "Bill waived"),
                                    ("goodwill_payment", "Goodwill payment"),
                                    ("compensation_loss", "Compensation for loss"),
                                    ("compensation_distress", "Compensation for distress"),
                                    ("process_change", "Change of process"),
                                    ("training", "Training"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("what", models.CharField(max_length=300)),
                        ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                        ("offered_on", models.DateField()),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("delivered_on", models.DateField(blank=True, null=True)),
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
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remedies",
                                to="complaints.complaint",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "apology",
                                            "explanation",
                                            "put_right",
                                            "return_papers",
                                            "fee_reduction",
                                            "fee_refund",
                                            "waive_bill",
                                            "goodwill_payment",
                                            "compensation_loss",
                                            "compensation_distress",
                                            "process_change",
                                            "training",
                                        ],
                                    )
                                ),
                                name="complaints_known_remedy",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                                name="complaints_remedy_amount_positive",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("new_due_on", models.DateField()),
                        ("reason", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "Waiting for its notice to leave"),
                                    ("applied", "In force"),
                                    ("too_late", "Void: the notice did not leave in time"),
                                ],
                                default="pending",
                                max_length=8,
                            ),
                        ),
                        (
                            "deadline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="complaints.deadline",
                            ),
                        ),
                        (
                            "notice",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extension",
                                to="complaints.response",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "pending")),
                                fields=("deadline",),
                                name="complaints_one_pending_extension",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["pending", "applied", "too_late"])),
                                name="complaints_known_extension_state",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
