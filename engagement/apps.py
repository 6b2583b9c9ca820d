from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the library of clauses find the letters that a change would touch."""
        from engagement.letters.unsent import unsent  # its models are not there before
        from wording import drafts

        drafts.register("engagement", unsent)
