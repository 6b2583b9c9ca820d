"""Reasons in terms of each client's interests, where work goes on despite a conflict (domain B04)."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from intake import services
from intake.affected import affected_by
from intake.models import ConflictHit, ConflictReport, Face
from intake.rules import HitDecision, InterestsMissing, Outcome
from intake.tests.factories import NOON, check, compliance, enquiry, stored
from practice.models import User
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def helen() -> User:
    return compliance()


def _possible(helen: User) -> ConflictHit:
    """Found by compliance: a client of ours on the other side of somebody new, which may be a conflict."""
    stored("Calder Vale Homes Ltd")
    hit = check(enquiry()).hits.above_line().get()
    return services.decide_hit(
        hit_id=hit.pk, decision=HitDecision.POSSIBLE_CONFLICT, reason="The same plot", by=helen, now=NOON
    )


def test_work_goes_on_despite_a_conflict_only_with_a_reason_for_each_client_it_touches(helen: User) -> None:
    hit = _possible(helen)
    touched = affected_by(hit.check_of, reader=helen)
    said = {one.key: f"Nothing of {one.name} is used" for one in touched}
    deed = partial(
        services.decide_check,
        check_id=hit.check_of_id,
        outcome=Outcome.CLEAR_WITH_CONDITIONS,
        reason="Two teams",
        by=helen,
        now=NOON,
    )
    for given in ({}, {touched[0].key: "They agreed"}, {**said, touched[1].key: " "}):
        with pytest.raises(InterestsMissing) as refused:
            deed(interests=given)
        assert refused.value.status == 422

    made = deed(interests=said)

    names = ["Brightwater Joinery Ltd", "Mr Quite Another Zebra", "Calder Vale Homes Ltd"]  # who is with them there
    assert [one.name for one in touched] == names
    assert [one["client"] for one in made.interests] == [one.name for one in touched]
    reports = {one.face: " ".join(one.html.split()) for one in ConflictReport.objects.filter(check_of=made)}
    words = "Interests of Calder Vale Homes Ltd: Nothing of Calder Vale Homes Ltd is used"
    assert (words in reports[Face.COMPLIANCE], "Interests of" in reports[Face.ASKER]) == (True, False)


def test_behind_a_restricted_hit_nobody_is_named(helen: User) -> None:
    theirs = factories.matter(client=factories.party("Quiet Zebra"), is_restricted=True)
    stored("Calder Vale Homes Ltd", matter=theirs)
    hit = check().hits.above_line().get()
    assert hit.answer_by is not None
    services.decide_hit(
        hit_id=hit.pk, decision=HitDecision.POSSIBLE_CONFLICT, reason="May be", by=hit.answer_by, now=NOON
    )

    names = [one.name for one in affected_by(hit.check_of, reader=helen)]

    assert names == ["Brightwater Joinery Ltd", f"whoever the restricted hit on {hit.term} is for"]


def test_the_form_asks_for_each_client_and_shows_what_was_said(helen: User) -> None:
    hit = _possible(helen)
    browser, url = Client(), reverse("conflict_decide", args=[hit.check_of_id])
    browser.force_login(helen)
    typed = {"outcome": "clear_with_conditions", "reason": "Two teams"}
    keys = [one.key for one in affected_by(hit.check_of, reader=helen)]
    said = dict.fromkeys(keys, "Both were told and want us")

    answers = [browser.post(url, typed), browser.post(url, typed | said)]

    assert [one.status_code for one in answers] == [422, 303]
    page = answers[0].content.decode()
    assert "Say why this does no harm to the interests of Brightwater Joinery Ltd and 2 more." in page
    assert page.count("If work goes on: why that does no harm to") >= len(keys)
    shown = browser.get(reverse("conflict", args=[hit.check_of_id])).content.decode()
    assert "Interests of Calder Vale Homes Ltd: Both were told and want us" in shown
