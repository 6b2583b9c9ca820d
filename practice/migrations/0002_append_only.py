from django.db import migrations

from practice.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("practice", "0001_the_firm")]

    operations = append_only("practice_journalentry", "practice_journalseal", "practice_gate")
