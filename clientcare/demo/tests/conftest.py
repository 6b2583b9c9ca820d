from collections.abc import Iterator
from datetime import datetime

import pytest
from pytest_django.plugin import DjangoDbBlocker

from clientcare.testing import databases


@pytest.fixture(scope="module")
def loaded_at(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """Give a file the demo firm, with real commits, and say when it was loaded."""
    with django_db_blocker.unblock(), databases.copy_of_template(databases.Template.DEMO):
        yield databases.filled_at(databases.Template.DEMO)
