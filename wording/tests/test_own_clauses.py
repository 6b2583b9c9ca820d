"""A clause of the firm's own, from an empty page into a letter: two people each time, nothing typed is lost."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from practice.models import User
from wording import deciding, deeds, library, services
from wording.models import Clause, ClauseDraft, Template, TemplateDraft
from wording.publishing import CLAUSE
from wording.tests.factories import CARE, care_letter
from wording.tests.proposing import NOW, proposal, publish
from wording.tests.test_views import browser

pytestmark = pytest.mark.django_db
SAID = "Ask {{ people.lead.name }} before you keep a pet in the home."


def typed(**more: object) -> dict[str, Any]:
    return {
        "form_key": str(uuid4()), "seen": "0", "title": "Keeping pets", "body": SAID, "level": "M", "how": "all",
        "when_1": 'transaction == "purchase"', "required_text": SAID, "in_because": "it is a home",
        "out_because": "it is no home", "reason": "Clients asked.", "owner_role": "compliance", "review_months": "6",
        **more,
    }  # fmt: skip


def deed(draft: ClauseDraft | TemplateDraft) -> dict[str, str]:
    return {"seen": str(draft.draft_version), "form_key": str(uuid4())}


def post(person: Client, name: str, of: object, data: dict[str, Any]) -> HttpResponse:
    answer = person.post(reverse(f"wording:{name}", args=[of]), data)
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_clause_goes_from_an_empty_page_into_a_letter(writer: User, partner: User) -> None:
    at_work, checker = browser(writer), browser(partner)
    wrong = SAID.replace("lead", "leed") + " <b>now</b>"
    assert post(at_work, "new", "care_letter", typed(body=wrong)).status_code == 303
    draft = ClauseDraft.objects.get()
    assert (draft.clause.code, draft.clause.review_months, draft.based_on) == ("own_keeping_pets", 6, None)
    page = at_work.get(reverse("wording:draft", args=[draft.pk])).content.decode()
    assert "has no field “people.leed.name”. Did you mean “people.lead.name”?" in page
    assert post(at_work, "ask", draft.pk, deed(draft)).status_code == 422

    own = "own_keeping_pets"
    assert post(at_work, "change", own, typed(seen="1", title="Pets")).status_code == 303
    draft.refresh_from_db()
    assert checker.get(reverse("wording:clause", args=[own])).status_code == 302
    assert post(at_work, "ask", draft.pk, deed(draft)).status_code == 303
    assert post(at_work, "publish", draft.pk, deed(draft)).status_code == 422
    assert post(checker, "publish", draft.pk, deed(draft)).status_code == 303
    assert "No letter has a place for it" in at_work.get(reverse("wording:clause", args=[own])).content.decode()

    begun = at_work.get(reverse("wording:order", args=[CARE])).context
    slots = [(one["number"], row["slot"]) for one in begun["groups"] for row in one["rows"]]
    whole: dict[str, Any] = {
        "form_key": str(uuid4()), "seen": "0", "reason": "It belongs there.",
        "group": [f"{one['number']}:{one['group'].place}" for one in begun["groups"]],
        "slot": [f"{number}:{slot.clause}" for number, slot in slots],
        **{f"heading_{one['number']}": one["group"].heading for one in begun["groups"]},
        **{f"label_{slot.clause}": slot.heading for _, slot in slots},
        **{f"joins_{slot.clause}": "on" for _, slot in slots if slot.joins},
    }  # fmt: skip
    arranging = reverse("wording:order", args=[CARE])
    unchanged = at_work.post(arranging, {**whole, "do": "up:purpose"}).context
    assert [one.code for one in unchanged["problems"]] == ["unchanged"]
    step = {"do": "in:clause", "put_in": own, "into": "new", "new_heading": "Your pets"}
    after = at_work.post(arranging, {**whole, **step, "reason": ""}).context
    assert (after["form"].errors, TemplateDraft.objects.count(), after["problems"]) == ({}, 0, [])
    [new] = [one for one in after["groups"] if one["group"].heading == "Your pets"]
    number = f"{new['number'] + 100}"
    whole["group"].append(f"{number}:section")
    whole["slot"].insert(-2, f"{number}:{own}")
    saved = post(at_work, "order", CARE, {**whole, f"heading_{number}": "Your pets"})
    order = TemplateDraft.objects.get()
    assert saved["Location"] == reverse("wording:template_draft", args=[order.pk])
    assert post(at_work, "ask_order", order.pk, deed(order)).status_code == 303
    assert post(at_work, "publish_order", order.pk, deed(order)).status_code == 422
    assert post(checker, "publish_order", order.pk, deed(order)).status_code == 303

    letter = services.compose(template_code=CARE, facts=care_letter(), now=timezone.now(), large_print=False)
    assert "Ask Amara Okafor before you keep a pet in the home." in letter.html
    assert "Your pets" in letter.html
    assert "It belongs there." in checker.get(reverse("wording:template", args=[CARE])).content.decode()


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        pytest.param({"reason": "", "code": "Pets!"}, 422, "Use small letters, figures and _ only", id="code"),
        pytest.param({"when_1": ""}, 422, "Choose at least one condition.", id="no condition"),
        pytest.param({"code": "taken"}, 409, "“Taken” has the code own_taken already", id="code taken"),
        pytest.param({"in_force_on": "2020-01-01"}, 422, "That day is over", id="a day that is over"),
    ],
)
def test_what_cannot_be_saved_comes_back_as_typed(more: dict[str, str], status: int, words: str, writer: User) -> None:
    Clause.objects.create(code="own_taken", title="Taken", made_for="terms")

    answer = post(browser(writer), "new", "care_letter", typed(body="<i>My</i> words", **more))

    page = answer.content.decode()
    assert (answer.status_code, ClauseDraft.objects.count()) == (status, 0)
    assert words in page
    assert "&lt;i&gt;My&lt;/i&gt; words" in page


def test_codes_are_made_from_titles_and_never_meet(writer: User, clause: Clause) -> None:
    assert not [code for code in library.read().clauses if code.startswith(deeds.OWN)]
    titles = ["Pets", "Pets", "own_pets", "???", "A" * 90]
    made = [
        deeds.begin_clause(
            made_for="terms",
            code="",
            about=deeds.About(title=title, owner_role="compliance", presets=[], review_months=12),
            words=proposal(clause),
            by=writer,
            now=NOW,
        ).clause.code
        for title in titles
    ]

    assert made == ["own_pets", "own_pets_2", "own_pets_3", "own_clause", f"own_{'a' * 32}"]


def test_a_new_clause_that_waits_is_taken_back_and_begun_again(writer: User, partner: User, clause: Clause) -> None:
    draft = deeds.begin_clause(
        made_for="care_letter",
        code="pets",
        about=deeds.About(title="Pets", owner_role="compliance", presets=[], review_months=12),
        words=proposal(clause, in_force_on=date(2026, 12, 1)),
        by=writer,
        now=NOW,
    )
    draft = deciding.ask(of=CLAUSE, draft_id=draft.pk, seen=1, by=writer, now=NOW)
    version = publish(draft, partner)
    page = reverse("wording:clause", args=["own_pets"])
    assert "from Tue 1 Dec" in browser(writer).get(page).content.decode()

    post(browser(partner), "take_back", version.pk, {"reason": "A slip.", "form_key": str(uuid4())})

    assert browser(writer).get(page).status_code == 404
    assert browser(writer).get(reverse("wording:change", args=["own_pets"])).status_code == 200
    assert Template.objects.filter(places__clause__code="own_pets").count() == 0
