"""Who may ring instead: the deputy that a matter's care plan names, before whoever stands in for the owner."""

import pytest

from callbacks.team import helpers_for
from practice.models import CarePlan, Matter
from practice.tests import factories

pytestmark = pytest.mark.django_db


def test_the_deputy_of_the_matter_is_offered_first_while_they_may_see_it() -> None:
    beth, siobhan = factories.user(given="Beth"), factories.user(given="Siobhan")
    amara = factories.user(given="Amara", substitute=beth)
    matter = factories.matter(fee_earner=amara)
    CarePlan.objects.create(matter=matter, deputy=siobhan, set_at=factories.TUESDAY_NOON, set_by=amara)

    assert helpers_for(amara, matter) == [(siobhan, "Deputy on the matter"), (beth, "Deputy")]
    assert helpers_for(beth, matter) == [(amara, "Their solicitor"), (siobhan, "Deputy on the matter")]

    Matter.objects.filter(pk=matter.pk).update(is_restricted=True)
    assert siobhan not in [person for person, _ in helpers_for(amara, Matter.objects.get(pk=matter.pk))]
