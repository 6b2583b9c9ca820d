import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0007_names_with_dates"),
    ]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    model_name="party",
                    name="legal_form",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("company", "Private limited company"),
                            ("plc", "Public limited company"),
                            ("llp", "Limited liability partnership"),
                            ("partnership", "Partnership"),
                            ("charity", "Charity"),
                            ("trust", "Trust"),
                            ("association", "Club or association"),
                            ("public_body", "Public body"),
                            ("abroad", "Body from abroad"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AddField(
                    model_name="party",
                    name="company_number",
                    field=models.CharField(
                        blank=True,
                        help_text="As compared: capitals, no spaces, noughts in front up to eight signs.",
                        max_length=20,
                    ),
                ),
                migrations.AddField(
                    model_name="party",
                    name="treated_as",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("police", "Police unit"),
                            ("victim", "Victim"),
                            ("witness", "Witness"),
                            ("court", "Court"),
                            ("expert", "Expert"),
                            ("insurer", "Insurer"),
                        ],
                        max_length=8,
                    ),
                ),
                migrations.AddField(
                    model_name="contactpoint",
                    name="is_registered_office",
                    field=models.BooleanField(default=False, help_text="Of a body: one address of its own, in use."),
                ),
                migrations.AddIndex(
                    model_name="party",
                    index=models.Index(
                        condition=models.Q(("company_number", ""), _negated=True),
                        fields=["company_number"],
                        name="practice_party_company",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="party",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "legal_form__in",
                                [
                                    "",
                                    "company",
                                    "plc",
                                    "llp",
                                    "partnership",
                                    "charity",
                                    "trust",
                                    "association",
                                    "public_body",
                                    "abroad",
                                    "other",
                                ],
                            )
                        ),
                        name="practice_party_known_legal_form",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="party",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("treated_as__in", ["", "police", "victim", "witness", "court", "expert", "insurer"])
                        ),
                        name="practice_party_known_treated_as",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contactpoint",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_registered_office", True)),
                        fields=("party",),
                        name="practice_one_registered_office",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contactpoint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("is_registered_office", False),
                            models.Q(("ended_on", None), ("kind", "address")),
                            _connector="OR",
                        ),
                        name="practice_registered_office_is_an_address_in_use",
                    ),
                ),
                migrations.CreateModel(
                    name="Position",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="people", to="practice.party"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="positions",
                                to="practice.party",
                            ),
                        ),
                        ("title", models.CharField(help_text="As on their card: finance director.", max_length=80)),
                        (
                            "rung",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("supervisor", "Supervisor"),
                                    ("department", "Instructing department"),
                                    ("executive", "Executive"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("may_instruct", models.BooleanField(default=False)),
                        (
                            "instructs_on",
                            models.CharField(
                                blank=True, help_text="The work it is limited to, in words.", max_length=160
                            ),
                        ),
                        (
                            "limit",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="GBP; none: no limit.", max_digits=12, null=True
                            ),
                        ),
                        ("receives_letters", models.BooleanField(default=False)),
                        ("receives_bills", models.BooleanField(default=False)),
                        (
                            "authority",
                            models.CharField(
                                blank=True, help_text="What shows it: board minute, letter of theirs.", max_length=200
                            ),
                        ),
                        ("authority_seen_on", models.DateField(blank=True, null=True)),
                        ("starts_on", models.DateField()),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True, help_text="The last day; none where it holds until it is ended.", null=True
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                        ("ended_because", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="practice_position_has_a_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rung__in", ["", "supervisor", "department", "executive"])),
                                name="practice_position_known_rung",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("organisation", models.F("person")), _negated=True),
                                name="practice_position_is_between_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("instructs_on", ""), ("limit", None), ("may_instruct", False)),
                                    models.Q(
                                        ("authority_seen_on__isnull", False),
                                        ("may_instruct", True),
                                        models.Q(("authority", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_position_instructs_by_authority_seen",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("limit", None), ("limit__gt", 0), _connector="OR"),
                                name="practice_position_limit_is_an_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="practice_position_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_because", ""), ("ended_by", None)),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_position_ended_says_when_by_whom_and_why",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("organisation", "person"),
                                name="practice_one_standing_position_of_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="role_notes",
                                to="practice.party",
                            ),
                        ),
                        ("words", models.CharField(max_length=500)),
                        ("explained_on", models.DateField()),
                        (
                            "explained_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
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
                                condition=models.Q(("words", ""), _negated=True), name="practice_role_note_has_words"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
