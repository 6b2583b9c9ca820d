import django.db.models.deletion
from django.db import migrations, models

from practice.append_only import append_only
from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0005_due_diligence_in_full"),
        ("practice", "0009_price_table"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="EnquiryQuote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(help_text="The first at this enquiry is 1.")),
                        (
                            "contact",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="quoted",
                                to="intake.enquirycontact",
                            ),
                        ),
                        (
                            "enquiry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="quotes", to="intake.enquiry"
                            ),
                        ),
                        (
                            "quote",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="at_enquiry",
                                to="practice.quote",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("enquiry", "number"), name="intake_one_quote_a_number")
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="intakepolicy",
                    name="quote_holds_days",
                    field=models.PositiveSmallIntegerField(
                        default=30, help_text="A price that is quoted holds for so many days."
                    ),
                ),
                migrations.AlterField(
                    model_name="enquirycontact",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("answered", "Answered"),
                            ("asked_more", "Asked for more"),
                            ("holding_call", "Holding call"),
                            ("confirmed", "Address confirmed"),
                            ("quoted", "Price quoted"),
                            ("letter", "Letter that we do not act"),
                        ],
                        max_length=16,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="intakepolicy",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("quote_holds_days__gte", 1)), name="intake_quote_holds_for_a_day"
                    ),
                ),
            ]
        ),
        *append_only("intake_enquiryquote"),
    ]
