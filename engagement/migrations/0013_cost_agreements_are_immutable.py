from django.db import migrations

from practice.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("engagement", "0012_agreed_cost_updates")]

    operations = append_only("engagement_costagreement", "engagement_costdecline")
