"""The house's own settings with one address more: the bare booking."""

from clientcare.settings import *  # noqa: F403

ROOT_URLCONF = "desks.limit_urls"
