from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0014_more_of_an_enquiry_and_notes_that_let_go"),
    ]

    operations = [
        AtOnce(
            [
                migrations.AlterField(
                    model_name="checklist",
                    name="work_type",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("residential_purchase", "Residential purchase"),
                            ("residential_sale", "Residential sale"),
                            ("private_client", "Wills and probate"),
                            ("family", "Family"),
                            ("disputes", "Disputes"),
                            ("employment", "Employment"),
                            ("personal_injury", "Personal injury"),
                            ("business", "Business"),
                            ("lettings", "Lettings and management"),
                            ("survey", "Survey and valuation"),
                        ],
                        help_text="Empty: every kind.",
                        max_length=24,
                    ),
                ),
                migrations.AlterField(
                    model_name="enquiry",
                    name="work_type",
                    field=models.CharField(
                        choices=[
                            ("residential_purchase", "Residential purchase"),
                            ("residential_sale", "Residential sale"),
                            ("private_client", "Wills and probate"),
                            ("family", "Family"),
                            ("disputes", "Disputes"),
                            ("employment", "Employment"),
                            ("personal_injury", "Personal injury"),
                            ("business", "Business"),
                            ("lettings", "Lettings and management"),
                            ("survey", "Survey and valuation"),
                        ],
                        max_length=24,
                    ),
                ),
                migrations.AlterField(
                    model_name="enquiryquestion",
                    name="work_type",
                    field=models.CharField(
                        choices=[
                            ("residential_purchase", "Residential purchase"),
                            ("residential_sale", "Residential sale"),
                            ("private_client", "Wills and probate"),
                            ("family", "Family"),
                            ("disputes", "Disputes"),
                            ("employment", "Employment"),
                            ("personal_injury", "Personal injury"),
                            ("business", "Business"),
                            ("lettings", "Lettings and management"),
                            ("survey", "Survey and valuation"),
                        ],
                        max_length=24,
                    ),
                ),
            ]
        ),
    ]
