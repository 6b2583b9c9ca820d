"""The page that has all names of one client: what it shows, changes and refuses, and how each kind is found."""

import html
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callbacks.tests.clock import stop_near
from clientcare.client_page.names_forms import AddName
from clientcare.desk import callers
from clientcare.finding import find
from intake.tests.factories import check, enquiry
from practice.models import GateKind, MatterRole, NameKind, Party, PartyName
from practice.permissions import Role
from practice.services.naming import Days, record_name
from practice.tests import factories

NOON = factories.TUESDAY_NOON
TODAY = NOON.date()
_CASES = [
    pytest.param({"text": "O"}, {}, id="one letter"),
    pytest.param({"text": "N" * 200}, {}, id="200 letters"),
    pytest.param({"text": "N" * 300}, {"text": "Use at most 200 letters for one name. This has 300."}, id="300"),
    pytest.param({"text": "ß" * 200}, {}, id="twice as long as it is compared"),
    pytest.param({"text": "ﷺ" * 200}, {}, id="eighteen times as long as it is compared"),
    pytest.param({"text": "אברהם בן־דוד"}, {}, id="right to left"),
    pytest.param({"text": "Jose\u0301 Nu\u0301n\u0303ez"}, {}, id="combining marks"),
    pytest.param({"text": "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d" * 20}, {}, id="letters under heaps of marks"),
    pytest.param({"text": "D'Arcy O’Neill-ʻOkina"}, {}, id="apostrophes"),
    pytest.param({"text": "李小龍"}, {}, id="no Latin letter"),
    pytest.param({"text": ""}, {"text": "This needs an answer."}, id="empty"),
    pytest.param({"text": "   "}, {"text": "This needs an answer."}, id="spaces"),
    pytest.param({"text": "12345"}, {"text": "Enter a name, with letters."}, id="only digits"),
    pytest.param({"text": "\u0301\u0302"}, {"text": "Enter a name, with letters."}, id="only marks"),
    pytest.param({"text": "'’-"}, {"text": "Enter a name, with letters."}, id="only apostrophes"),
    pytest.param(
        {"text": "Ann \u202egnorw"},
        {"text": "There is a character in it that cannot be shown. Type it again."},
        id="a mark that turns the line",
    ),
    pytest.param(
        {"text": "Ann\x00"}, {"text": "There is a character in it that cannot be shown. Type it again."}, id="a null"
    ),
    pytest.param({"from_on": "2019-02-31"}, {"from_on": "Enter a real date, such as 24 11 2026."}, id="31/02"),
    pytest.param({"until_on": "2019-2-29"}, {"until_on": "Enter a real date, such as 24 11 2026."}, id="no leap year"),
    pytest.param({"until_on": "19-3-5"}, {"until_on": "Enter a real date, such as 24 11 2026."}, id="a year of two"),
    pytest.param({"kind": "current"}, {"kind": "Select a valid choice."}, id="the legal one by this door"),
    pytest.param({"kind": ""}, {"kind": "This needs an answer."}, id="no kind"),
]


@pytest.mark.parametrize(("typed", "wrong"), _CASES)
def test_what_is_typed_is_taken_or_refused_at_its_field(typed: dict[str, str], wrong: dict[str, str]) -> None:
    form = AddName({"text": "Ann Grey", "kind": "alias"} | typed)

    said = {field: str(errors[0]) for field, errors in form.errors.items()}

    assert said.keys() == wrong.keys()
    assert {field: words for field, words in said.items() if not words.startswith(wrong[field])} == {}


@pytest.fixture
def ann(settings: Settings) -> Party:
    stop_near(NOON, settings)
    factories.firm()
    return factories.party("Ann Whitlock", title="Miss", salutation="Miss Whitlock", phone="07700 900123")


def _as(*roles: Role) -> Client:
    browser = Client()
    browser.force_login(factories.user(*roles))
    return browser


