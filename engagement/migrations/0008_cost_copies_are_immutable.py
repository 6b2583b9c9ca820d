from django.db import migrations

from practice.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("engagement", "0007_cost_updates_bills_and_warnings")]

    operations = append_only("engagement_costupdatecopy", "engagement_unbillednote")
