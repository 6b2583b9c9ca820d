"""The report of a decided check: kept with the decision, in two copies, printed once, never changed."""

import hashlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake import services
from intake.models import ConflictCheck, ConflictReport, Face, ReportPaper
from intake.rules import HitDecision, Outcome
from intake.tests.factories import NOON, calendar, check, compliance, enquiry, stored, wall
from outbox.models import Document
from outbox.reading import text_of
from practice.models import MatterRole, User
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
OPPONENT = MatterRole.OPPONENT


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def helen() -> User:
    return compliance()


def _decided(made: ConflictCheck, by: User, outcome: Outcome = Outcome.CLEAR, reason: str = "") -> ConflictCheck:
    for hit in made.hits.above_line().filter(decision=""):
        answers = hit.answer_by or by
        decision = HitDecision.FALSE_POSITIVE
        services.decide_hit(hit_id=hit.pk, decision=decision, reason="Another firm in Hull", by=answers, now=NOON)
    return services.decide_check(check_id=made.pk, outcome=outcome, reason=reason, by=by, now=NOON)


def _words(made: ConflictCheck, face: Face) -> str:
    return " ".join(ConflictReport.objects.get(check_of=made, face=face).html.split())


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_waiting_check_has_no_report_whatever_outcome_is_recorded_on_the_way(helen: User) -> None:
    made = check()

    services.decide_check(check_id=made.pk, outcome=Outcome.ESCALATED, reason="Too big", by=helen, now=NOON)

    assert ConflictReport.objects.count() == 0
    assert _browser(helen).get(reverse("conflict_report", args=[made.pk])).status_code == 404


@pytest.mark.parametrize("outcome", [Outcome.CLEAR, Outcome.DECLINED])
def test_a_decision_keeps_both_copies_with_their_hashes(outcome: Outcome, helen: User) -> None:
    made = _decided(check(), helen, outcome, "Read it all")

    reports = ConflictReport.objects.order_by("face")
    assert [(one.check_of, one.face, one.made_by, one.made_at) for one in reports] == [
        (made, Face.ASKER, helen, NOON),
        (made, Face.COMPLIANCE, helen, NOON),
    ]
    assert [one.sha256 for one in reports] == [hashlib.sha256(one.html.encode()).hexdigest() for one in reports]


def test_compliances_copy_says_what_was_searched_found_and_decided_by_whom(helen: User) -> None:
    stored("Calder Vale Homes Ltd")
    stored("Pennine Timber Suppliers Ltd", role=MatterRole.PAYER)
    of = enquiry(
        others=(("Calder Vale Homes Ltd", OPPONENT), ("Pennine Timber Supplies Ltd", MatterRole.OTHER)),
        former_names=("Brightwater & Sons",),
    )
    made = check(of)
    services.ask_check(matter_id=made.matter_id, because="Again", by=made.asked_by, now=NOON, calendar=calendar())
    services.decide_check(check_id=made.pk, outcome=Outcome.ESCALATED, reason="For the partner", by=helen, now=NOON)
    _decided(made, helen, Outcome.CLEAR, "Only namesakes")

    words = _words(made, Face.COMPLIANCE)

    made.refresh_from_db()
    hit = made.hits.above_line().get()
    for said in (
        f"Conflict check report {made.reference}",
        f"by {made.asked_by}: New instruction",
        "<b>Brightwater Joinery Ltd</b>, client. Also Brightwater &amp; Sons",
        f'<th scope="row">People and bodies on record</th><td class="num">{made.coverage["parties"]}</td>',
        "From 0.55 of 1 on a name is listed, from 0.65 on it is reviewed",
        f"Against a client we act for now. The same name as Calder Vale Homes Ltd. Here: other side. "
        f"There: client in {hit.matter}, open, {hit.matter.fee_earner}.",  # type: ignore[union-attr]
        f"<b>Not the same person or body</b>, {helen}, Tue 24 Nov 2026, 12:00. Another firm in Hull",
        "Pennine Timber Suppliers Ltd, near Pennine Timber Supplies Ltd",
        f"{made.asked_by.name}: run again",
        f"{helen.name}: Escalated to the managing partner. For the partner",
        f"{helen.name}: Clear. Only namesakes",
        f"by {helen}</td>",
    ):
        assert said in words, said


def test_the_askers_copy_reads_the_same_whatever_was_found(helen: User) -> None:
    asker = factories.user()
    told = []
    for found in ("nothing", "a client", "a restricted client"):
        if found != "nothing":
            theirs = factories.matter(
                client=factories.party("Quiet Zebra"), is_restricted=found == "a restricted client"
            )
            stored("Calder Vale Homes Ltd", matter=theirs)
        made = _decided(check(by=asker), helen, reason="Nothing in it")
        words = _words(made, Face.ASKER).replace(made.reference, "").replace(str(made.matter), "")
        told.append(words.replace(made.matter.reference or "", ""))

    assert len({made.hits.count() for made in ConflictCheck.objects.all()}) > 1
    assert len(set(told)) == 1
    assert "With compliance. Every report for the person who asked says this" in told[0]
    assert [said for said in ("Nothing in it", "Entries", "Quiet Zebra", "Hull") if said in told[0]] == []


