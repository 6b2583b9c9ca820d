from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("wording", "0002_letters_are_immutable"),
        ("engagement", "0002_copies_are_immutable"),
    ]

    operations = [
        migrations.AddField(
            model_name="lettercopy",
            name="own_terms",
            field=models.ForeignKey(
                blank=True,
                help_text="Where they read the terms of business in another size than the letter has them.",
                null=True,
                on_delete=PROTECT,
                related_name="+",
                to="wording.issuedletter",
            ),
        ),
    ]
