import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_hit_by_relation"),
        ("practice", "0001_people_parties_and_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="ConflictList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=120)),
                        ("whose", models.CharField(max_length=200)),
                        ("why", models.TextField()),
                        ("file_name", models.CharField(max_length=120)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "how_read",
                            models.CharField(
                                help_text="CSV, UTF-8, or the name of the spreadsheet's page.", max_length=160
                            ),
                        ),
                        ("columns", models.JSONField(help_text="Our field to the heading that it was read from.")),
                        ("asked_at", models.DateTimeField()),
                        (
                            "checked_at",
                            models.DateTimeField(
                                blank=True, help_text="The last row; empty while one waits.", null=True
                            ),
                        ),
                        (
                            "asked_by",
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
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("whose", ""), _negated=True),
                                    models.Q(("why", ""), _negated=True),
                                ),
                                name="intake_list_says_whose_and_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListedName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(help_text="Below the header, from 1.")),
                        ("line", models.PositiveIntegerField(help_text="Of the file.")),
                        ("cells", models.JSONField(help_text="By our fields; one without a column is empty.")),
                        (
                            "unreadable",
                            models.CharField(
                                blank=True, help_text="Why the row as a whole cannot be used.", max_length=200
                            ),
                        ),
                        ("checked_at", models.DateTimeField(blank=True, null=True)),
                        ("notes", models.JSONField(default=list, help_text="What in it could not be used, in words.")),
                        ("was_searched", models.BooleanField(default=False)),
                        (
                            "above",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="Hits above the review line, common bodies apart."
                            ),
                        ),
                        ("best", models.FloatField(default=0, help_text="Score of the nearest of those.")),
                        (
                            "of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="intake.conflictlist",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("checked_at", None)),
                                fields=["of"],
                                name="intake_listed_name_to_check",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("of", "number"), name="intake_one_row_per_list_and_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_at__isnull", False),
                                    models.Q(("above", 0), ("was_searched", False)),
                                    _connector="OR",
                                ),
                                name="intake_listed_name_found_when_checked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListHit",
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
                        ("is_above", models.BooleanField(help_text="The review line of that day.")),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.party"
                            ),
                        ),
                        (
                            "row",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="hits", to="intake.listedname"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("row", "party"), name="intake_one_hit_per_listed_name_and_party"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
