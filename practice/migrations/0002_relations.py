import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0001_people_parties_and_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("director", "Director"),
                            ("officer", "Officer"),
                            ("owner", "Owner or shareholder"),
                            ("beneficial_owner", "Beneficial owner"),
                            ("parent_company", "Parent company"),
                            ("trustee", "Trustee"),
                            ("beneficiary", "Beneficiary"),
                            ("guarantor", "Guarantor"),
                            ("spouse", "Spouse or partner"),
                            ("child", "Child"),
                            ("dependant", "Dependant"),
                            ("household", "Household member"),
                            ("attorney", "Attorney under a lasting power"),
                            ("deputy", "Deputy appointed by the court"),
                            ("litigation_friend", "Litigation friend"),
                            ("personal_representative", "Personal representative"),
                            ("trustee_in_bankruptcy", "Trustee in bankruptcy"),
                        ],
                        max_length=24,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
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
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations_to", to="practice.party"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations", to="practice.party"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "director",
                                    "officer",
                                    "owner",
                                    "beneficial_owner",
                                    "parent_company",
                                    "trustee",
                                    "beneficiary",
                                    "guarantor",
                                    "spouse",
                                    "child",
                                    "dependant",
                                    "household",
                                    "attorney",
                                    "deputy",
                                    "litigation_friend",
                                    "personal_representative",
                                    "trustee_in_bankruptcy",
                                ],
                            )
                        ),
                        name="practice_relation_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("party", models.F("other")), _negated=True),
                        name="practice_relation_is_between_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="practice_relation_ended_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("party", "kind", "other"),
                        name="practice_one_current_relation_of_a_kind",
                    ),
                ],
            },
        ),
    ]
