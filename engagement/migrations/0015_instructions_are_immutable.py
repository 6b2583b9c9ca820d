from django.db import migrations

from practice.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("engagement", "0014_instruction_log")]

    operations = append_only("engagement_instruction", "engagement_instructionrule", "engagement_instructionupdate")
