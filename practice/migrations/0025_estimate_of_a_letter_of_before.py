from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0027_standards_of_calls"),
    ]

    operations = [
        migrations.AddField(
            model_name="earlierletter",
            name="estimate",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="The top of what it estimated, GBP, with VAT.",
                max_digits=12,
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="earlierletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("estimate", None), ("estimate__gt", 0), _connector="OR"),
                name="practice_earlier_letter_estimate",
            ),
        ),
    ]
