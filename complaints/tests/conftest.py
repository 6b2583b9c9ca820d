import pytest

from complaints.tests import factories
from complaints.tests.factories import Cast


@pytest.fixture
def people(db: None) -> Cast:
    return factories.cast()


@pytest.fixture
def people_(people: Cast) -> Cast:
    """The same cast where the module of services is called `people`."""
    return people
