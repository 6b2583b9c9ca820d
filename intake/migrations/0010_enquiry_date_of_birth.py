from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0009_checked_in_the_former_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="enquiry",
            name="born_on",
            field=models.DateField(blank=True, help_text="If they gave it; the conflict check compares it.", null=True),
        ),
    ]
