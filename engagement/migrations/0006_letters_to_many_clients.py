import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import practice.at_once


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0005_acceptances_are_immutable"),
        ("outbox", "0002_documents_are_immutable"),
        ("practice", "0010_care_plan"),
        ("wording", "0002_letters_are_immutable"),
    ]

    operations = [
        practice.at_once.AtOnce(
            steps=[
                migrations.CreateModel(
                    name="Mailing",
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
                                    ("new_terms", "New terms of business"),
                                    ("new_details", "Changed details, such as an ombudsman’s address"),
                                    ("own_words", "Something else"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("title", models.CharField(help_text="What we call it among ourselves.", max_length=120)),
                        (
                            "reason",
                            models.CharField(
                                help_text="Why it is sent, for whoever asks in five years.", max_length=300
                            ),
                        ),
                        ("heading", models.CharField(max_length=120)),
                        ("changes", models.TextField(help_text="What changes; a blank line parts paragraphs.")),
                        ("todo", models.TextField(blank=True, help_text="What they have to do, a line each.")),
                        ("applies_on", models.DateField(blank=True, null=True)),
                        (
                            "selection",
                            models.JSONField(
                                default=dict, help_text="Which open matters; see services.mailings.choosing."
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "Being prepared"),
                                    ("asked", "Waiting for release"),
                                    ("released", "Going out"),
                                    ("stopped", "Stopped"),
                                    ("done", "Done"),
                                ],
                                default="draft",
                                max_length=8,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("made_at", models.DateTimeField()),
                        ("planned_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "trial",
                            models.JSONField(blank=True, help_text="What the dry run of these words found.", null=True),
                        ),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("comment", models.CharField(blank=True, help_text="Why it was sent back.", max_length=300)),
                        ("released_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "alone_because",
                            models.CharField(blank=True, help_text="Why no second person released it.", max_length=300),
                        ),
                        ("stopped_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "finished_at",
                            models.DateTimeField(blank=True, help_text="When the last letter was made.", null=True),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "stopped_by",
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
                            models.CheckConstraint(
                                condition=models.Q(("stage__in", ["draft", "asked", "released", "stopped", "done"])),
                                name="engagement_mailing_known_stage",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["new_terms", "new_details", "own_words"])),
                                name="engagement_mailing_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("heading", ""), _negated=True),
                                    models.Q(("changes", ""), _negated=True),
                                ),
                                name="engagement_mailing_says_what_and_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("released_at", None), ("released_by", None), ("stage__in", ["draft", "asked"])
                                    ),
                                    models.Q(
                                        ("released_at__isnull", False),
                                        ("released_by__isnull", False),
                                        ("stage__in", ["released", "stopped", "done"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="engagement_mailing_released_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("released_by", None),
                                    models.Q(
                                        models.Q(("released_by", models.F("made_by")), _negated=True),
                                        models.Q(("released_by", models.F("saved_by")), _negated=True),
                                    ),
                                    models.Q(("alone_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="engagement_mailing_released_by_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("stage", "stopped"),
                                        ("stopped_at__isnull", False),
                                        ("stopped_by__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("stage", "stopped"), _negated=True),
                                        ("stopped_at", None),
                                        ("stopped_by", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="engagement_mailing_stopped_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MailingRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "others",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="Further matters by which they are in."
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "To go"),
                                    ("held", "Held"),
                                    ("refused", "Not to be written to"),
                                    ("taken_out", "Taken out by hand"),
                                    ("issued", "Issued"),
                                    ("stopped", "Stopped before it was made"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_retainer", "Treated as a client, without a retainer"),
                                    ("died", "Has died"),
                                    ("lacks_capacity", "Lacks capacity"),
                                    ("represented", "Represented by other solicitors"),
                                    ("no_person", "A body without anybody who gets its letters"),
                                    ("unreachable", "No confirmed mailbox or address that may be used"),
                                    ("compliance", "With compliance"),
                                    ("words", "Words of their own on how they may be reached"),
                                    ("failed", "The letter could not be made"),
                                    ("same_person", "Merged with somebody who gets this letter"),
                                    ("by_hand", "Taken out by hand"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "because",
                            models.CharField(
                                blank=True, help_text="In words, where there is more to say.", max_length=300
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                blank=True, choices=[("email", "E-mail"), ("print", "Print and post")], max_length=8
                            ),
                        ),
                        ("to_address", models.TextField(blank=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "claimed_at",
                            models.DateTimeField(blank=True, help_text="When a worker took it last.", null=True),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("issued_at", models.DateTimeField(blank=True, null=True)),
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
                            "issued",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mailing_row",
                                to="wording.issuedletter",
                            ),
                        ),
                        (
                            "mailing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="engagement.mailing",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                help_text="By which they are in.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mailing_rows",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "message",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mailing_row",
                                to="outbox.message",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mailing_rows",
                                to="practice.party",
                            ),
                        ),
                        (
                            "terms",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mailing_rows",
                                to="wording.issuedletter",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "planned")),
                                fields=["mailing"],
                                name="engagement_mailing_to_issue",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("mailing", "party"), name="engagement_one_letter_a_mailing_and_person"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["planned", "held", "refused", "taken_out", "issued", "stopped"])
                                ),
                                name="engagement_mailing_row_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("issued__isnull", False),
                                        ("issued_at__isnull", False),
                                        ("message__isnull", False),
                                        ("state", "issued"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "issued"), _negated=True),
                                        ("issued", None),
                                        ("issued_at", None),
                                        ("message", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="engagement_mailing_row_issued_with_its_letter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["held", "refused", "taken_out"]), _negated=True),
                                    models.Q(("why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="engagement_mailing_row_out_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "taken_out"), _negated=True),
                                    models.Q(models.Q(("because", ""), _negated=True), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="engagement_mailing_row_out_by_hand_says_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MailingTerms",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.department"
                            ),
                        ),
                        (
                            "issued",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mailing_terms",
                                to="wording.issuedletter",
                            ),
                        ),
                        (
                            "mailing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms",
                                to="engagement.mailing",
                            ),
                        ),
                        (
                            "template_code",
                            models.CharField(
                                help_text="Which terms; some kinds of work have their own.", max_length=60
                            ),
                        ),
                        (
                            "is_large",
                            models.BooleanField(default=False, help_text="For those who read large print."),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "mailing terms",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("mailing", "department", "template_code", "is_large"),
                                name="engagement_one_terms_of_each_kind",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
