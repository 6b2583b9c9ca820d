import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Checklists and meetings; papers, searches and the planned end of identity checks; notes to the MLRO."""

    dependencies = [
        ("intake", "0003_hit_likeness_and_name_keys"),
        ("practice", "0006_agreed_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CddPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("issuer", models.CharField(blank=True, max_length=60)),
                ("last_four", models.CharField(blank=True, max_length=4)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "identity paper",
            },
        ),
        migrations.CreateModel(
            name="CddStage",
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
            options={
                "verbose_name": "identity stage",
            },
        ),
        migrations.CreateModel(
            name="Checklist",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("digest", models.CharField(help_text="Of the items, so that a list is loaded once.", max_length=64)),
                ("loaded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.CharField(blank=True, help_text="The row of the domain it comes from.", max_length=12),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Interview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.PositiveSmallIntegerField(blank=True, help_text="Mandatory items, at the end.", null=True),
                ),
                ("mandatory", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("override_reason", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="InterviewAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True)),
                ("is_ticked", models.BooleanField(default=False)),
                ("on", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="InterviewNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Screening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.JSONField(blank=True, default=dict, help_text="What the provider answered, word for word."),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SuspicionNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("decision", models.TextField(blank=True, help_text="What the MLRO did about it, and why.")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="cddcheck",
            name="intake_identity_check_known_state",
        ),
        migrations.RemoveConstraint(
            model_name="cddcheck",
            name="intake_verified_says_on_what_when_and_by_whom",
        ),
        migrations.AddField(
            model_name="cddcheck",
            name="because",
            field=models.CharField(blank=True, help_text="Why it failed or is not required.", max_length=200),
        ),
        migrations.AddField(
            model_name="cddcheck",
            name="conditions",
            field=models.CharField(blank=True, help_text="Verified as long as this holds.", max_length=200),
        ),
        migrations.AddField(
            model_name="cddcheck",
            name="expires_on",
            field=models.DateField(blank=True, help_text="The last day on which it counts.", null=True),
        ),
        migrations.AddField(
            model_name="cddcheck",
            name="method",
            field=models.CharField(
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
        migrations.AddField(
            model_name="cddcheck",
            name="purpose",
            field=models.CharField(blank=True, help_text="Purpose and nature of the relationship.", max_length=200),
        ),
        migrations.AddField(
            model_name="cddcheck",
            name="requested_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="cddcheck",
            name="risk",
            field=models.CharField(
                blank=True, choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")], max_length=8
            ),
        ),
        migrations.AddField(
            model_name="cddcheck",
            name="source_of_funds",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="cddcheck",
            name="version",
            field=models.PositiveIntegerField(default=1, help_text="Goes up with every change."),
        ),
        migrations.AlterField(
            model_name="cddcheck",
            name="state",
            field=models.CharField(
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
        migrations.AddConstraint(
            model_name="cddcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["not_started", "requested", "received", "verified", "failed", "expired", "not_required"],
                    )
                ),
                name="intake_identity_check_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="cddcheck",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="cddcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["failed", "not_required"]), _negated=True),
                    models.Q(("because", ""), _negated=True),
                    _connector="OR",
                ),
                name="intake_failed_or_not_required_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="cddcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "expired"), _negated=True), ("expires_on__isnull", False), _connector="OR"
                ),
                name="intake_run_out_says_on_which_day",
            ),
        ),
        migrations.AddField(
            model_name="cddpaper",
            name="check_of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="intake.cddcheck"
            ),
        ),
        migrations.AddField(
            model_name="cddpaper",
            name="seen_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cddstage",
            name="check_of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stages", to="intake.cddcheck"
            ),
        ),
        migrations.AddField(
            model_name="cddstage",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="checklist",
            constraint=models.UniqueConstraint(
                fields=("purpose", "work_type", "version"), name="intake_one_row_per_checklist_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklist",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["first_meeting", "consultation"])),
                name="intake_checklist_known_purpose",
            ),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="checklist",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="intake.checklist"
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="checklist",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="interviews", to="intake.checklist"
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="held_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="interviews", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="interviews", to="practice.matter"
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="started_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="interviewanswer",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="interviewanswer",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="interviewanswer",
            name="interview",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="intake.interview"
            ),
        ),
        migrations.AddField(
            model_name="interviewanswer",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.checklistitem"
            ),
        ),
        migrations.AddField(
            model_name="interviewnote",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="interviewnote",
            name="interview",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="intake.interview"
            ),
        ),
        migrations.AddField(
            model_name="interviewnote",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="intake.checklistitem",
            ),
        ),
        migrations.AddField(
            model_name="screening",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="screening",
            name="check_of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="screenings", to="intake.cddcheck"
            ),
        ),
        migrations.AddField(
            model_name="suspicionnote",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.matter"
            ),
        ),
        migrations.AddField(
            model_name="suspicionnote",
            name="party",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="practice.party",
            ),
        ),
        migrations.AddField(
            model_name="suspicionnote",
            name="read_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="suspicionnote",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="cddpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", ""), _negated=True), name="intake_paper_says_what_it_is"
            ),
        ),
        migrations.AddIndex(
            model_name="cddstage",
            index=models.Index(
                condition=models.Q(("outcome", "")), fields=["fire_at"], name="intake_identity_stage_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="cddstage",
            constraint=models.UniqueConstraint(
                fields=("check_of", "kind", "occurrence"), name="intake_one_stage_a_verification"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.UniqueConstraint(fields=("checklist", "code"), name="intake_one_item_per_code"),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.UniqueConstraint(fields=("checklist", "position"), name="intake_one_item_per_place"),
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "answer__in",
                        ["text", "tick", "date", "read_back", "source", "quiet", "conflict", "identity", "steps"],
                    )
                ),
                name="intake_item_known_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.UniqueConstraint(fields=("matter", "number"), name="intake_one_interview_per_number"),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("matter",), name="intake_one_running_interview_a_matter"
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["in_person", "video", "phone", "home"])),
                name="intake_interview_known_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at", None),
                    models.Q(("answered", models.F("mandatory")), ("override_reason", "")),
                    models.Q(("answered__lt", models.F("mandatory")), models.Q(("override_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="intake_unfinished_interview_ends_by_override_only",
            ),
        ),
        migrations.AddIndex(
            model_name="interviewanswer",
            index=models.Index(fields=["interview", "item", "-id"], name="intake_latest_answer"),
        ),
        migrations.AddConstraint(
            model_name="interviewanswer",
            constraint=models.CheckConstraint(
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
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="intake_note_says_something"
            ),
        ),
        migrations.AddIndex(
            model_name="screening",
            index=models.Index(fields=["check_of", "-id"], name="intake_latest_screening"),
        ),
        migrations.AddConstraint(
            model_name="screening",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["clear", "potential", "error"])),
                name="intake_screening_known_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspicionnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="intake_suspicion_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="suspicionnote",
            constraint=models.CheckConstraint(
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
        ),
    ]
