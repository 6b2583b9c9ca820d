from collections.abc import Iterator
from datetime import datetime

import pytest
from pytest_django.plugin import DjangoDbBlocker

from clientcare.demo.load import load_demo
from clientcare.testing import databases
from practice import clock


@pytest.fixture(scope="module")
def loaded_at(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """Load the demo firm once for a file, with real commits, and say when."""
    with django_db_blocker.unblock(), databases.copy_of_template():
        now = clock.now()
        load_demo(now=now, tell=lambda _: None)
        yield now
