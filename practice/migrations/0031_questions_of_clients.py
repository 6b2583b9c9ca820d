import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0025_estimate_of_a_letter_of_before"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="ClientQuery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.CharField(help_text="What it came from: logged once.", max_length=120, unique=True),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("page", "On their letter’s page"),
                                    ("phone", "By telephone"),
                                    ("email", "By e-mail"),
                                    ("in_person", "In person"),
                                    ("post", "By post"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("asked_at", models.DateTimeField()),
                        ("logged_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField(help_text="By when a first answer was promised.")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
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
                                related_name="queries",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="queries",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="queries", to="practice.party"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "client queries",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at", None)),
                                fields=["owner", "due_at"],
                                name="practice_open_query",
                            ),
                            models.Index(fields=["due_at"], name="practice_queries_by_due"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["page", "phone", "email", "in_person", "post"])),
                                name="practice_query_known_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asked_at__lte", models.F("logged_at"))),
                                name="practice_query_asked_before_logged",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("answered_by", None)),
                                    models.Q(
                                        ("answered_at__gte", models.F("asked_at")), ("answered_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_answered_query_says_by_whom",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
