from django.db import migrations

from practice.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("practice", "0001_foundation")]

    operations = append_only("practice_journalentry", "practice_journalseal", "practice_gate")
