"""A clause, and the people who change it."""

import pytest

from practice.models import User
from practice.permissions import Role
from practice.tests import factories
from wording.models import Clause


@pytest.fixture
def writer(db: None) -> User:
    return factories.user(Role.COMPLIANCE, given="Cora")


@pytest.fixture
def partner(db: None) -> User:
    return factories.user(Role.MANAGING_PARTNER, given="Eleanor")


@pytest.fixture
def clause(writer: User) -> Clause:
    return Clause.objects.get(code="costs_basis")
