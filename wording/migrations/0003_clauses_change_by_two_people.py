import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wording.models.spans
from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0010_care_plan"),
        ("wording", "0002_letters_are_immutable"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    model_name="clause",
                    name="owner_role",
                    field=models.CharField(
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
                        default="compliance",
                        max_length=20,
                    ),
                ),
                migrations.AddField(
                    model_name="clause",
                    name="presets",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="Where it is meant for; empty is anywhere.",
                        size=None,
                    ),
                ),
                migrations.AddField(
                    model_name="clause",
                    name="review_months",
                    field=models.PositiveSmallIntegerField(default=12),
                ),
                migrations.AddField(
                    model_name="clause",
                    name="review_on",
                    field=models.DateField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="clause",
                    name="shipped_sha256",
                    field=models.CharField(
                        blank=True, help_text="Of the words that last came with the product.", max_length=64
                    ),
                ),
                migrations.AddField(
                    model_name="clauseversion",
                    name="alone_because",
                    field=models.TextField(blank=True, help_text="Why its own author published it: nobody else could."),
                ),
                migrations.AddField(
                    model_name="clauseversion",
                    name="published_at",
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="clauseversion",
                    name="reason",
                    field=models.TextField(
                        blank=True, help_text="Why it was changed; what came with the product has none."
                    ),
                ),
                migrations.AddField(
                    model_name="clauseversion",
                    name="source",
                    field=models.CharField(
                        choices=[("product", "Came with ClientCare"), ("firm", "The firm’s own")],
                        default="product",
                        max_length=8,
                    ),
                ),
                migrations.AddField(
                    model_name="clauseversion",
                    name="written_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddIndex(
                    model_name="issuedletter",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["clauses"], name="wording_letters_by_clause", opclasses=["jsonb_path_ops"]
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clause",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "owner_role__in",
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
                            )
                        ),
                        name="wording_clause_known_owner",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clauseversion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_to", None), ("in_force_to__gte", models.F("in_force_from")), _connector="OR"
                        ),
                        name="wording_clause_version_ends_after_it_begins",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clauseversion",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("clause", "="),
                            (
                                wording.models.spans.Span(
                                    "in_force_from",
                                    "in_force_to",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                ),
                                "&&",
                            ),
                        ],
                        name="wording_one_version_of_a_clause_at_a_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="clauseversion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("source", "product"),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("source", "firm"),
                                ("written_by__isnull", False),
                                ("published_at__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                                models.Q(
                                    models.Q(("approved_by", models.F("written_by")), _negated=True),
                                    models.Q(("alone_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="wording_firms_own_words_have_two_people_and_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="template",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_to", None), ("in_force_to__gte", models.F("in_force_from")), _connector="OR"
                        ),
                        name="wording_template_ends_after_it_begins",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="template",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("code", "="),
                            (
                                wording.models.spans.Span(
                                    "in_force_from",
                                    "in_force_to",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                ),
                                "&&",
                            ),
                        ],
                        name="wording_one_version_of_a_template_at_a_time",
                    ),
                ),
                migrations.CreateModel(
                    name="ClauseDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "source",
                            models.CharField(
                                choices=[("product", "Came with ClientCare"), ("firm", "The firm’s own")], max_length=8
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "Being written"),
                                    ("asked", "Waiting to be published"),
                                    ("published", "Published"),
                                    ("withdrawn", "Given up"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "draft_version",
                            models.PositiveIntegerField(default=1, help_text="Goes up with every change of the draft."),
                        ),
                        ("reason", models.TextField()),
                        ("review_on", models.DateField(blank=True, null=True)),
                        (
                            "in_force_on",
                            models.DateField(blank=True, help_text="Empty: as soon as it is published.", null=True),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("saved_at", models.DateTimeField()),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("comment", models.TextField(blank=True, help_text="Why it was sent back.")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, help_text="When it was published or given up.", null=True),
                        ),
                        (
                            "based_on",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="wording.clauseversion",
                            ),
                        ),
                        (
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="wording.clause"
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
                            "published_as",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draft",
                                to="wording.clauseversion",
                            ),
                        ),
                        (
                            "writers",
                            models.ManyToManyField(
                                help_text="Everybody who saved it: none may publish it.",
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "written_by",
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
                                condition=models.Q(("stage__in", ["draft", "asked", "published", "withdrawn"])),
                                name="wording_draft_known_stage",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source__in", ["product", "firm"])),
                                name="wording_draft_known_source",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("stage__in", ("draft", "asked"))),
                                fields=("clause", "source"),
                                name="wording_one_open_draft_a_clause_and_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source", "product"), ("written_by__isnull", False), _connector="OR"
                                ),
                                name="wording_draft_says_who_wrote_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "asked"), _negated=True),
                                    ("asked_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="wording_draft_says_when_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at", None), ("published_as", None), ("stage__in", ("draft", "asked"))
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("published_as__isnull", False),
                                        ("stage", "published"),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False), ("published_as", None), ("stage", "withdrawn")
                                    ),
                                    _connector="OR",
                                ),
                                name="wording_draft_says_how_it_ended",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
