"""Enquiries of the demo firm, and how much its compliance officer has to read (decisions 26)."""

import random

import pytest
from django.db import transaction

from intake import corpus
from intake.models import ConflictCheck, ConflictHit, ConflictPolicy, Enquiry, EnquiryQuote
from intake.rules import CheckState, Level, Source
from intake.sweeping import new_names
from outbox.models import Message
from practice.models import CarePlan, Matter, MatterRole, Party, Position

CHECKS = 60
pytestmark = pytest.mark.usefixtures("loaded_at")
COMMON = (
    ("Northdale Building Society", MatterRole.LENDER),
    ("Fenwick & Marr Solicitors", MatterRole.OPPONENT_SOLICITOR),
    ("Moor & Dale Estate Agents", MatterRole.AGENT),
)


def test_enquiries_stand_at_every_stage_that_the_pages_draw() -> None:
    outcomes = sorted(Enquiry.objects.values_list("outcome", flat=True))
    states = sorted(ConflictCheck.objects.values_list("state", flat=True))

    assert outcomes == [
        *["", "", "", "", "", ""],
        "client_declined_price",
        "client_no_reply",
        "converted",
        "converted",
        "declined_conflict",
        "declined_not_our_work",
    ]
    assert states == ["cleared", "cleared", "declined", *["with_compliance"] * 4]
    assert Message.objects.waiting().filter(key__startswith="conflict:").count() == 0


def test_one_waiting_check_can_be_cleared_at_once_and_one_has_a_restricted_hit_and_one_both_sides_of_a_house() -> None:
    waiting = ConflictCheck.objects.filter(state=CheckState.WITH_COMPLIANCE)

    above = sorted(sorted(check.hits.above_line().values_list("source", "level")) for check in waiting)

    both_sides = [(Source.MATTER, Level.GRAVE), (Source.PARTY, Level.CLOSE), (Source.PROPERTY, Level.GRAVE)]
    assert above == [
        [],
        both_sides,
        [(Source.MATTER, Level.RESTRICTED), (Source.PARTY, Level.GRAVE)],
        [(Source.MATTER, Level.CLOSE)] * 2,
    ]


def test_one_waiting_check_has_hits_by_a_relation_and_bodies_people_a_quote_and_care_plans_are_there() -> None:
    related = ConflictHit.objects.exclude(via="").filter(check_of__state=CheckState.WITH_COMPLIANCE)

    said = "Roundhay Dental Practice LLP, whose owner or shareholder is Joseph Oyelaran"
    assert (len(set(related.values_list("check_of"))), related.filter(via=said).exists()) == (1, True)
    assert (Position.objects.count(), EnquiryQuote.objects.count(), CarePlan.objects.count()) == (2, 1, 2)


def test_half_of_six_name_conveyancing_checks_need_two_decisions_at_most_and_nineteen_of_twenty_eight() -> None:
    rng = random.Random(60)
    people = sorted(Party.objects.filter(kind="individual").values_list("name", flat=True))
    given, family = ([name.split(" ", 1)[part] for name in people] for part in (0, 1))

    def anybody() -> str:
        return f"{rng.choice(given)} {rng.choice(family)}"

    loads = []
    for _ in range(CHECKS):
        roles = (MatterRole.CLIENT, MatterRole.CLIENT, MatterRole.OPPONENT)
        terms = [corpus.Term(name, role) for name, role in (*((anybody(), role) for role in roles), *COMMON)]
        with transaction.atomic():
            hits = corpus.search(terms, matter=Matter(pk=0), policy=ConflictPolicy().as_rules())
        loads.append(sum(Level(hit.level).is_above_line for hit in hits))
    loads.sort()

    assert sum(loads) > 0
    assert (loads[CHECKS // 2] <= 2, loads[CHECKS * 95 // 100 - 1] <= 8) == (True, True), loads


def test_no_name_of_the_history_is_new_so_that_compliance_starts_with_no_pile() -> None:
    assert new_names(1) == []
