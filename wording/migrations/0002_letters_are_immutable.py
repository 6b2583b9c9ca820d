from django.db import migrations

from practice.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("wording", "0001_wording_and_letters")]

    operations = append_only("wording_factsnapshot", "wording_issuedletter")
