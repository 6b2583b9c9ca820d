from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("callbacks", "0010_urgent_for_a_written_reason")]

    operations = [
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=models.Q(urgency="hour") ^ models.Q(urgent_because=""),
                name="callbacks_urgent_for_a_written_reason",
            ),
        ),
    ]
