import pytest
from django.test import Client

from engagement.models import Letter
from engagement.tests import factories
from practice.models import Matter


@pytest.fixture
def matter(db: None) -> Matter:
    return factories.matter()


@pytest.fixture
def letter(matter: Matter) -> Letter:
    """A draft that leaves nothing open, at noon of the Tuesday that the services' tests live on."""
    return factories.written(matter)


@pytest.fixture
def lawyer(matter: Matter) -> Client:
    return factories.browser_of(matter.fee_earner)
