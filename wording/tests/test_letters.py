"""Wording in the database: versions, composing, printing with the gate on the PDF, freezing, proving."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg2 import sql

from outbox.models import Document
from outbox.pdf import Rendered, render_pdf
from outbox.reading import text_of
from practice.actors import SYSTEM
from practice.models import JournalEntry, Matter
from practice.tests import factories as firm
from wording import library, loading, services
from wording.composition import Composition
from wording.errors import ClauseNotPrinted, LetterBlocked, NoWording
from wording.models import ClauseVersion, FactSnapshot, IssuedLetter, Template
from wording.tests.factories import CARE, care_letter, every_letter

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
compose = partial(services.compose, large_print=False)


@pytest.fixture
def wording(db: None) -> None:
    if not Template.objects.exists():
        loading.load_wording.__wrapped__(by=SYSTEM, now=NOW)  # type: ignore[attr-defined]  # inside the test's own


@pytest.fixture
def composed(wording: None) -> Composition:
    return compose(template_code=CARE, facts=care_letter(), now=NOW)


@pytest.fixture
def reload(wording: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., loading.Loaded]:
    """Load the shipped wording once more, with some clauses or templates changed."""

    def load(now: datetime, *, clauses: dict[str, str] | None = None, heading: str = "") -> loading.Loaded:
        shipped = library.read()
        changed = {
            code: replace(clause, body=(clauses or {}).get(code, clause.body))
            for code, clause in shipped.clauses.items()
        }
        templates = dict(shipped.templates)
        templates[CARE] = replace(templates[CARE], heading=heading or templates[CARE].heading)
        monkeypatch.setattr(library, "read", lambda: library.Library(changed, templates))
        return loading.load_wording.__wrapped__(by=SYSTEM, now=now)  # type: ignore[attr-defined,no-any-return]

    return load


def keep(composed: Composition, rendered: Rendered, matter: Matter, **changes: object) -> IssuedLetter:
    given = {"subject": matter, "version": 1, "matter": matter, "by": SYSTEM, "now": NOW, **changes}
    return services.keep_letter(composition=composed, rendered=rendered, **given)  # type: ignore[arg-type]


def test_loading_again_changes_nothing(reload: Callable[..., loading.Loaded]) -> None:
    before = (ClauseVersion.objects.count(), Template.objects.count(), JournalEntry.objects.count())

    loaded = reload(NOW)

    assert (loaded.clauses, loaded.templates) == (0, 0)
    assert (ClauseVersion.objects.count(), Template.objects.count(), JournalEntry.objects.count()) == before


def test_a_changed_clause_becomes_a_new_version_and_letters_of_before_keep_theirs(
    reload: Callable[..., loading.Loaded],
) -> None:
    loaded = reload(NOW, clauses={"scope_out": "We do not build houses."}, heading="Your home")

    then = compose(template_code=CARE, facts=care_letter(), now=NOW - timedelta(seconds=1))
    now = compose(template_code=CARE, facts=care_letter(), now=NOW)

    assert (loaded.clauses, loaded.templates) == (1, 1)
    assert ["We do not build houses." in one.html for one in (then, now)] == [False, True]
    assert [one.template.version for one in (then, now)] == [1, 2]
    assert [one.title for one in (then, now)] == ["Your purchase of 27 Quarry Mount, Leeds", "Your home"]
    edits = JournalEntry.objects.filter(event__endswith=".replaced")
    told = {(one.event, one.facts["code"], one.facts["version"], one.actor_name) for one in edits}
    assert told == {("clause.replaced", "scope_out", 2, "ClientCare"), ("template.replaced", CARE, 2, "ClientCare")}


def test_a_clause_that_would_fail_in_a_letter_is_not_loaded(reload: Callable[..., loading.Loaded]) -> None:
    with pytest.raises(Exception, match="firm.shoe_size"):
        reload(NOW, clauses={"scope_out": "{{ firm.shoe_size }}"})

    assert ClauseVersion.objects.filter(clause__code="scope_out").count() == 1


def test_the_database_keeps_one_open_version_and_no_silent_mandatory_clause(wording: None) -> None:
    version = ClauseVersion.objects.filter(clause__code="complaints").get()
    version.pk = None
    version.version = 2
    with pytest.raises(IntegrityError, match="wording_one_open_version_per_clause"), transaction.atomic():
        version.save(force_insert=True)

    version.in_force_to, version.required_text = NOW, ""
    with pytest.raises(IntegrityError, match="wording_mandatory_clause_says_what"), transaction.atomic():
        version.save(force_insert=True)


@pytest.mark.django_db(transaction=False)
def test_the_command_says_what_it_did(wording: None, monkeypatch: pytest.MonkeyPatch) -> None:
    told = StringIO()
    monkeypatch.setattr(
        "wording.management.commands.load_wording.load_wording",
        loading.load_wording.__wrapped__,  # type: ignore[attr-defined]
    )

    call_command("load_wording", stdout=told)

    assert told.getvalue() == "New versions: 0 clauses, 0 templates.\n"


def test_a_template_that_was_not_in_force_is_a_refusal(wording: None) -> None:
    with pytest.raises(NoWording):
        compose(template_code=CARE, facts=care_letter(), now=datetime(2019, 1, 1, tzinfo=UTC))


def test_composing_takes_five_queries(wording: None, django_assert_num_queries: Callable[[int], object]) -> None:
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        compose(template_code=CARE, facts=care_letter(), now=NOW)


def test_the_letter_prints_on_two_pages_and_a_form_with_every_mandatory_sentence(composed: Composition) -> None:
    rendered = services.print_letter(composed)

    words = text_of(rendered.pdf)
    required = [sentence for clause in composed.clauses for sentence in clause.required]
    assert rendered.pages == 3
    assert len(rendered.pdf) < 50_000
    assert words.index("Yours sincerely") < words.index("Accepting this letter")
    assert [sentence for sentence in required if sentence not in words] == []
    assert len(required) >= 8


@pytest.mark.parametrize("code", sorted(every_letter()))
def test_every_letter_passes_the_gate_on_its_pdf(wording: None, code: str) -> None:
    letter = compose(template_code=code, facts=every_letter()[code], now=NOW)

    rendered = services.print_letter(letter)

    assert rendered.pdf.startswith(b"%PDF-1.")


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("the <b>Legal Ombudsman</b>", "The ombudsman"),
        ("within 6 months of our final", "The ombudsman"),
        ("exchange contracts", "What we will do"),
        ("Our bank details never change.", "Fraud warning"),
    ],
)
def test_a_mandatory_sentence_that_is_not_in_the_pdf_stops_the_letter(
    composed: Composition, said: str, title: str
) -> None:
    tampered = replace(composed, html=composed.html.replace(said, "nobody"))

    assert composed.html.count(said) == 1
    with pytest.raises(ClauseNotPrinted, match=f"The PDF does not show: {title}"):
        services.print_letter(tampered)


def test_a_letter_with_an_open_question_is_neither_printed_nor_kept(wording: None) -> None:
    whole = compose(template_code=CARE, facts=care_letter(), now=NOW)
    rendered = services.print_letter(whole)
    gapped = compose(template_code=CARE, facts=care_letter(price=None), now=NOW)

    with pytest.raises(LetterBlocked, match="what price"):
        services.print_letter(gapped)
    with pytest.raises(LetterBlocked):
        keep(gapped, rendered, firm.matter())
    assert IssuedLetter.objects.count() == 0


def test_a_kept_letter_holds_everything_needed_to_make_it_again(composed: Composition) -> None:
    matter, solicitor = firm.matter(), firm.user()
    rendered = services.print_letter(composed)

    letter = keep(composed, rendered, matter, by=solicitor)

    found = IssuedLetter.objects.about(matter).newest_first().get()
    again = services.recompose(found)
    assert found == letter
    assert bytes(found.document.content) == rendered.pdf
    assert found.document.file_name == "Letter RP-26-0447.pdf"
    assert (found.pages, found.issued_by, found.reference) == (3, solicitor, "RP-26-0447")
    assert again.html_sha256 == found.html_sha256
    assert render_pdf(again.html).sha256 == found.document.sha256


def test_letters_that_cannot_be_made_again_are_named(composed: Composition) -> None:
    rendered = services.print_letter(composed)
    matter, told, alarm = firm.matter(), StringIO(), StringIO()
    keep(composed, rendered, matter)
    other_engine = replace(rendered, pdf=rendered.pdf + b"\n", engine={"weasyprint": "69.0"})
    keep(composed, other_engine, matter, version=2)

    call_command("reprove_letters", stdout=told)
    forged = replace(composed, html=composed.html.replace("Quarry", "Query"))
    bad = keep(forged, rendered, matter, version=3)
    with pytest.raises(CommandError):
        call_command("reprove_letters", stdout=told, stderr=alarm)

    assert told.getvalue().splitlines() == [
        "1 same bytes, 1 same content, other engine, 0 different",
        "1 same bytes, 1 same content, other engine, 1 different",
    ]
    assert alarm.getvalue().startswith(f"Letter {bad.pk} (care_letter.residential_conveyancing, RP-26-0447) came out")


def test_a_letter_is_made_again_from_its_own_versions_after_the_wording_changed(
    composed: Composition, reload: Callable[..., loading.Loaded]
) -> None:
    letter = keep(composed, services.print_letter(composed), firm.matter())

    reload(NOW + timedelta(days=1), clauses={"scope_out": "We do not build houses."})

    assert services.recompose(letter).html_sha256 == letter.html_sha256
    later = compose(template_code=CARE, facts=care_letter(), now=NOW + timedelta(days=1))
    assert later.html_sha256 != letter.html_sha256


@pytest.mark.parametrize("table", [IssuedLetter, FactSnapshot, Document])
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_an_issued_letter_can_be_neither_changed_nor_removed(
    composed: Composition, table: type[IssuedLetter], deed: str
) -> None:
    keep(composed, services.print_letter(composed), firm.matter())
    statement = sql.SQL(deed).format(sql.Identifier(table._meta.db_table))

    refused = pytest.raises(DatabaseError, match=r"permission denied|never changed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert table.objects.count() == 1


def test_the_same_version_for_the_same_person_is_kept_once(composed: Composition) -> None:
    matter, rendered = firm.matter(), services.print_letter(composed)
    keep(composed, rendered, matter)

    with pytest.raises(IntegrityError, match="wording_one_letter_a_version_and_person"), transaction.atomic():
        keep(composed, rendered, matter)

    keep(composed, rendered, matter, version=2)
    assert IssuedLetter.objects.about(matter).count() == 2
