import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Questions by kind of work, the public form, the promise of a first answer, contacts before there is a matter."""

    dependencies = [
        ("intake", "0004_meetings_and_identity"),
        ("outbox", "0002_documents_are_immutable"),
        ("practice", "0003_cache_table"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EnquiryAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40)),
                ("question", models.CharField(max_length=160)),
                ("answer", models.CharField(max_length=200)),
                ("words", models.CharField(help_text="The answer as people read it.", max_length=200)),
                ("answered_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="EnquiryContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.CharField(blank=True, help_text="By e-mail, to the post tray, by ringing.", max_length=120),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EnquiryDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("typed", models.JSONField(blank=True, default=dict, help_text="Page by page, as it was typed.")),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="EnquiryQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("is_key", models.BooleanField(default=False, help_text="A date by which something must be done.")),
                ("is_required", models.BooleanField(default=False, help_text="On the public page.")),
                ("is_retired", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="EnquiryStage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ],
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
            ],
            options={
                "verbose_name_plural": "intake policies",
            },
        ),
        migrations.CreateModel(
            name="PrivacyNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=20, unique=True)),
                ("in_force_from", models.DateField()),
                (
                    "points",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), size=None),
                ),
            ],
        ),
        migrations.AddField(
            model_name="enquiry",
            name="address",
            field=models.TextField(blank=True, help_text="For a letter on paper."),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="address_confirmed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="answered_at",
            field=models.DateTimeField(blank=True, help_text="When somebody of ours first answered.", null=True),
        ),
        migrations.AddField(
            model_name="enquiry",
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
            model_name="enquiry",
            name="closed_because",
            field=models.CharField(blank=True, help_text="For us; the letter gives no reason.", max_length=400),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="email_confirmed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="email_is_safe",
            field=models.BooleanField(default=False, help_text="They said that we may write to this mailbox."),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="notice_given_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="notice_version",
            field=models.CharField(blank=True, help_text="The privacy notice they were given.", max_length=20),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="post_is_safe",
            field=models.BooleanField(default=False, help_text="They said that we may write to this address."),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="reference",
            field=models.CharField(blank=True, max_length=16, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="respond_by",
            field=models.DateTimeField(blank=True, help_text="A person answers by then, in office hours.", null=True),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="time_is_running",
            field=models.CharField(
                blank=True, choices=[("yes", "Yes"), ("no", "No"), ("unknown", "They do not know")], max_length=8
            ),
        ),
        migrations.AlterField(
            model_name="enquiry",
            name="taken_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enquiries_taken",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken_by__isnull", False), ("channel", "web"), _connector="OR"),
                name="intake_enquiry_taken_by_somebody_or_from_the_web",
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="intake_enquiry_answer_says_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("notice_given_at", None), ("notice_version", "")),
                    models.Q(models.Q(("notice_version", ""), _negated=True), ("notice_given_at__isnull", False)),
                    _connector="OR",
                ),
                name="intake_enquiry_notice_says_when",
            ),
        ),
        migrations.AddField(
            model_name="enquiryanswer",
            name="enquiry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="intake.enquiry"
            ),
        ),
        migrations.AddField(
            model_name="enquiryanswer",
            name="taken_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="enquirycontact",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="enquirycontact",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="outbox.document",
            ),
        ),
        migrations.AddField(
            model_name="enquirycontact",
            name="enquiry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="intake.enquiry"
            ),
        ),
        migrations.AddField(
            model_name="enquirycontact",
            name="message",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="outbox.message",
            ),
        ),
        migrations.AddField(
            model_name="enquirydraft",
            name="enquiry",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draft",
                to="intake.enquiry",
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiryquestion",
            constraint=models.UniqueConstraint(fields=("work_type", "code"), name="intake_one_question_per_code"),
        ),
        migrations.AddConstraint(
            model_name="enquiryquestion",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddField(
            model_name="enquirystage",
            name="enquiry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stages", to="intake.enquiry"
            ),
        ),
        migrations.AddField(
            model_name="enquirystage",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="intakepolicy",
            name="asks",
            field=models.ForeignKey(
                blank=True,
                help_text="Asked about enquiries for nobody.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="enquirydraft",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.privacynotice"
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiryanswer",
            constraint=models.UniqueConstraint(fields=("enquiry", "code"), name="intake_one_answer_per_question"),
        ),
        migrations.AddIndex(
            model_name="enquirycontact",
            index=models.Index(fields=["enquiry", "at"], name="intake_contacts_of_enquiry"),
        ),
        migrations.AddIndex(
            model_name="enquirystage",
            index=models.Index(condition=models.Q(("outcome", "")), fields=["fire_at"], name="intake_stages_waiting"),
        ),
        migrations.AddConstraint(
            model_name="enquirystage",
            constraint=models.UniqueConstraint(
                fields=("enquiry", "kind", "occurrence"), name="intake_one_stage_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakepolicy",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="intake_one_intake_policy"),
        ),
        migrations.AddConstraint(
            model_name="intakepolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("draft_kept_days__gte", 1),
                    ("first_response_working_hours__gte", 1),
                    ("public_saves_per_hour__gte", 1),
                    ("public_sends_per_hour__gte", 1),
                ),
                name="intake_policy_numbers_are_not_nought",
            ),
        ),
        migrations.AddIndex(
            model_name="enquirydraft",
            index=models.Index(
                condition=models.Q(("enquiry", None)), fields=["expires_at"], name="intake_draft_expiry"
            ),
        ),
        migrations.AddConstraint(
            model_name="enquirydraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("enquiry", None), ("typed", {}), _connector="OR"), name="intake_sent_draft_is_empty"
            ),
        ),
    ]
