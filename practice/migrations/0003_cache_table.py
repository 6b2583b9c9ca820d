from django.db import migrations


class Migration(migrations.Migration):
    """The database cache, so that no web request depends on a broker (decisions B21)."""

    dependencies = [("practice", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE django_cache (
                cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
            );
            CREATE INDEX django_cache_expires ON django_cache (expires);
            """,
            "DROP TABLE django_cache;",
        )
    ]
