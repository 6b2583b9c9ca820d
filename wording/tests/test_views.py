"""The pages of the library: read by everybody, written by some, published by fewer; nothing typed is lost."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from practice.models import User
from practice.permissions import Role
from practice.tests import factories
from wording.models import Clause, ClauseDraft, Template
from wording.proposals import latest

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
PAGES = [
    ("clauses", ()),
    ("clause", ("complaints",)),
    ("compare", ("complaints",)),
    ("templates", ()),
    ("template", ("care_letter.residential_conveyancing",)),
    ("contents", ()),
    ("reading", ()),
]


def browser(person: User) -> Client:
    made = Client()
    made.force_login(person)
    return made


@pytest.fixture
def at_work(writer: User) -> Client:
    return browser(writer)


def typed(**changes: str) -> dict[str, str]:
    words = latest(Clause.objects.get(code="costs_basis"))
    known = {
        "form_key": str(uuid4()),
        "seen": "0",
        "body": "We write to you with a new figure before any extra work.",
        "level": "M",
        "how": "all",
        "when_1": "money_moves",
        "when_2": "not late",
        "required_text": "a new figure before any extra work.",
        "in_because": words.in_because,
        "out_because": "nothing moves",
        "reason": "Clients asked.",
    }
    return {**known, **changes}


def change(at_work: Client, **changes: str) -> HttpResponse:
    answer = at_work.post(reverse("wording:change", args=["costs_basis"]), typed(**changes))
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.FEE_EARNER, Role.ADMINISTRATOR])
def test_everybody_reads_and_nobody_else_writes(role: Role) -> None:
    reader = browser(factories.user(role))

    assert {name: reader.get(reverse(f"wording:{name}", args=args)).status_code for name, args in PAGES} == {
        name: 200 for name, _ in PAGES
    }
    assert reader.get(reverse("wording:change", args=["complaints"])).status_code == 403


@pytest.mark.parametrize(
    ("role", "statuses"),
    [(Role.HEAD, (200, 403)), (Role.COMPLIANCE, (200, 404)), (Role.MANAGING_PARTNER, (200, 404))],
)
def test_heads_write_and_compliance_and_the_partner_publish(role: Role, statuses: tuple[int, int]) -> None:
    person = browser(factories.user(role))

    assert person.get(reverse("wording:change", args=["complaints"])).status_code == statuses[0]
    assert person.post(reverse("wording:publish", args=[0])).status_code == statuses[1]


def test_a_change_goes_from_the_form_into_force(at_work: Client) -> None:
    partner = browser(factories.user(Role.MANAGING_PARTNER))
    saved = change(at_work, how="any", when_2="not referral")
    draft = ClauseDraft.objects.get()
    assert (saved.status_code, saved["Location"]) == (303, reverse("wording:draft", args=[draft.pk]))
    assert (draft.trigger, draft.body) == ("money_moves or not referral", typed()["body"])

    deed = {"seen": "1", "form_key": str(uuid4())}
    assert at_work.post(reverse("wording:ask", args=[draft.pk]), deed).status_code == 303
    own = at_work.post(reverse("wording:publish", args=[draft.pk]), {**deed, "form_key": str(uuid4())})
    done = partner.post(reverse("wording:publish", args=[draft.pk]), {**deed, "form_key": str(uuid4())})

    assert (own.status_code, done.status_code) == (422, 303)
    page = partner.get(done["Location"]).content.decode()
    assert "Written by Cora" in page
    assert "Clients asked." in page
    compared = partner.get(reverse("wording:compare", args=["costs_basis"])).content.decode()
    assert "<ins>" in compared
    assert "<del>" in compared


def test_what_is_typed_comes_back_whole_when_it_cannot_be_saved(at_work: Client) -> None:
    body = "{{ firm.shoe_size }} <script>alert(1)</script>"

    answer = change(at_work, body=body, reason="", when_1="", when_2="")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "{{ firm.shoe_size }} &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
    assert "Choose at least one condition." in page
    assert not ClauseDraft.objects.exists()


def test_whoever_saves_over_somebody_is_told_and_can_save_again(at_work: Client, writer: User) -> None:
    change(at_work)

    answer = change(at_work, body="Mine is better: a new figure before any extra work.")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine is better" in page
    assert 'name="seen" value="1"' in page
    assert change(at_work, seen="1").status_code == 303


def test_a_look_at_what_is_typed_writes_nothing_and_says_what_is_wrong(at_work: Client) -> None:
    answer = at_work.post(reverse("wording:preview", args=["costs_basis"]), typed(body="{{ firm.phon }}", level=""))

    assert answer.status_code == 200
    assert "Did you mean “firm.phone”?" in answer.content.decode()
    assert not ClauseDraft.objects.exists()


@pytest.mark.parametrize("typed_day", ["2026-13-45", "2020-01-01"])
def test_a_day_that_is_none_or_over_is_refused(typed_day: str, at_work: Client) -> None:
    answer = change(at_work, in_force_on=typed_day)

    assert answer.status_code == 422
    assert not ClauseDraft.objects.exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("template=complaint.L9", False),
        ("template=care_letter.residential_conveyancing&level=M", True),
        ("level=R", False),
        ("owner=compliance&preset=nowhere", True),
        ("q=any+extra+work", True),
        ("q=zebrafinch", False),
        ("q=How+we+charge", True),
        ("show=proposed", False),
        ("q=How+we+charge&page=x&show=x", True),
    ],
)
def test_the_list_is_filtered_by_what_its_address_says(query: str, found: bool, at_work: Client) -> None:
    page = at_work.get(f"{reverse('wording:clauses')}?{query}").content.decode()

    assert ("How we charge</a>" in page) is found


def test_the_list_asks_as_much_for_three_clauses_as_for_all(
    at_work: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for query in ("?level=M", "?q=How+we+charge"):
        with django_assert_max_num_queries(22):
            at_work.get(reverse("wording:clauses") + query)


def test_the_check_of_contents_names_a_letter_that_does_not_say_something(at_work: Client) -> None:
    address = reverse("wording:contents")
    assert "Nothing is missing." in at_work.get(address).content.decode()
    Clause.objects.get(code="interest").versions.update(in_force_to=datetime(2021, 1, 1, tzinfo=UTC))

    page = at_work.get(address).content.decode()
    letters = Template.objects.in_force(NOW).filter(kind="care_letter").count()
    assert f"{letters} gaps." in page


def test_how_letters_read_names_what_could_be_better_in_each(at_work: Client) -> None:
    clause = Clause.objects.get(code="interest").versions.in_force(NOW)
    before = at_work.get(reverse("wording:reading")).content.decode()
    clause.update(body=f"{clause.get().body}\n\nWe shall utilise it forthwith.")

    page = at_work.get(reverse("wording:reading")).content.decode()

    assert before.count("forthwith") == 0
    assert page.count("forthwith") == Template.objects.in_force(NOW).filter(places__clause__code="interest").count()


def test_a_template_prints_its_example_as_a_draft(at_work: Client) -> None:
    answer = at_work.get(reverse("wording:template_pdf", args=["terms.standard"]) + "?example=99")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content[:5] == b"%PDF-"
    assert at_work.get(reverse("wording:template", args=["nothing"])).status_code == 404


def test_the_form_shows_the_trigger_as_rows(at_work: Client) -> None:
    form = at_work.get(reverse("wording:change", args=["cancellation"])).context["form"]

    assert (form["how"].value(), form["when_1"].value(), form["when_2"].value()) == (
        "all",
        'client_is_consumer != "no"',
        'contract_formation != "on_premises"',
    )
