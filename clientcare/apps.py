from django.apps import AppConfig
from django.forms import Field


class ClientcareConfig(AppConfig):
    name = "clientcare"

    def ready(self) -> None:
        """Say in our words, in every form, that an answer is missing."""
        Field.default_error_messages["required"] = "This needs an answer."
