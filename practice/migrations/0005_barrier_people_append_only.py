from django.db import migrations

from practice.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("practice", "0004_barriers")]

    operations = append_only("practice_barrierperson")
