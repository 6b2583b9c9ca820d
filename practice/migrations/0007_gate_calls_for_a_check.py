from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0006_name_keys_at_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="gate",
            name="calls_for_check",
            field=models.BooleanField(default=False, help_text="Shut for something that is to be searched."),
        ),
        migrations.AddIndex(
            model_name="gate",
            index=models.Index(
                condition=models.Q(("calls_for_check", True)), fields=["matter"], name="practice_gate_calls_for_check"
            ),
        ),
    ]
