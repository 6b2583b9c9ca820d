from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0011_letters_about_conflicts"),
    ]

    operations = [
        AtOnce(
            [
                migrations.RemoveConstraint(
                    model_name="enquiryquestion",
                    name="intake_name_question_has_a_role",
                ),
                migrations.AddField(
                    model_name="conflictpolicy",
                    name="override_at_most_working_days",
                    field=models.PositiveSmallIntegerField(
                        db_default=3,
                        default=3,
                        help_text="How long work may go on by override before the check is decided.",
                    ),
                ),
                migrations.AlterField(
                    model_name="conflicthit",
                    name="here",
                    field=models.CharField(
                        choices=[
                            ("client", "Client"),
                            ("opponent", "Other side"),
                            ("opponent_solicitor", "Solicitor of the other side"),
                            ("lender", "Lender"),
                            ("agent", "Agent"),
                            ("payer", "Payer"),
                            ("introducer", "Introducer"),
                            ("family", "Family"),
                            ("co_party", "Co-party"),
                            ("guarantor", "Guarantor"),
                            ("insurer", "Insurer"),
                            ("witness", "Witness"),
                            ("expert", "Expert"),
                            ("other", "Other"),
                            ("property", "The property"),
                        ],
                        max_length=20,
                    ),
                ),
                migrations.AlterField(
                    model_name="conflicthit",
                    name="there",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("client", "Client"),
                            ("opponent", "Other side"),
                            ("opponent_solicitor", "Solicitor of the other side"),
                            ("lender", "Lender"),
                            ("agent", "Agent"),
                            ("payer", "Payer"),
                            ("introducer", "Introducer"),
                            ("family", "Family"),
                            ("co_party", "Co-party"),
                            ("guarantor", "Guarantor"),
                            ("insurer", "Insurer"),
                            ("witness", "Witness"),
                            ("expert", "Expert"),
                            ("other", "Other"),
                            ("property", "The property"),
                        ],
                        max_length=20,
                    ),
                ),
                migrations.AlterField(
                    model_name="enquiryname",
                    name="role",
                    field=models.CharField(
                        choices=[
                            ("client", "Client"),
                            ("opponent", "Other side"),
                            ("opponent_solicitor", "Solicitor of the other side"),
                            ("lender", "Lender"),
                            ("agent", "Agent"),
                            ("payer", "Payer"),
                            ("introducer", "Introducer"),
                            ("family", "Family"),
                            ("co_party", "Co-party"),
                            ("guarantor", "Guarantor"),
                            ("insurer", "Insurer"),
                            ("witness", "Witness"),
                            ("expert", "Expert"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                migrations.AlterField(
                    model_name="enquiryquestion",
                    name="role",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("client", "Client"),
                            ("opponent", "Other side"),
                            ("opponent_solicitor", "Solicitor of the other side"),
                            ("lender", "Lender"),
                            ("agent", "Agent"),
                            ("payer", "Payer"),
                            ("introducer", "Introducer"),
                            ("family", "Family"),
                            ("co_party", "Co-party"),
                            ("guarantor", "Guarantor"),
                            ("insurer", "Insurer"),
                            ("witness", "Witness"),
                            ("expert", "Expert"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="enquiryquestion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "name"),
                                (
                                    "role__in",
                                    [
                                        "client",
                                        "opponent",
                                        "opponent_solicitor",
                                        "lender",
                                        "agent",
                                        "payer",
                                        "introducer",
                                        "family",
                                        "co_party",
                                        "guarantor",
                                        "insurer",
                                        "witness",
                                        "expert",
                                        "other",
                                    ],
                                ),
                            ),
                            models.Q(models.Q(("kind", "name"), _negated=True), ("role", "")),
                            _connector="OR",
                        ),
                        name="intake_name_question_has_a_role",
                    ),
                ),
            ]
        ),
    ]
