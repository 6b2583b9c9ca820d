from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0011_difficult_conversations"),
    ]

    operations = [
        migrations.AlterField(
            model_name="matterparty",
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
    ]
