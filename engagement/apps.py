from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Check the work files at start, and let the library of clauses find the letters a change would touch."""
        from engagement import checks  # noqa: F401  # registers itself
        from engagement.letters.unsent import unsent  # its models are not there before
        from wording import drafts

        drafts.register("engagement", unsent)
