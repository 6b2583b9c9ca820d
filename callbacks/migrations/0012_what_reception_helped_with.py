from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("callbacks", "0011_no_urgent_call_without_one")]

    operations = [
        migrations.AddField(
            model_name="callback",
            name="helped_with",
            field=models.CharField(blank=True, help_text="The topic that reception could answer.", max_length=80),
        ),
    ]
