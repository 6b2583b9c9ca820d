"""What a letter of each kind of work says by itself, what it still asks, and what its page refuses."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from engagement import checks, letters, services
from engagement.letters import agreements, work
from engagement.models import Letter
from engagement.tests import factories
from practice.models import Matter, MatterParty, MatterRole, PartyKind, WorkType
from practice.tests import factories as firm

NOW = factories.NOW
KEY = "7b1b52d0-4d39-4c56-9c1e-3a2f6f0e1c21"
HOURLY = {"fee_model": "hourly", "fee_rate_lead": "220", "fee_hours_from": "8", "fee_hours_to": "12"}
HOURLY |= {"fee_review": "2027-04-01"}
ENOUGH: dict[str, dict[str, Any]] = {
    "residential_purchase": factories.ANSWERS,
    "residential_sale": {"price": "284000", "cost_fee": "1290"},
    "private_client": {"own_kind": "will", "cost_fee": "290"},
    "family": {**HOURLY, "own_kind": "separation", "own_other_side": "Anna Reed"},
    "disputes": {**HOURLY, "own_other_side": "Larkfield Roofing"},
    "employment": {"own_kind": "settlement", "own_other_side": "Kiln Bakery", "cost_fee": "450"},
    "personal_injury": {
        "own_other_side": "Moor Haulage", "own_happened_on": "2026-03-02", "fee_uplift": "100", "fee_share": "25",
        "cost_fee": "3000", "cost_fee_to": "5000", "cost_report": "600",
    },
    "business": {
        "own_kind": "advice", "fee_amount": "400", "fee_per": "month", "fee_includes": "your questions by telephone",
    },
    "lettings": {"own_kind": "find", "own_value": "14400", "fee_percent": "8", "property": "4 Mill Row"},
    "survey": {"own_kind": "homebuyer", "cost_fee": "560", "property": "4 Mill Row"},
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("work_type", WorkType.values)
def test_every_kind_of_work_has_a_letter_that_may_go_once_its_own_questions_are_answered(work_type: str) -> None:
    matter = factories.matter(work_type=work_type, title="Larkfield")
    draft = services.start_letter(matter_id=matter.pk, by=matter.fee_earner, now=NOW)
    answers = {"property": "27 Quarry Mount", "calls_and_emails": "included", **ENOUGH[work_type]}
    answers = {name: text for name, text in answers.items() if name != "property" or work.usual(work_type).has_property}
    draft = services.save_answers(letter_id=draft.pk, answers=answers, seen=1, by=matter.fee_earner, now=NOW)
    for needed in agreements.missing(letters.package(draft, NOW).answers["fee_model"], ()):
        draft = factories.with_agreement(draft, needed.code)

    made = letters.package(Letter.objects.get(), NOW)

    assert [(stop.code, stop.sentence) for stop in made.stops if stop.code != "not_approved"] == []
    assert made.copies[0].composition.template.code == work.usual(work_type).template
    assert [warning.code for warning in made.copies[0].composition.warnings] == []  # two pages, decisions 22


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        pytest.param(HOURLY, "1760", "2640", id="hours times the rate"),
        pytest.param({**HOURLY, "fee_model": "capped", "fee_cap": "2000"}, "1760", "2000", id="no more than the cap"),
        pytest.param({**HOURLY, "cost_fee": "900"}, "900", "900", id="as somebody typed it"),
    ],
)
def test_the_estimate_follows_the_fee_model(typed: dict[str, Any], low: str, high: str) -> None:
    matter = factories.matter(work_type="disputes", title="Claim by Joseph Adeyemi")

    line = letters.package(factories.written(matter, **{"cost_fee": "", **typed}), NOW).costs[0]

    assert (f"{line.net:.0f}", f"{line.most:.0f}", line.certainty) == (low, high, "estimate")


@pytest.mark.django_db
def test_what_only_this_work_asks_stops_the_letter_until_it_is_answered() -> None:
    matter = factories.matter(work_type="family", title="Separation of Joseph Adeyemi")

    made = letters.package(factories.written(matter, **{**ENOUGH["family"], "own_other_side": ""}), NOW)

    asked = ("own_other_side", "Not answered yet: who is the other person?")
    assert [(one.question, one.sentence) for one in made.stops if one.code == "placeholder_open"] == [asked]
    assert "own_other_side|" not in made.copies[0].composition.screen


@pytest.mark.django_db
def test_a_stored_figure_above_its_limit_counts_as_not_answered() -> None:
    matter = factories.matter(work_type="personal_injury", title="Injury of Joseph Adeyemi")

    made = letters.package(factories.written(matter, **{**ENOUGH["personal_injury"], "fee_share": "40"}), NOW)

    assert "fee_share" in {stop.question for stop in made.stops}


@pytest.mark.django_db
def test_the_kind_within_the_work_comes_from_the_title_until_somebody_says_otherwise() -> None:
    matter = factories.matter(work_type="private_client", title="Will of Joseph Adeyemi")
    draft = services.start_letter(matter_id=matter.pk, by=matter.fee_earner, now=NOW)

    will = letters.package(draft, NOW).answers
    draft.answers = {"own_kind": "estate"}
    estate = letters.package(draft, NOW).answers

    assert (will["own_kind"], will["fee_model"], estate["fee_model"]) == ("will", "fixed", "hourly")
    assert "apply for the grant, which lets you act" in estate["scope_in"].splitlines()


@pytest.mark.django_db
def test_lines_of_scope_are_taken_out_and_added() -> None:
    matter = factories.matter(work_type="disputes", title="Claim by Joseph Adeyemi")
    typed = "- write to the other side.\n\nmeet the builder on site"

    said = letters.package(factories.written(matter, scope_in=typed), NOW).copies[0].composition.context["work"]

    assert said["scope_in"] == ["write to the other side", "meet the builder on site"]


def _page_of(matter: Matter, browser: Client, **typed: str) -> str:
    sent = {"seen": "1", "form_key": KEY, "accept_in": "10", "consumer": "yes", "formation": "unknown", **typed}
    answer = browser.post(factories.page("letter", matter), sent)
    return answer.content.decode() if answer.status_code == 422 else browser.get(answer["Location"]).content.decode()


@pytest.mark.django_db
def test_another_fee_model_brings_its_questions_with_one_save_and_keeps_what_was_typed() -> None:
    matter = factories.matter(work_type="disputes", title="Claim by Joseph Adeyemi")
    browser = factories.browser_of(matter.fee_earner)
    browser.post(factories.page("start", matter))
    before = browser.get(factories.page("letter", matter)).content.decode()

    after = _page_of(matter, browser, fee_model="conditional", fee_rate_lead="220")

    asked = ("fee_rate_lead", "fee_uplift")
    assert [f'name="{name}"' in before for name in asked] == [True, False]
    assert [f'name="{name}"' in after for name in asked] == [False, True]
    assert Letter.objects.get().answers["fee_rate_lead"] == "220"


@pytest.mark.django_db
def test_the_options_of_the_meeting_stand_in_the_letter_until_somebody_writes_them_otherwise() -> None:
    matter = factories.matter(
        work_type="disputes", title="Claim by Joseph Adeyemi", options_said="We advised to write first."
    )
    browser = factories.browser_of(matter.fee_earner)
    browser.post(factories.page("start", matter))

    page = browser.get(factories.page("letter", matter)).content.decode()
    before = letters.package(Letter.objects.get(), NOW).copies[0].composition
    _page_of(matter, browser, options="Writing comes first.")
    after = letters.package(Letter.objects.get(), NOW).copies[0].composition

    assert "As written down in the meeting" in page
    assert "options" in {one.code for one in before.clauses}
    assert ["We advised to write first" in one.screen for one in (before, after)] == [True, False]
    assert "Writing comes first" in after.screen


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"fee_share": "26"}, "may be at most 25 per cent. Source: Conditional Fee", id="share"),
        pytest.param({"fee_uplift": "-1"}, "The success fee must be at least 0 per cent.", id="negative"),
        pytest.param({"fee_uplift": "NaN"}, "Enter a number.", id="no number"),
        pytest.param({"cost_fee": "500", "cost_fee_to": "400"}, "The range ends before it begins.", id="range"),
    ],
)
def test_a_figure_that_cannot_be_comes_back_with_a_sentence(typed: dict[str, str], sentence: str) -> None:
    matter = factories.matter(work_type="personal_injury", title="Injury of Joseph Adeyemi")
    browser = factories.browser_of(matter.fee_earner)
    browser.post(factories.page("start", matter))

    assert sentence in _page_of(matter, browser, **typed)
    assert Letter.objects.get().answers == {}


@pytest.mark.django_db
def test_somebody_else_pays_only_the_named_payer_is_in_the_letter() -> None:
    matter = factories.matter(work_type="disputes", title="Claim by Joseph Adeyemi")
    payer = firm.party("Ada Adeyemi", kind=PartyKind.ORGANISATION)
    MatterParty.objects.create(matter=matter, party=payer, role=MatterRole.PAYER)

    made = letters.package(factories.written(matter), NOW).copies[0].composition

    assert (made.triggers["funding"], made.context["funding"]["payer"]) == ("third_party", payer.full_name)


GOOD = (work.DATA / "disputes.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("fee_model: hourly", "fee_model: barter", "wrong.yaml: fee_model is not", id="fee model"),
        pytest.param("{other_side}", "{shoe_size}", "wrong.yaml: summary uses what nobody asks: shoe_size", id="hole"),
        pytest.param("fact: court", "fact: moon", "wrong.yaml: questions.moon is not a fact", id="fact"),
        pytest.param("weeks: [8, 20]", "weeks: [20, 8]", "wrong.yaml: weeks must be a range", id="weeks"),
        pytest.param("treatment: our_charge", "treatment: gift", "wrong.yaml: costs.fee.treatment", id="cost"),
        pytest.param('contentious: "yes"', "contentious: true", "wrong.yaml: contentious must be", id="yes of yaml"),
        pytest.param("billing:", "biling:", "wrong.yaml: biling is not a field", id="misspelt"),
        pytest.param("scope_in:", "scope_in: [", "wrong.yaml cannot be read", id="not yaml"),
    ],
)
def test_wrong_data_of_a_kind_of_work_names_file_and_field(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(GOOD.replace(old, new), encoding="utf-8")

    with pytest.raises(work.BadWorkData, match=words):
        work.read(wrong)


def test_the_data_of_every_kind_of_work_is_right_at_start() -> None:
    assert checks.check_work_data(None) == []
