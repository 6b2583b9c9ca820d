"""Tables whose rows never change again, kept so by PostgreSQL itself (decisions B4, B15)."""

from django.conf import settings
from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are never changed or removed.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
_TRIGGERS = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') AND '{role}' <> current_user THEN
        EXECUTE 'REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM "{role}"';
    END IF;
END $$;
"""
_UNDO = "DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_no_truncate ON {table};"


def append_only(*tables: str) -> list[migrations.RunSQL]:
    """Return the migration operations that refuse UPDATE, DELETE and TRUNCATE on these tables, by trigger and grant."""
    role = settings.DATABASES["default"]["USER"]
    operations = [migrations.RunSQL(_FUNCTION, migrations.RunSQL.noop)]
    operations += [
        migrations.RunSQL(_TRIGGERS.format(table=table, role=role), _UNDO.format(table=table)) for table in tables
    ]
    return operations
