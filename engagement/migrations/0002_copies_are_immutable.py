from django.db import migrations

from practice.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_letters_and_copies")]

    operations = append_only("engagement_lettercopy")
