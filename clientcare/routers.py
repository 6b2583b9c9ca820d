"""Which database role does what."""


class OwnerMigrates:
    """Reads and writes go by the application's role; only the owner changes the schema."""

    def db_for_read(self, model: object, **hints: object) -> str:
        return "default"

    def db_for_write(self, model: object, **hints: object) -> str:
        return "default"

    def allow_relation(self, first: object, second: object, **hints: object) -> bool:
        return True