def _url(deed: str, party: Party, *args: int) -> str:
    return reverse(f"client_{deed}", args=[party.pk, *args])


def _text(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.mark.django_db
def test_hard_names_go_all_the_way_to_the_table_and_the_page_and_are_found_again(ann: Party) -> None:
    matter = factories.matter(client=ann)
    browser, url = _as(), _url("add_name", ann)
    names = ["O", "ß" * 200, "ﷺ" * 200, "אברהם בן־דוד", "Jose\u0301 Nu\u0301n\u0303ez", "D'Arcy O’Neill", "N" * 200]

    answers = [browser.post(url, {"text": text, "kind": "alias"}).status_code for text in (*names, "N" * 300, "12345")]

    page = _text(browser.get(_url("names", ann)))
    assert answers == [303] * len(names) + [422, 422]
    assert [text for text in names if text not in page] == []
    assert max(len(name.normalised) for name in PartyName.objects.all()) == 200
    assert [text for text in names if not Party.objects.matching(text).exists()] == []
    assert not matter.may(GateKind.CONFLICT, NOON)


@pytest.mark.django_db
def test_a_marriage_is_typed_once_and_stands_on_letters_and_on_the_page(ann: Party) -> None:
    browser, typed = _as(), {"text": "Ann Ellison", "before": "maiden", "title": "Mrs"}
    days = {"since_on_day": "5", "since_on_month": "3", "since_on_year": "2019"}

    wrong = browser.post(_url("legal_name", ann), typed | days | {"salutation": "Miss Whitlock"})
    right = browser.post(_url("legal_name", ann), typed | days | {"salutation": "Mrs Ellison"}, follow=True)

    assert (wrong.status_code, "That still says Whitlock." in _text(wrong)) == (422, True)
    assert 'value="Ann Ellison"' in _text(wrong)
    assert "Mrs Ann Ellison stands on letters from now on. They begin: Dear Mrs Ellison." in _text(right)
    assert "Legal name, stands on letters, since Tue 5 Mar 2019" in _text(right)
    assert "Maiden name, until Tue 5 Mar 2019" in _text(browser.get(reverse("client", args=[ann.pk])))
    maiden = ann.names.get(kind=NameKind.MAIDEN)
    assert 'value="Mrs Whitlock"' in _text(browser.get(_url("names", ann) + f"?legal={maiden.pk}"))


@pytest.mark.django_db
def test_a_date_of_birth_and_a_postcode_are_typed_once_and_make_the_desk_able_to_ask(ann: Party) -> None:
    browser, url, seen = _as(), _url("tell_apart", ann), {"seen": "|"}
    born = {"born_on_day": "31", "born_on_month": "2", "born_on_year": "1958", "postcode": "ls62ab"}

    answers = [
        browser.post(url, seen | born),
        browser.post(url, seen | born | {"born_on_day": "14"}),
        browser.post(url, seen | born | {"born_on_day": "15"}),
    ]

    page, wrong = _text(browser.get(reverse("client", args=[ann.pk]))), _text(answers[0])
    caller = callers.known(ann.pk, factories.user(Role.RECEPTIONIST), on=TODAY)
    assert [answer.status_code for answer in answers] == [422, 303, 409]
    assert ("Enter a real date" in wrong, 'value="ls62ab"' in wrong) == (True, True)
    assert ("born 1958, LS6 2AB" in page, "the date of birth and the postcode" in page) == (True, True)
    assert caller is not None
    assert (caller.told_apart_by, caller.birthday) == ("born 1958, LS6", "14 February")
    assert _as(Role.RECEPTIONIST).post(url, seen).status_code == 403


@pytest.mark.django_db
def test_a_name_is_put_right_ended_and_set_aside_and_refusals_stand_at_their_field(ann: Party) -> None:
    record_name(party_id=ann.pk, text="Nan", kind=NameKind.ALIAS, by=factories.user(), now=NOON)
    nan, legal, browser = ann.names.get(text="Nan"), ann.names.get(kind=NameKind.CURRENT), _as()
    steps = [
        ("correct_name", nan, {"kind": "known_as", "from_on": "2020-01-01", "until_on": "2019-01-01"}, 422),
        ("correct_name", nan, {"kind": "known_as", "from_on": "2020-02-31"}, 422),
        ("correct_name", nan, {"kind": "known_as", "from_on": "2020-01-01"}, 303),
        ("correct_name", legal, {"from_on": "1990-01-01"}, 303),
        ("end_name", nan, {"until_on": "2019-01-01"}, 422),
        ("end_name", nan, {"until_on": ""}, 422),
        ("end_name", nan, {"until_on": "2026-11-24"}, 303),
        ("end_name", legal, {"until_on": "2026-11-24"}, 422),
        ("set_name_aside", legal, {"because": "No"}, 422),
        ("set_name_aside", nan, {"because": " "}, 422),
        ("set_name_aside", nan, {"because": "Of her sister"}, 303),
    ]

    answers = [browser.post(_url(deed, ann, name.pk), typed).status_code for deed, name, typed, _ in steps]

    assert answers == [status for *_, status in steps]
    nan.refresh_from_db()
    assert (nan.kind, nan.from_on, nan.until_on) == (NameKind.KNOWN_AS, date(2020, 1, 1), TODAY)
    assert "Of her sister" in _text(browser.get(_url("names", ann)))
    assert "Nan" not in _text(browser.get(reverse("client", args=[ann.pk]) + "?show=calls"))


@pytest.mark.django_db
def test_reception_reads_the_names_and_changes_none_and_no_name_of_another_is_changed_here(ann: Party) -> None:
    other = factories.party("Bea Carr").names.get()
    reception = _as(Role.RECEPTIONIST)

    assert "Add a name" not in _text(reception.get(_url("names", ann)))
    for deed in ("add_name", "legal_name"):
        assert reception.post(_url(deed, ann)).status_code == 403
    for deed in ("correct_name", "end_name", "set_name_aside"):
        assert reception.post(_url(deed, ann, other.pk)).status_code == 403
        assert _as().post(_url(deed, ann, other.pk)).status_code == 404


_KINDS = [kind for kind in NameKind if kind != NameKind.CURRENT]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", _KINDS)
def test_callers_searches_and_checks_find_by_each_kind_and_say_it(ann: Party, kind: NameKind) -> None:
    user = factories.user()
    days = Days(None, date(2019, 3, 5))
    record_name(party_id=ann.pk, text="Zebedee Quillfeather", kind=kind, days=days, by=user, now=NOON)
    factories.matter(client=ann)
    label = f"{kind.label.lower()} Zebedee Quillfeather, until Mar 2019"

    (caller,) = callers.find("quillfeather", user).callers
    (option,) = find("quillf", user)
    hits = check(enquiry(others=(("Zebedee Quillfeather", MatterRole.OPPONENT),))).hits

    assert (caller.party, caller.found_by) == (ann, label)
    assert option.detail.startswith(label)
    assert hits.get(party=ann, score=1).likeness.endswith(", until Mar 2019")


@pytest.mark.django_db
def test_whoever_talks_to_them_sees_what_they_are_known_as(ann: Party) -> None:
    record_name(party_id=ann.pk, text="Nan", kind=NameKind.KNOWN_AS, by=factories.user(), now=NOON)
    matter = factories.matter(client=ann)
    browser = Client()
    browser.force_login(matter.fee_earner)

    pages = [
        browser.get(reverse("desk") + f"?party={ann.pk}"),
        browser.get(reverse("matter", args=[matter.pk])),
        browser.get(reverse("client", args=[ann.pk])),
    ]

    assert [_text(page).replace("<b>", "").count("Known as Nan") for page in pages] == [1] * 3
