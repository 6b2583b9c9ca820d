from django.db import migrations

from practice.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("engagement", "0004_acceptance")]

    operations = append_only("engagement_acceptance", "engagement_decline")
