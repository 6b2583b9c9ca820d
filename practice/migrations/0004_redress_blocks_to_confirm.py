from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practice", "0003_cache_table")]

    operations = [
        migrations.AlterField("redressscheme", "address", models.TextField(blank=True)),
        migrations.AlterField("redressscheme", "phone", models.CharField(blank=True, max_length=20)),
        migrations.AlterField("redressscheme", "email", models.EmailField(blank=True, max_length=254)),
        migrations.AlterField("redressscheme", "url", models.CharField(blank=True, max_length=120)),
        migrations.AlterField(
            "redressscheme",
            "last_verified_on",
            models.DateField(blank=True, help_text="Empty: nobody has confirmed it yet.", null=True),
        ),
    ]
