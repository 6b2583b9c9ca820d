import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models

import practice.at_once
from practice.append_only import append_only


class Migration(migrations.Migration):
    """The foundation in one step: what nine migrations made, for databases that have them and those that have not."""

    replaces = [
        ("practice", "0001_the_firm"),
        ("practice", "0002_append_only"),
        ("practice", "0003_cache_table"),
        ("practice", "0004_barriers"),
        ("practice", "0005_barrier_people_append_only"),
        ("practice", "0006_name_keys_at_once"),
        ("practice", "0007_gate_calls_for_a_check"),
        ("practice", "0008_duplicates"),
        ("practice", "0009_reach_rules"),
    ]

    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        practice.at_once.AtOnce(
            steps=[
                migrations.CreateModel(
                    name="FormReceipt",
                    fields=[
                        ("key", models.UUIDField(primary_key=True, serialize=False)),
                        ("digest", models.CharField(max_length=64)),
                        ("subject_type", models.CharField(max_length=60)),
                        ("subject_id", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                        ("at", models.DateTimeField()),
                        ("detail", models.JSONField(default=dict)),
                    ],
                ),
                migrations.CreateModel(
                    name="JurisdictionProfile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("regulator_name", models.CharField(max_length=120)),
                        ("regulator_url", models.CharField(max_length=120)),
                        ("status_sentence", models.TextField()),
                        (
                            "procedure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="profiles",
                                to="practice.procedure",
                            ),
                        ),
                        ("schemes", models.ManyToManyField(related_name="profiles", to="practice.redressscheme")),
                    ],
                ),
                migrations.CreateModel(
                    name="RedressScheme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("address", models.TextField(blank=True)),
                        ("phone", models.CharField(blank=True, max_length=20)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("url", models.CharField(blank=True, max_length=120)),
                        (
                            "last_verified_on",
                            models.DateField(blank=True, help_text="Empty: nobody has confirmed it yet.", null=True),
                        ),
                        ("contact_stale_after_days", models.PositiveSmallIntegerField(default=365)),
                        ("limit_from_final_response_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("limit_from_act_or_knowledge_years", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("limit_from_last_service_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("source", models.CharField(help_text="Where the limits come from.", max_length=120)),
                    ],
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("email", models.EmailField(max_length=254, unique=True)),
                        ("given_name", models.CharField(max_length=80)),
                        ("family_name", models.CharField(max_length=80)),
                        (
                            "title",
                            models.CharField(blank=True, help_text="As callers hear it: Ms, Mr, Dr.", max_length=20),
                        ),
                        ("job_title", models.CharField(max_length=80)),
                        ("direct_line", models.CharField(blank=True, max_length=20)),
                        (
                            "roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("receptionist", "Receptionist"),
                                        ("secretary", "Secretary or paralegal"),
                                        ("fee_earner", "Fee earner"),
                                        ("head", "Head of department"),
                                        ("managing_partner", "Managing partner"),
                                        ("compliance", "Compliance officer"),
                                        ("complaints_handler", "Complaints handler"),
                                        ("mlro", "MLRO or privacy lead"),
                                        ("administrator", "Administrator"),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True)),
                        (
                            "substitute",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stands_in_for",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staff",
                                to="practice.department",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "roles__contained_by",
                                        [
                                            "receptionist",
                                            "secretary",
                                            "fee_earner",
                                            "head",
                                            "managing_partner",
                                            "compliance",
                                            "complaints_handler",
                                            "mlro",
                                            "administrator",
                                        ],
                                    ),
                                    ("roles__len__gt", 0),
                                ),
                                name="practice_user_known_roles",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AutomaticMessage",
                    fields=[
                        ("kind", models.CharField(max_length=40, primary_key=True, serialize=False)),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("off", "Off"),
                                    ("rehearse", "Rehearse: record what would go, send nothing"),
                                    ("on", "On"),
                                ],
                                default="rehearse",
                                max_length=8,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("mode__in", ["off", "rehearse", "on"])),
                                name="practice_known_send_mode",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankHoliday",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "nation",
                            models.CharField(
                                choices=[
                                    ("england-and-wales", "England and Wales"),
                                    ("scotland", "Scotland"),
                                    ("northern-ireland", "Northern Ireland"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("name", models.CharField(max_length=120)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("nation", "on"), name="practice_one_bank_holiday_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarHorizon",
                    fields=[
                        (
                            "nation",
                            models.CharField(
                                choices=[
                                    ("england-and-wales", "England and Wales"),
                                    ("scotland", "Scotland"),
                                    ("northern-ireland", "Northern Ireland"),
                                ],
                                max_length=20,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("known_from", models.DateField()),
                        ("known_until", models.DateField()),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("confirmed_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("known_from__lte", models.F("known_until"))),
                                name="practice_horizon_knows_a_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactPoint",
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
                                choices=[("phone", "Telephone"), ("email", "E-mail"), ("address", "Address")],
                                max_length=8,
                            ),
                        ),
                        ("text", models.TextField()),
                        ("normalised", models.CharField(max_length=254)),
                        ("is_preferred", models.BooleanField(default=False)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("bounced_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True, help_text="From this day on it is not used any more.", null=True
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
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="practice.party",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["kind", "normalised"], name="practice_contact_exact"),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["normalised"], name="practice_contact_trigram", opclasses=["gin_trgm_ops"]
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("party", "kind", "normalised"), name="practice_one_row_per_contact_point"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Department",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True)),
                        (
                            "code",
                            models.CharField(
                                help_text="Leads the matter numbers: RP for RP-26-0412.", max_length=4, unique=True
                            ),
                        ),
                        (
                            "head",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="heads",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="departments",
                                to="practice.jurisdictionprofile",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="departments",
                                to="practice.office",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FirmProfile",
                    fields=[
                        ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "descriptor",
                            models.CharField(
                                blank=True, help_text="Under the name on letters: Solicitors.", max_length=80
                            ),
                        ),
                        ("legal_form", models.CharField(max_length=120)),
                        ("address", models.TextField()),
                        ("phone", models.CharField(max_length=20)),
                        ("email", models.EmailField(max_length=254)),
                        ("website", models.CharField(max_length=120)),
                        ("registration", models.CharField(max_length=120)),
                        ("vat_number", models.CharField(max_length=20)),
                        ("regulator_number", models.CharField(max_length=20)),
                        ("privacy_url", models.CharField(max_length=200)),
                        (
                            "merge_undo_days",
                            models.PositiveSmallIntegerField(
                                default=30, help_text="How many days a merge of two records can be undone."
                            ),
                        ),
                        (
                            "complaints_partner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="practice_one_firm")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form", models.CharField(max_length=60)),
                        ("about", models.CharField(blank=True, max_length=60)),
                        ("typed", models.JSONField(default=dict)),
                        ("saved_at", models.DateTimeField()),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drafts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("owner", "form", "about"), name="practice_one_draft_per_form"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InsurancePolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("insurer", models.CharField(max_length=120)),
                        ("contact", models.TextField()),
                        ("territory", models.CharField(max_length=120)),
                        ("starts_on", models.DateField()),
                        ("expires_on", models.DateField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("starts_on__lte", models.F("expires_on"))),
                                name="practice_policy_starts_before_it_ends",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JournalEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("event", models.CharField(max_length=60)),
                        (
                            "actor_kind",
                            models.CharField(
                                choices=[
                                    ("staff", "Staff"),
                                    ("client_link", "Client, by a link"),
                                    ("system", "The system"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("actor_id", models.BigIntegerField(null=True)),
                        ("actor_name", models.CharField(max_length=161)),
                        ("subject_type", models.CharField(max_length=60)),
                        ("subject_id", models.CharField(max_length=40)),
                        ("matter_id", models.BigIntegerField(null=True)),
                        ("party_id", models.BigIntegerField(null=True)),
                        ("facts", models.JSONField(default=dict)),
                    ],
                    options={
                        "verbose_name_plural": "journal entries",
                        "indexes": [
                            models.Index(fields=["subject_type", "subject_id", "at"], name="practice_journal_subject"),
                            models.Index(
                                condition=models.Q(("matter_id__isnull", False)),
                                fields=["matter_id", "at"],
                                name="practice_journal_matter",
                            ),
                            models.Index(
                                condition=models.Q(("party_id__isnull", False)),
                                fields=["party_id", "at"],
                                name="practice_journal_party",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JournalSeal",
                    fields=[
                        ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("sha256", models.CharField(max_length=64)),
                        ("sealed_at", models.DateTimeField()),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seal",
                                to="practice.journalentry",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Matter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reference", models.CharField(blank=True, max_length=16, null=True, unique=True)),
                        ("title", models.CharField(max_length=200)),
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
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("prospective", "Not yet taken on"),
                                    ("open", "Open"),
                                    ("closed", "Closed"),
                                    ("declined", "Declined"),
                                ],
                                default="prospective",
                                max_length=12,
                            ),
                        ),
                        ("is_restricted", models.BooleanField(default=False)),
                        (
                            "objective",
                            models.TextField(blank=True, help_text="What the client wants, in the client's words."),
                        ),
                        ("instructed_on", models.DateField(blank=True, null=True)),
                        ("closed_on", models.DateField(blank=True, null=True)),
                        (
                            "status_line",
                            models.TextField(
                                blank=True, help_text="One plain paragraph that may be said to the client."
                            ),
                        ),
                        ("status_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "internal_note",
                            models.TextField(
                                blank=True, help_text="Inside the firm only. Reception does not see this."
                            ),
                        ),
                        ("next_update_on", models.DateField(blank=True, null=True)),
                        ("practice_system_number", models.CharField(blank=True, max_length=40)),
                        (
                            "assistant",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assisted_matters",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matters",
                                to="practice.department",
                            ),
                        ),
                        (
                            "fee_earner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matters",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "status_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "supervisor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervised_matters",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("stage", "open")),
                                fields=["next_update_on"],
                                name="practice_update_promised",
                            ),
                            models.Index(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("reference"), "text_pattern_ops"
                                ),
                                name="practice_matter_begins",
                            ),
                            models.Index(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("practice_system_number"), "text_pattern_ops"
                                ),
                                name="practice_matter_number",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("stage__in", ["prospective", "open", "closed", "declined"])),
                                name="practice_matter_known_stage",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage__in", ["open", "closed"]), _negated=True),
                                    ("reference__isnull", False),
                                    _connector="OR",
                                ),
                                name="practice_open_matter_has_a_reference",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status_at", None), ("status_by", None), ("status_line", "")),
                                    models.Q(
                                        models.Q(("status_line", ""), _negated=True),
                                        ("status_at__isnull", False),
                                        ("status_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_status_line_says_when_and_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeyDate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("label", models.CharField(max_length=120)),
                        ("on", models.DateField()),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="key_dates",
                                to="practice.matter",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Gate",
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
                                    ("conflict", "Conflict check"),
                                    ("identity", "Identity"),
                                    ("interview", "First meeting"),
                                    ("letter", "Client care letter"),
                                    ("acceptance", "Acceptance"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("closed", "Closed"), ("overridden", "Overridden")],
                                max_length=10,
                            ),
                        ),
                        ("because", models.CharField(max_length=200)),
                        ("set_at", models.DateTimeField()),
                        ("valid_until", models.DateTimeField(blank=True, null=True)),
                        (
                            "calls_for_check",
                            models.BooleanField(default=False, help_text="Shut for something that is to be searched."),
                        ),
                        (
                            "second_person",
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
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="gates", to="practice.matter"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["matter", "kind", "-set_at"], name="practice_latest_gate"),
                            models.Index(
                                condition=models.Q(("calls_for_check", True)),
                                fields=["matter"],
                                name="practice_gate_calls_for_check",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["conflict", "identity", "interview", "letter", "acceptance"])
                                ),
                                name="practice_gate_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "closed", "overridden"])),
                                name="practice_gate_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "overridden"), _negated=True),
                                    ("second_person__isnull", False),
                                    _connector="OR",
                                ),
                                name="practice_override_has_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BrokenGlass",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("opened_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        (
                            "closed_at",
                            models.DateTimeField(
                                blank=True, help_text="Ended early, by hand or by a barrier.", null=True
                            ),
                        ),
                        (
                            "told",
                            models.ForeignKey(
                                help_text="Who was alerted.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.matter"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "broken glasses",
                        "indexes": [models.Index(fields=["user", "expires_at"], name="practice_glass_of_user")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="practice_glass_has_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("opened_at"))),
                                name="practice_glass_ends_after_it_opens",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("told", models.F("user")), _negated=True),
                                name="practice_glass_tells_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Barrier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "open_to",
                            models.CharField(
                                choices=[
                                    ("inside", "Only the people inside"),
                                    ("all_but_outside", "Everybody but the people outside"),
                                ],
                                default="inside",
                                max_length=16,
                            ),
                        ),
                        ("reason", models.TextField()),
                        (
                            "measures",
                            models.TextField(
                                blank=True, help_text="Locked cabinet, printing, seating, undertakings given."
                            ),
                        ),
                        ("was_restricted", models.BooleanField()),
                        ("set_at", models.DateTimeField()),
                        ("review_on", models.DateField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_because", models.TextField(blank=True)),
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
                            "followed_by",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follows",
                                to="practice.barrier",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="barriers",
                                to="practice.matter",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("open_to__in", ["inside", "all_but_outside"])),
                                name="practice_barrier_known_opening",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="practice_barrier_has_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at", None),
                                        ("ended_because", ""),
                                        ("ended_by", None),
                                        ("followed_by", None),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_barrier_ended_says_when_by_whom_and_why",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("matter",),
                                name="practice_one_standing_barrier_per_matter",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreedStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("side", models.CharField(choices=[("us", "We"), ("client", "The client")], max_length=6)),
                        ("what", models.CharField(max_length=160)),
                        ("due_on", models.DateField()),
                        ("agreed_in", models.CharField(help_text="Where: interview:7.", max_length=60)),
                        ("agreed_at", models.DateTimeField()),
                        ("struck_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
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
                                related_name="agreed_steps",
                                to="practice.matter",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["matter", "due_on"], name="practice_steps_of_matter")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["us", "client"])), name="practice_step_known_side"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("owner__isnull", False), ("side", "us")),
                                    models.Q(("owner", None), ("side", "client")),
                                    _connector="OR",
                                ),
                                name="practice_own_step_has_an_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("what", ""), _negated=True), name="practice_step_says_what"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatterMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("matter", "user"), name="practice_one_row_per_member")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Office",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True)),
                        (
                            "nation",
                            models.CharField(
                                choices=[
                                    ("england-and-wales", "England and Wales"),
                                    ("scotland", "Scotland"),
                                    ("northern-ireland", "Northern Ireland"),
                                ],
                                default="england-and-wales",
                                max_length=20,
                            ),
                        ),
                        ("zone", models.CharField(default="Europe/London", max_length=40)),
                        ("opens_at", models.TimeField()),
                        ("closes_at", models.TimeField()),
                        ("address", models.TextField()),
                        ("phone", models.CharField(max_length=20)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("opens_at__lt", models.F("closes_at"))),
                                name="practice_office_opens_before_it_closes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("nation__in", ["england-and-wales", "scotland", "northern-ireland"])
                                ),
                                name="practice_office_known_nation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Closure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("name", models.CharField(max_length=120)),
                        ("counts_as_non_working", models.BooleanField(default=False)),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closures",
                                to="practice.office",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("office", "on"), name="practice_one_closure_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Party",
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
                                choices=[("individual", "Person"), ("organisation", "Organisation")],
                                default="individual",
                                max_length=12,
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
                                default="prospective",
                                max_length=16,
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=20)),
                        ("name", models.CharField(help_text="In full, as it stands on letters.", max_length=200)),
                        (
                            "salutation",
                            models.CharField(blank=True, help_text="After Dear: Mr Adeyemi.", max_length=80),
                        ),
                        ("born_on", models.DateField(blank=True, null=True)),
                        ("postcode", models.CharField(blank=True, max_length=10)),
                        (
                            "safe_contact",
                            models.CharField(
                                blank=True, help_text="Anything else, in words; shown with the rules.", max_length=200
                            ),
                        ),
                        ("voicemail_is_safe", models.BooleanField(default=False)),
                        ("email_is_safe", models.BooleanField(default=True)),
                        ("post_is_safe", models.BooleanField(default=True)),
                        (
                            "may_name_firm",
                            models.BooleanField(default=True, help_text="Whoever answers may hear who is calling."),
                        ),
                        (
                            "ring_from",
                            models.TimeField(blank=True, help_text="By the clock of the office that rings.", null=True),
                        ),
                        ("ring_until", models.TimeField(blank=True, null=True)),
                        (
                            "adjustments",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "is_common_body",
                            models.BooleanField(
                                default=False, help_text="A lender, council, court or agent met every day."
                            ),
                        ),
                        ("is_represented_elsewhere", models.BooleanField(default=False)),
                        ("lacks_capacity", models.BooleanField(default=False)),
                        ("died_on", models.DateField(blank=True, null=True)),
                        (
                            "practice_system_number",
                            models.CharField(
                                blank=True, help_text="The client number in the firm's practice system.", max_length=40
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                help_text="The record that stands for this one since a merge; always one that stands for itself.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_parties",
                                to="practice.party",
                            ),
                        ),
                        (
                            "only_number",
                            models.ForeignKey(
                                blank=True,
                                help_text="The only number that may be rung: one of their own, in use.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="practice.contactpoint",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "parties",
                        "indexes": [
                            models.Index(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("practice_system_number"), "text_pattern_ops"
                                ),
                                name="practice_party_number",
                            ),
                            models.Index(
                                fields=["postcode"], name="practice_party_postcode", opclasses=["varchar_pattern_ops"]
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["individual", "organisation"])),
                                name="practice_party_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="practice_party_has_a_name"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("practice_system_number", ""), _negated=True),
                                fields=("practice_system_number",),
                                name="practice_one_party_per_system_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into", None),
                                    models.Q(("merged_into", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="practice_party_not_merged_into_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ring_from", None), ("ring_until", None)),
                                    models.Q(
                                        ("ring_from__isnull", False),
                                        ("ring_from__lt", models.F("ring_until")),
                                        ("ring_until__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_party_hours_both_or_neither",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatterParty",
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
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parties",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="practice.party"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("matter", "party", "role"), name="practice_one_row_per_party_and_role"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartyMerge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("undo_until", models.DateTimeField()),
                        ("rows", models.JSONField()),
                        (
                            "own_matters",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                help_text="On which the kept record had something before.",
                                size=None,
                            ),
                        ),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.party"
                            ),
                        ),
                        (
                            "merged",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.party"
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at", None)),
                                fields=("merged",),
                                name="practice_merged_into_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kept", models.F("merged")), _negated=True),
                                name="practice_merge_of_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_at", None), ("undone_by", None)),
                                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="practice_merge_undone_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartyName",
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
                                    ("current", "Current name"),
                                    ("former", "Former name"),
                                    ("alias", "Also known as"),
                                    ("trading", "Trading name"),
                                ],
                                default="current",
                                max_length=8,
                            ),
                        ),
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
                            "pairs_sought",
                            models.BooleanField(
                                default=False, help_text="Since the keys were made, others were looked for."
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="names", to="practice.party"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["normalised"], name="practice_name_trigram", opclasses=["gin_trgm_ops"]
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["keys"], name="practice_name_keys"
                            ),
                            models.Index(fields=["keys_version"], name="practice_name_keys_version"),
                            models.Index(
                                condition=models.Q(("pairs_sought", False)),
                                fields=["id"],
                                name="practice_name_without_pairs",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("party", "normalised"), name="practice_one_row_per_party_and_name"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartyPair",
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
                                choices=[("likely", "May be one person"), ("different", "Different people")],
                                default="likely",
                                max_length=9,
                            ),
                        ),
                        ("score", models.FloatField(default=0)),
                        ("why", models.CharField(blank=True, max_length=200)),
                        ("found_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
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
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.party"
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.party"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "likely")),
                                fields=["-score", "id"],
                                name="practice_likely_pairs",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("first", "second"), name="practice_one_row_per_pair"),
                            models.CheckConstraint(
                                condition=models.Q(("first__lt", models.F("second"))), name="practice_pair_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("decided_by", None), ("state", "likely")),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("state", "different"),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_pair_decided_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Procedure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=20)),
                        ("version", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        ("in_force_from", models.DateField()),
                        (
                            "settings",
                            models.JSONField(
                                help_text="The policy without its deadlines, as complaints/data/procedures.yaml has it."
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "version"), name="practice_one_row_per_procedure_version"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeadlineRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=24)),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "settings",
                            models.JSONField(help_text="How long, in what unit, from when, and what is warned of."),
                        ),
                        (
                            "procedure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rules",
                                to="practice.procedure",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("procedure", "kind"), name="practice_one_rule_per_kind")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReferenceCounter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("series", models.CharField(max_length=8)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("series", "year"), name="practice_one_counter_per_series")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceStandard",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=24)),
                        ("value", models.PositiveSmallIntegerField()),
                        ("unit", models.CharField(max_length=16)),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standards",
                                to="practice.department",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("department", "kind"), name="practice_one_standard_per_kind"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=120, unique=True)),
                        ("title", models.CharField(max_length=200)),
                        ("url", models.CharField(max_length=200)),
                        ("due_on", models.DateField()),
                        ("created_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
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
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None)),
                                fields=["owner", "due_on"],
                                name="practice_open_task",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BarrierPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "side",
                            models.CharField(choices=[("inside", "Inside"), ("outside", "Outside")], max_length=8),
                        ),
                        (
                            "barrier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="practice.barrier",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("barrier", "user"), name="practice_one_side_of_a_barrier"),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["inside", "outside"])),
                                name="practice_barrier_known_side",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallPolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("window_starts_at", models.TimeField()),
                        ("window_ends_at", models.TimeField()),
                        (
                            "weekdays",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(), help_text="0 is Monday.", size=None
                            ),
                        ),
                        ("slot_minutes", models.PositiveSmallIntegerField()),
                        ("buffer_minutes", models.PositiveSmallIntegerField()),
                        ("notice_minutes", models.PositiveSmallIntegerField()),
                        ("tolerance_minutes", models.PositiveSmallIntegerField()),
                        ("max_attempts", models.PositiveSmallIntegerField()),
                        (
                            "owner",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="call_policy",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "call policies",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("window_starts_at__lt", models.F("window_ends_at"))),
                                name="practice_call_window_starts_before_it_ends",
                            ),
                            models.UniqueConstraint(
                                models.Value(1),
                                condition=models.Q(("owner", None)),
                                name="practice_one_firm_wide_call_policy",
                            ),
                        ],
                    },
                ),
            ],
        ),
        *append_only("practice_journalentry", "practice_journalseal", "practice_gate", "practice_barrierperson"),
        # The database cache, so that no web request depends on a broker (decisions B21).
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE django_cache (
                cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
            );
            CREATE INDEX django_cache_expires ON django_cache (expires);
            """,
            "DROP TABLE django_cache;",
        ),
    ]
