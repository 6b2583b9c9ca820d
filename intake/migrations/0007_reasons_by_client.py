from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0006_quotes"),
    ]

    operations = [
        migrations.AddField(
            model_name="conflictcheck",
            name="interests",
            field=models.JSONField(
                blank=True, default=list, help_text="Why work goes on despite a hit, for each client: client, reason."
            ),
        ),
    ]
