from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practice", "0030_weekly_check_ins")]

    operations = [
        migrations.AddField(
            model_name="callpolicy",
            name="standards",
            field=models.JSONField(
                blank=True,
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                help_text="By when a call is returned that was promised no set time, by kind; left out: as delivered.",
            ),
        ),
    ]
