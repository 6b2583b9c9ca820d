from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.forms import Field


class ClientcareConfig(AppConfig):
    name = "clientcare"
    default = True

    def ready(self) -> None:
        """Say in our words, in every form, that an answer is missing."""
        Field.default_error_messages["required"] = "This needs an answer."


class StaticFiles(StaticFilesConfig):
    """Django's, without the parts of packages that no page uses: they take half a minute to compress."""

    default = False
    ignore_patterns = [
        *("CVS", ".*", "*~"),
        *("bootstrap-*", "bootstrap.css*", "bootstrap.rtl*"),
        "*.woff",
    ]
