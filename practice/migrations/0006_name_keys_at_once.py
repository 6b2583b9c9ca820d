from django.db import migrations


class Migration(migrations.Migration):
    """Put new keys into the index at once: a pending list is read whole by every search, and long after an import."""

    dependencies = [("practice", "0005_barrier_people_append_only")]

    operations = [
        migrations.RunSQL("ALTER INDEX practice_name_keys SET (fastupdate = off)", migrations.RunSQL.noop),
    ]
