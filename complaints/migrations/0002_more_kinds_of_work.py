from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0001_register_of_complaints"),
    ]

    operations = [
        migrations.AlterField(
            model_name="complaint",
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
                max_length=24,
            ),
        ),
    ]
