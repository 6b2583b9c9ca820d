from django.db import migrations, models

from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0014_accents_in_notes_and_the_first_talk"),
    ]

    operations = [
        AtOnce(
            [
                migrations.AlterField(
                    model_name="matter",
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
                    model_name="pricetable",
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
