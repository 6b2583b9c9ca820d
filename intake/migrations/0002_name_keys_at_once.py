from django.db import migrations


class Migration(migrations.Migration):
    """Put new keys into the index at once, as practice.0006 does for parties."""

    dependencies = [("intake", "0001_enquiries_conflicts_and_meetings")]

    operations = [
        migrations.RunSQL("ALTER INDEX intake_enquiry_name_keys SET (fastupdate = off)", migrations.RunSQL.noop),
    ]
