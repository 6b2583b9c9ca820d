import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("wording", "0003_clauses_change_by_two_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="TemplateDraft",
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
                        ("code", models.CharField(max_length=60)),
                        (
                            "slots",
                            models.JSONField(
                                help_text="Clause, place, heading, joins and style of each place, in their order."
                            ),
                        ),
                        (
                            "shipped",
                            models.JSONField(
                                default=dict, help_text="What else came newer with the product: title, heading, lists."
                            ),
                        ),
                        (
                            "based_on",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wording.template"
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
                                to="wording.template",
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
                                name="wording_template_draft_known_stage",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source__in", ["product", "firm"])),
                                name="wording_template_draft_known_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source", "product"), ("written_by__isnull", False), _connector="OR"
                                ),
                                name="wording_template_draft_says_who_wrote_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "asked"), _negated=True),
                                    ("asked_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="wording_template_draft_says_when_asked",
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
                                name="wording_template_draft_says_how_it_ended",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("stage__in", ("draft", "asked"))),
                                fields=("code", "source"),
                                name="wording_one_open_draft_a_template_and_source",
                            ),
                        ]
                    },
                ),
                migrations.AddField(
                    model_name="clause",
                    name="made_for",
                    field=models.CharField(
                        blank=True,
                        help_text="The firm's own clause: the kind of letter it was written for.",
                        max_length=20,
                    ),
                ),
                migrations.AddField(
                    model_name="template",
                    name="alone_because",
                    field=models.TextField(blank=True, help_text="Why its own author published it: nobody else could."),
                ),
                migrations.AddField(
                    model_name="template",
                    name="published_at",
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="template",
                    name="reason",
                    field=models.TextField(
                        blank=True, help_text="Why it was changed; what came with the product has none."
                    ),
                ),
                migrations.AddField(
                    model_name="template",
                    name="shipped_sha256",
                    field=models.CharField(blank=True, help_text="Of what last came with the product.", max_length=64),
                ),
                migrations.AddField(
                    model_name="template",
                    name="source",
                    field=models.CharField(
                        choices=[("product", "Came with ClientCare"), ("firm", "The firm’s own")],
                        default="product",
                        max_length=8,
                    ),
                ),
                migrations.AddField(
                    model_name="template",
                    name="written_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="clausedraft",
                    name="based_on",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wording.clauseversion",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="template",
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
                        name="wording_firms_own_template_has_two_people_and_a_reason",
                    ),
                ),
            ]
        )
    ]
