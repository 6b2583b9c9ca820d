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
    ]

    operations = [
        practice.at_once.AtOnce(
            steps=[
                migrations.CreateModel(
                    name="Clause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True)),
                        ("title", models.CharField(max_length=120)),
                    ],
                ),
                migrations.CreateModel(
                    name="FactSnapshot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("content", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("created_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Template",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=60)),
                        ("version", models.PositiveIntegerField()),
                        ("kind", models.CharField(max_length=20)),
                        ("title", models.CharField(max_length=120)),
                        ("heading", models.CharField(max_length=200)),
                        ("subheading", models.CharField(blank=True, max_length=200)),
                        ("file_name", models.CharField(max_length=120)),
                        ("style", models.CharField(blank=True, max_length=20)),
                        ("numbered", models.BooleanField()),
                        ("contents", models.BooleanField()),
                        (
                            "companions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "must_have",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        ("in_force_from", models.DateTimeField()),
                        ("in_force_to", models.DateTimeField(blank=True, null=True)),
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "version"), name="wording_one_row_per_template_version"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("in_force_to", None)),
                                fields=("code",),
                                name="wording_one_open_version_per_template",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssuedLetter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("clauses", models.JSONField(help_text="Code, version and whether by hand, in order.")),
                        ("html_sha256", models.CharField(max_length=64)),
                        (
                            "engine",
                            models.JSONField(help_text="What made the bytes: the fingerprint of decisions B24."),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("kind", models.CharField(help_text="The code of its template: complaint.L1.", max_length=60)),
                        ("reference", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField()),
                        ("pages", models.PositiveSmallIntegerField()),
                        ("subject_type", models.CharField(max_length=60)),
                        ("subject_id", models.CharField(max_length=40)),
                        ("issued_at", models.DateTimeField()),
                        ("issued_by_name", models.CharField(max_length=200)),
                        (
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="letter", to="outbox.document"
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters_issued",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters_issued",
                                to="practice.party",
                            ),
                        ),
                        (
                            "snapshot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="wording.factsnapshot",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="wording.template",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["matter", "issued_at"], name="wording_letters_of_matter")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subject_type", "subject_id", "kind", "party", "version"),
                                name="wording_one_letter_a_version_and_person",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemplateClause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "place",
                            models.CharField(
                                choices=[
                                    ("opening", "Opening"),
                                    ("key", "Key facts"),
                                    ("section", "Section"),
                                    ("closing", "Closing"),
                                    ("acceptance", "Acceptance page"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("heading", models.CharField(blank=True, max_length=120)),
                        ("joins", models.BooleanField(default=False, help_text="Runs on in the paragraph before.")),
                        ("style", models.CharField(blank=True, max_length=20)),
                        (
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="places", to="wording.clause"
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="wording.template",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("template", "position"), name="wording_one_clause_a_position"
                            ),
                            models.UniqueConstraint(fields=("template", "clause"), name="wording_one_place_a_clause"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("place__in", ["opening", "key", "section", "closing", "acceptance"])
                                ),
                                name="wording_known_place",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClauseVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField()),
                        (
                            "level",
                            models.CharField(
                                choices=[("M", "Mandatory"), ("R", "Recommended"), ("O", "Optional")], max_length=1
                            ),
                        ),
                        (
                            "trigger",
                            models.TextField(
                                help_text="When it goes in: a small expression over the fixed list of facts."
                            ),
                        ),
                        ("body", models.TextField(help_text="Liquid in a little Markdown.")),
                        (
                            "required_text",
                            models.TextField(
                                blank=True, help_text="What the PDF must show, a line each; mandatory clauses only."
                            ),
                        ),
                        ("in_because", models.CharField(max_length=200)),
                        ("out_because", models.CharField(blank=True, max_length=200)),
                        ("in_force_from", models.DateTimeField()),
                        ("in_force_to", models.DateTimeField(blank=True, null=True)),
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
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="wording.clause",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("clause", "version"), name="wording_one_row_per_clause_version"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("in_force_to", None)),
                                fields=("clause",),
                                name="wording_one_open_version_per_clause",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("level__in", ["M", "R", "O"])), name="wording_known_level"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level", "M"), _negated=True),
                                    models.Q(("required_text", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="wording_mandatory_clause_says_what",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
