"""What a letter says about the work itself: scope, who pays, cancelling, and what only some clients need said."""

from datetime import date
from decimal import Decimal
from typing import cast

from engagement.letters.background import Background, Recipient
from engagement.letters.fees import within
from engagement.letters.work import OwnQuestion, Usual, usual
from practice.models import Adjustment, Department
from practice.needs import in_force
from practice.phrases import long_date, money
from wording.facts import Cancelling, Extras, KeyDate, Paying, Work
from wording.facts.care import Funding, YesNoUnknown
from wording.facts.plain import text

Answers = dict[str, str]
# Which set of rules a department's profile brings into its letters (domain 2.6, 2.9).
_PRESETS = {"tpo_agent": "tpo", "rics_uk": "rics", "scot_lss": "scot", "ni_lsni": "ni"}


def preset(department: Department) -> str:
    return _PRESETS.get(department.profile.code, "standard")


def defaults(about: Background, standard: Usual) -> Answers:
    """Return the usual lines, one a line, and what the matter says about who pays."""
    return {
        "own_kind": usual(about.matter.work_type).kind_of(about.matter.title),
        "fee_model": standard.fee_model,
        "scope_in": lines_as_typed(standard.scope_in),
        "scope_out": lines_as_typed(standard.scope_out),
        "contact_rules": lines_as_typed(standard.contact_rules),
        "check_in": standard.check_in,
        "others_costs": standard.others_costs,
        "contentious": standard.contentious,
        "billing": standard.billing,
        "funding": "third_party" if about.payer else "self",
        **(standard.fee or {}),
    }


def work(about: Background, answers: Answers, standard: Usual, *, to: Recipient) -> Work:
    """
    Return the work in words; a fact that its summary needs and nobody gave is a gap that asks for it.

    The weekly call that was agreed with one client stands in their copy alone (decisions 21).
    """
    own = {one.fact: said(one, answers) for one in standard.questions}
    asked = {one.fact: text(own[one.fact], one.name, _asking(one.label)) for one in standard.questions}
    place = text(answers.get("property"), "property", "which property?")
    summary = "" if standard.is_conveyancing else standard.summary.format(**asked, property=place)
    open_facts = [asked[one.fact] for one in standard.questions if one.required and not own[one.fact]]
    if open_facts and not any(words in summary for words in open_facts):
        summary = f"{summary} ({', '.join(open_facts)})"
    typed = answers.get("summary", "").strip()
    return Work(
        title=about.matter.title,
        scope_in=typed_lines(answers.get("scope_in", "")),
        scope_out=typed_lines(answers.get("scope_out", "")),
        summary=text(typed, "summary", "what do we do for them?") if typed else summary,
        options=answers.get("options", ""),
        contact_rules=typed_lines(answers.get("contact_rules", "")),
        check_in=". ".join(
            line for line in (about.check_ins.get(to.party.pk, ""), answers.get("check_in", "")) if line
        ),
        own=own,
    )


def _asking(label: str) -> str:
    return label[:1].lower() + label[1:]


def said(one: OwnQuestion, answers: Answers) -> str:
    """Return an answer in words: "12 May 2026", "£4,000", "The estate of somebody who died"."""
    typed = answers.get(one.name, "").strip()
    if not typed or one.kind == "text":
        return typed
    if one.kind == "choice":
        return dict(one.options).get(typed, "")
    if one.kind == "money":
        return money(Decimal(typed))
    return long_date(date.fromisoformat(typed))


def paying(about: Background, answers: Answers) -> Paying:
    model, work_type = answers.get("fee_model", ""), about.matter.work_type
    funding = "legal_aid" if model == "legal_aid" else answers.get("funding", "unknown")
    return Paying(
        funding=cast(Funding, funding),
        payer=answers.get("funding_payer", ""),
        insurer=answers.get("insurer", ""),
        insured_up_to=within(answers, "insured_up_to", model, work_type),
        insurer_asks=answers.get("insurer_asks", ""),
        contentious=cast(YesNoUnknown, answers.get("contentious", "unknown")),
        others_costs=answers.get("others_costs", ""),
        billing=answers.get("billing", ""),
    )


def cancelling(answers: Answers) -> Cancelling:
    made_on = answers.get("contract_on", "")
    return Cancelling(
        made_on=date.fromisoformat(made_on) if made_on else None, early_start_how=answers.get("early_start_how", "")
    )


def extras(about: Background, answers: Answers, to: Recipient) -> Extras:
    """Return what only this client needs said: their interpreter and for whom they act stand in no other copy."""
    key_on = answers.get("key_date_on", "")
    key_what = answers.get("key_date", "") or "the last day"
    return Extras(
        commission=answers.get("commission", ""),
        financial=cast(YesNoUnknown, answers.get("financial", "no")),
        liability_limit=within(answers, "liability_limit", "", about.matter.work_type),
        interpreter=next(
            (need.label for need in in_force(to.party, about.today) if need.adjustment == Adjustment.INTERPRETER), ""
        ),
        attorney=to.capacity,
        conflict=answers.get("conflict", ""),
        barrier=answers.get("barrier", ""),
        reply_needed=answers.get("reply_needed", ""),
        cover=answers.get("cover", "") or (about.matter.assistant.name if about.matter.assistant else ""),
        key_dates=(KeyDate(key_what, date.fromisoformat(key_on)),) if key_on else (),
    )


def typed_lines(typed: str) -> tuple[str, ...]:
    """Return what stands on each line, without a bullet or a full stop at its end."""
    lines = (line.strip().lstrip("-•*").strip().rstrip(". ") for line in typed.splitlines())
    return tuple(line for line in lines if line)


def lines_as_typed(lines: tuple[str, ...]) -> str:
    return "\n".join(lines)
