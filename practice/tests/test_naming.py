"""Names with kinds and days: what each deed changes, what it refuses, and what is said of a name."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from practice.errors import Refusal
from practice.matching import search
from practice.matching.likeness import traits_of
from practice.models import Gate, JournalEntry, NameKind, Party, PartyName, User
from practice.naming import by_kind, days_of, known_as, said, under
from practice.services import naming
from practice.services.naming import Days, LegalName
from practice.tests import factories

NOON = factories.TUESDAY_NOON
TODAY = NOON.date()
WEDDING = date(2019, 3, 5)


@pytest.mark.parametrize(
    ("kind", "until_on", "mistaken", "words"),
    [
        pytest.param("current", None, "", "", id="the legal name needs no word"),
        pytest.param("former", WEDDING, "", "under a former name, until Mar 2019", id="former, ended"),
        pytest.param("former", None, "", "under a former name", id="former, nobody knows until when"),
        pytest.param("maiden", WEDDING, "", "under a maiden name, until Mar 2019", id="maiden"),
        pytest.param("known_as", None, "", "under a name they are known as", id="known as"),
        pytest.param("alias", None, "", "under an alias", id="alias"),
        pytest.param("trading", None, "", "under a trading name", id="trading"),
        pytest.param("transliteration", None, "", "under a transliteration", id="other letters"),
        pytest.param("alias", WEDDING, "Typed wrongly", "under a name recorded by mistake", id="never theirs"),
    ],
)
def test_a_hit_says_under_what_name(kind: str, until_on: date | None, mistaken: str, words: str) -> None:
    assert under(kind, until_on, mistaken) == words


@pytest.mark.parametrize(
    ("from_on", "until_on", "words"),
    [
        pytest.param(None, None, "", id="nobody knows"),
        pytest.param(WEDDING, None, "since Tue 5 Mar 2019", id="since"),
        pytest.param(date(2026, 12, 1), None, "from Tue 1 Dec", id="not yet"),
        pytest.param(None, WEDDING, "until Tue 5 Mar 2019", id="until"),
        pytest.param(date(2010, 1, 4), WEDDING, "from Mon 4 Jan 2010 until Tue 5 Mar 2019", id="both"),
    ],
)
def test_the_days_of_a_name_are_said_as_far_as_they_are_known(
    from_on: date | None, until_on: date | None, words: str
) -> None:
    assert days_of(PartyName(from_on=from_on, until_on=until_on), today=TODAY) == words


@pytest.mark.parametrize(
    ("days", "is_used"),
    [
        pytest.param({}, True, id="no days"),
        pytest.param({"from_on": TODAY}, True, id="from today"),
        pytest.param({"from_on": TODAY + timedelta(days=1)}, False, id="from tomorrow"),
        pytest.param({"until_on": TODAY}, False, id="stopped today"),
        pytest.param({"until_on": TODAY + timedelta(days=1)}, True, id="stops tomorrow"),
        pytest.param({"mistaken_because": "Typed wrongly"}, False, id="by mistake"),
    ],
)
def test_a_name_is_used_from_its_first_day_until_the_one_it_stopped(days: dict[str, object], is_used: bool) -> None:
    assert PartyName(**days).is_used(TODAY) is is_used


@pytest.fixture
def by() -> User:
    return factories.user()


@pytest.fixture
def ann(by: User) -> Party:
    return factories.party("Ann Whitlock", title="Miss", salutation="Miss Whitlock", by=by)


def _legal(**typed: object) -> LegalName:
    usual = {"text": "Ann Ellison", "since_on": WEDDING, "before": NameKind.MAIDEN, "title": "Mrs"}
    return LegalName(**{**usual, "salutation": "Mrs Ellison", **typed})  # type: ignore[arg-type]


def _names(party: Party) -> list[tuple[str, str, date | None, date | None]]:
    return [(one.text, one.kind, one.from_on, one.until_on) for one in by_kind(party.names.all())]


def _add(party: Party, by: User, text: str, kind: NameKind, days: Days = naming.UNKNOWN) -> PartyName:
    naming.record_name(party_id=party.pk, text=text, kind=kind, days=days, by=by, now=NOON)
    return party.names.get(text=text)


@pytest.mark.django_db
def test_a_marriage_is_one_deed_and_the_second_time_changes_nothing(ann: Party, by: User) -> None:
    matter = factories.matter(client=ann)

    for _ in range(2):
        naming.take_legal_name(party_id=ann.pk, legal=_legal(), by=by, now=NOON)

    ann.refresh_from_db()
    assert (ann.full_name, ann.dear) == ("Mrs Ann Ellison", "Mrs Ellison")
    assert _names(ann) == [
        ("Ann Ellison", NameKind.CURRENT, WEDDING, None),
        ("Ann Whitlock", NameKind.MAIDEN, None, WEDDING),
    ]
    assert Gate.objects.calling_for_a_check().get().matter == matter
    assert JournalEntry.objects.get(event="party.legal_name_changed").facts == {
        "was": "Ann Whitlock",
        "name": "Ann Ellison",
        "dear": "Mrs Ellison",
        "from_on": "2019-03-05",
    }


@pytest.mark.django_db
def test_a_name_on_record_becomes_the_legal_one_again_and_nothing_new_is_to_be_searched(ann: Party, by: User) -> None:
    naming.take_legal_name(party_id=ann.pk, legal=_legal(), by=by, now=NOON)
    factories.matter(client=ann)
    divorce = _legal(text="Ann Whitlock", since_on=TODAY, before=NameKind.FORMER, title="Ms", salutation="Ms Whitlock")

    naming.take_legal_name(party_id=ann.pk, legal=divorce, by=by, now=NOON)

    assert _names(ann) == [
        ("Ann Whitlock", NameKind.CURRENT, TODAY, None),
        ("Ann Ellison", NameKind.FORMER, WEDDING, TODAY),
    ]
    assert not Gate.objects.calling_for_a_check().exists()


@pytest.mark.django_db
def test_the_legal_name_is_put_right_in_its_letters(ann: Party, by: User) -> None:
    spelt = _legal(text="Ánn  Whitlock", since_on=None, title="Miss", salutation="Miss Whitlock")

    naming.take_legal_name(party_id=ann.pk, legal=spelt, by=by, now=NOON)

    ann.refresh_from_db()
    assert (ann.name, _names(ann)) == ("Ánn Whitlock", [("Ánn Whitlock", NameKind.CURRENT, None, None)])


@pytest.mark.django_db
def test_a_name_recorded_by_mistake_is_found_by_checks_alone_and_is_theirs_again_when_given_again(
    ann: Party, by: User
) -> None:
    wrong = _add(ann, by, "Zebedee Quillfeather", NameKind.ALIAS)

    for _ in range(2):
        naming.set_name_aside(name_id=wrong.pk, because="Wrong record", by=by, now=NOON)

    assert not Party.objects.matching("quillfeather").exists()
    assert not Party.objects.same_as(name="Zebedee Quillfeather").exists()
    found = search.find([traits_of(name="Zebedee Quillfeather")])[0].nearest()
    assert [(one.party_id, one.likeness.why) for one in found] == [
        (ann.pk, "same name, under a name recorded by mistake")
    ]
    assert JournalEntry.objects.filter(event="party.name_set_aside").count() == 1
    _add(ann, by, "Zebedee Quillfeather", NameKind.KNOWN_AS)
    assert Party.objects.matching("quillfeather").get() == ann


@pytest.mark.django_db
def test_what_they_are_known_as_is_said_while_they_use_it(ann: Party, by: User) -> None:
    nan = _add(ann, by, "Nan", NameKind.KNOWN_AS, Days(WEDDING))
    _add(ann, by, "Ann the Baker", NameKind.TRADING)
    assert (known_as(ann, TODAY), known_as(ann, WEDDING - timedelta(days=1)), known_as(None, TODAY)) == ("Nan", "", "")

    naming.end_name(name_id=nan.pk, until_on=TODAY, by=by, now=NOON)

    nan.refresh_from_db()
    assert (known_as(ann, TODAY), said(nan)) == ("", "known as Nan, until Nov 2026")
    assert Party.objects.matching("nan").get() == ann


@pytest.mark.django_db
def test_kind_and_days_are_put_right_and_shut_nothing(ann: Party, by: User) -> None:
    name = _add(ann, by, "Ann Grey", NameKind.ALIAS)
    factories.matter(client=ann)

    for _ in range(2):
        naming.correct_name(name_id=name.pk, kind=NameKind.FORMER, days=Days(None, WEDDING), by=by, now=NOON)

    assert _names(ann)[1] == ("Ann Grey", NameKind.FORMER, None, WEDDING)
    facts = JournalEntry.objects.get(event="party.name_corrected").facts
    assert facts == {"name": "Ann Grey", "kind": "former", "until_on": "2019-03-05"}
    assert not Gate.objects.calling_for_a_check().exists()


_BACKWARDS = Days(WEDDING, WEDDING - timedelta(days=1))
_FUTURE = {"since_on": TODAY + timedelta(days=1)}
Deed = Callable[[Party, PartyName, User], object]
_REFUSED: list[tuple[str, str, Deed]] = [
    (
        "days that run backwards",
        "ends_before_it_begins",
        lambda ann, _, by: naming.record_name(
            party_id=ann.pk, text="Nan", kind=NameKind.KNOWN_AS, days=_BACKWARDS, by=by, now=NOON
        ),
    ),
    (
        "known in other letters",
        "name_not_changed",
        lambda ann, _, by: naming.record_name(
            party_id=ann.pk, text="MISS ANN WHÍTLOCK", kind=NameKind.ALIAS, by=by, now=NOON
        ),
    ),
    (
        "a legal name by another door",
        "legal_name_stays",
        lambda ann, _, by: naming.record_name(party_id=ann.pk, text="Ann Grey", kind=NameKind.CURRENT, by=by, now=NOON),
    ),
    (
        "a legal name from tomorrow",
        "not_their_name_yet",
        lambda ann, _, by: naming.take_legal_name(party_id=ann.pk, legal=_legal(**_FUTURE), by=by, now=NOON),
    ),
    (
        "Dear Miss Whitlock still",
        "salutation_of_before",
        lambda ann, _, by: naming.take_legal_name(
            party_id=ann.pk, legal=_legal(salutation="Miss Whitlock"), by=by, now=NOON
        ),
    ),
    (
        "the legal name of another kind",
        "legal_name_stays",
        lambda _, name, by: naming.correct_name(
            name_id=name.pk, kind=NameKind.ALIAS, days=naming.UNKNOWN, by=by, now=NOON
        ),
    ),
    (
        "the legal name ended by a correction",
        "legal_name_stays",
        lambda _, name, by: naming.correct_name(
            name_id=name.pk, kind=NameKind.CURRENT, days=Days(None, WEDDING), by=by, now=NOON
        ),
    ),
    (
        "the legal name ended",
        "legal_name_stays",
        lambda _, name, by: naming.end_name(name_id=name.pk, until_on=WEDDING, by=by, now=NOON),
    ),
    (
        "the legal name a mistake",
        "legal_name_stays",
        lambda _, name, by: naming.set_name_aside(name_id=name.pk, because="No", by=by, now=NOON),
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "deed"), [pytest.param(*row[1:], id=row[0]) for row in _REFUSED])
def test_what_cannot_be_is_refused_and_leaves_no_trace(ann: Party, by: User, code: str, deed: Deed) -> None:
    before, entries = _names(ann), JournalEntry.objects.count()

    with pytest.raises(Refusal) as refusal:
        deed(ann, ann.names.get(), by)

    assert (refusal.value.code, _names(ann), JournalEntry.objects.count()) == (code, before, entries)
