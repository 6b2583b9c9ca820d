from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_lists"),
    ]

    operations = [
        AtOnce(
            [
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
                            ("other", "Other"),
                            ("property", "The property"),
                        ],
                        max_length=20,
                    ),
                ),
                migrations.AlterField(
                    model_name="conflicthit",
                    name="source",
                    field=models.CharField(
                        choices=[
                            ("matter", "A party of a matter"),
                            ("party", "On record without a matter"),
                            ("enquiry", "An enquiry"),
                            ("staff", "A member of staff"),
                            ("interest", "The register of own interests"),
                            ("property", "A property of a matter"),
                        ],
                        max_length=12,
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
                            ("other", "Other"),
                            ("property", "The property"),
                        ],
                        max_length=20,
                    ),
                ),
            ]
        ),
    ]