def test_what_a_restricted_hit_was_stands_in_no_copy(helen: User) -> None:
    secret = factories.matter(
        client=factories.party("Quiet Zebra"), title="Secret of Staith Street", is_restricted=True
    )
    stored("Calder Vale Homess Ltd", matter=secret)
    made = _decided(check(), helen, reason="Answered inside")
    hit = made.hits.get(is_masked=True)

    words = _words(made, Face.COMPLIANCE)

    assert "Restricted hit on Calder Vale Homes Ltd" in words
    assert f"record {hit.pk}" in words
    assert f"Answered by {hit.answer_by}" in words
    assert "restricted" not in _words(made, Face.ASKER).lower()
    assert [said for said in ("Homess", "Secret of", "Zebra", "Hull") if said in words + _words(made, Face.ASKER)] == []


def test_each_reader_gets_their_own_copy_and_a_stranger_none(helen: User) -> None:
    stored("Calder Vale Homes Ltd")
    made = _decided(check(), helen, reason="Read")
    at = reverse("conflict_report", args=[made.pk])

    theirs, hers = (_browser(one).get(at).content.decode() for one in (made.asked_by, helen))

    assert ("Hits above the review line" in theirs, "Hits above the review line" in hers) == (False, True)
    assert ("With compliance. Every report" in theirs, "With compliance. Every report" in hers) == (True, False)
    assert ConflictReport.objects.get(check_of=made, face=Face.COMPLIANCE).sha256 in hers
    assert _browser(factories.user()).get(at).status_code == 404


def test_whoever_a_wall_keeps_from_a_matter_named_in_it_reads_the_askers_copy(helen: User) -> None:
    party = stored("Calder Vale Homes Ltd")
    made = _decided(check(), helen, reason="Read")
    other = compliance("Olive", "Outside")
    at = reverse("conflict_report", args=[made.pk])
    before = _browser(other).get(at).content.decode()

    wall(party.roles.get().matter, helen, other)
    after = _browser(other).get(at).content.decode()

    assert ("Calder Vale Homes Ltd</h3>" in before, "Calder Vale Homes Ltd</h3>" in after) == (True, False)
    assert "The asker’s copy" in after


def test_the_pdf_is_made_once_of_the_kept_words_and_prints_their_hash(helen: User) -> None:
    stored("Calder Vale Homes Ltd")
    made = _decided(check(), helen, reason="Read")
    report = ConflictReport.objects.get(check_of=made, face=Face.COMPLIANCE)
    at = reverse("conflict_report_pdf", args=[made.pk])

    answers = [_browser(helen).get(at) for _ in range(2)]

    paper = ReportPaper.objects.get()
    document = paper.document
    said = text_of(bytes(document.content))
    assert {(one.status_code, one.content) for one in answers} == {(200, bytes(document.content))}
    assert (paper.report, Document.objects.count(), answers[0]["ETag"]) == (report, 1, f'"{document.sha256}"')
    assert "Against a client we act for now" in said
    assert f"SHA-256 of them: {report.sha256}" in said
    assert document.sha256 in _browser(helen).get(reverse("conflict_report", args=[made.pk])).content.decode()


def test_a_name_that_no_letter_font_has_leaves_the_words_and_says_why_there_is_no_paper(helen: User) -> None:
    made = _decided(check(enquiry("สมชาย Li", others=())), helen)

    answer = _browser(helen).get(reverse("conflict_report_pdf", args=[made.pk]))

    assert answer.status_code == 422
    assert "no shape for" in answer.content.decode()
    assert "สมชาย Li</b>, client" in answer.content.decode()
    assert services.sweep_reports(now=NOON) == ReportPaper.objects.count() == 0


def test_the_sweep_prints_what_has_no_paper_and_may_run_twice(helen: User) -> None:
    _decided(check(), helen)

    assert [services.sweep_reports(now=NOON) for _ in range(2)] == [2, 0]
    assert ReportPaper.objects.count() == Document.objects.count() == 2


@pytest.mark.parametrize("model", [ConflictReport, ReportPaper])
def test_the_database_refuses_to_change_or_remove_a_report(
    model: type[ConflictReport | ReportPaper], helen: User
) -> None:
    made = _decided(check(), helen)
    report = ConflictReport.objects.get(check_of=made, face=Face.COMPLIANCE)
    services.print_report(report_id=report.pk, now=NOON)
    table = model._meta.db_table

    for change in ("DELETE FROM {}", "UPDATE {} SET id = id"):
        with (
            pytest.raises(DatabaseError, match="permission denied|never changed or removed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change.format(table))
