"""From answers to facts: what people typed, else what the matter says, else what is usual for such work."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from engagement.letters import fees, subject
from engagement.letters.background import Background, Recipient
from engagement.letters.costs import Answers, cost_lines, estimate, pounds, quoted, used_rows, usual_of
from engagement.letters.costs import defaults as cost_defaults
from engagement.letters.work import every
from engagement.rules import ACCEPT_WITHIN_WORKING_DAYS, PAPERS_WITHIN_WORKING_DAYS
from outbox.models import Channel
from practice import needs
from practice.models import PartyKind
from practice.organisations import who_may_instruct
from practice.phrases import money
from wording import letterhead
from wording.facts import Action, CareLetter, CostLine, Enclosed, Redress, Sheet, Step
from wording.facts.plain import gap, listed


def template_of(work_type: str) -> str:
    """Return the template of a kind of work's letter."""
    return every()[work_type].template


@dataclass(frozen=True)
class Defaults:
    """The answers that nobody has to give, by question, as they would be typed. An absent one has to be asked."""

    values: Answers

    def with_typed(self, typed: Answers) -> Answers:
        return {**self.values, **typed}

    def differing(self, typed: Answers) -> Answers:
        """Return what was typed where it says something else: the rest may go on following the matter."""
        return {name: value for name, value in typed.items() if self.values.get(name, "") != value}


def defaults(about: Background, typed: Answers) -> Defaults:
    """
    Return what the matter, the department's standards and the usual costs answer by themselves.

    What was `typed` decides which kind within the work, and with it what is usual.
    """
    matter, standard = about.matter, usual_of(about, typed)
    values = {
        "property": _property(matter.title, standard.title_starts) if standard.has_property else "",
        "objectives": matter.objective,
        "options": matter.options_said,
        "calls_returned": about.calls_returned(),
        "updates": about.updates(),
        "replies_within": about.replies_within(),
        "cost_changes": standard.cost_changes,
        "weeks_from": str(standard.weeks[0]),
        "weeks_to": str(standard.weeks[1]),
        "accept_in": str(ACCEPT_WITHIN_WORKING_DAYS),
        "consumer": _consumer(about),
        "formation": matter.formed or "unknown",
    }
    values |= subject.defaults(about, standard)
    values |= cost_defaults(about, typed)
    return Defaults({name: value for name, value in values.items() if value})


def accept_by(about: Background, answers: Answers) -> date:
    return about.calendar.add_working_days(about.today, int(answers["accept_in"]))


def care_letter(
    about: Background,
    answers: Answers,
    to: Recipient,
    *,
    terms_version: int,
    version: int,
    redress: Redress,
    enclosed: tuple[Enclosed, ...] = (),
) -> CareLetter:
    """Return the facts of one client's copy. Nothing of the other clients is in it but their names (decisions 21)."""
    matter, standard = about.matter, usual_of(about, answers)
    lines = cost_lines(about, answers)
    advance, advance_for = _in_advance(about, answers, lines)
    names = tuple(one.party.name for one in about.recipients if one != to)
    lead = letterhead.person(matter.fee_earner, about.firm)
    helper = letterhead.person(matter.assistant, about.firm, does="helps") if matter.assistant else None
    head = letterhead.person(matter.supervisor, about.firm, does="supervises") if matter.supervisor else None
    updates = answers.get("updates", "")
    by = "by e-mail" if to.channel == Channel.EMAIL else "by post"
    return CareLetter(
        by_link=to.channel == Channel.EMAIL,
        sheet=Sheet(
            firm=about.firm,
            to=letterhead.addressee(
                to.party,
                address=to.postal_address,
                capacity=to.capacity,
                attention=to.attention,
                signing=[one.person.name for one in who_may_instruct(to.instructing, amount=estimate(lines))],
            ),
            date_on=about.today,
            reference=matter.reference or "",
            signed_by=lead,
            notes=(f"Letter 1, version {version}",),
            enclosures=(f"terms of business, version {terms_version}", *(one.words for one in enclosed))
            if enclosed
            else (),
        ),
        transaction=standard.transaction,
        property_address=answers.get("property"),
        price=pounds(answers.get("price")),
        mortgage={"yes": True, "no": False}.get(answers.get("mortgage", "")),
        other_clients=names,
        objectives=answers.get("objectives", ""),
        lead=lead,
        others=tuple(person for person in (helper, head) if person),
        calls_returned=answers.get("calls_returned"),
        calls_and_emails={"included": "included", "charged": "charged"}.get(answers.get("calls_and_emails", "")),  # type: ignore[arg-type]  # one of the two, or None
        calls_rate=answers.get("calls_rate"),
        cost_lines=lines,
        quoted=quoted(about, answers, lines),
        cost_changes=answers.get("cost_changes"),
        on_account=advance,
        on_account_for=advance_for,
        weeks=_weeks(answers),
        steps=_steps(about, answers),
        updates=f"{updates}, {by}" if updates == about.updates() and updates else updates,
        replies_within=answers.get("replies_within"),
        accept_by=accept_by(about, answers),
        actions=(_papers(about, answers), *_agreed(about)),
        cdd_outstanding=_open_checks(about),
        terms_version=terms_version,
        procedure=about.procedure,
        redress=redress,
        client_is_consumer=answers["consumer"],  # type: ignore[arg-type]  # the form offers these only
        contract_formation=answers["formation"],  # type: ignore[arg-type]  # the form offers these only
        early_start_asked=answers.get("early_start") == "yes",
        adjustments=needs.said_in_letters(to.party, about.today),
        payer=about.payer.full_name if about.payer else "",
        referral=_referral(about, answers),
        help_from=helper,
        mlr_in_scope=standard.mlr_in_scope,
        money_moves=standard.money_moves,
        client_money=standard.client_money,
        third_party=answers.get("third_party", ""),
        work_type=matter.work_type,
        preset=subject.preset(matter.department),
        work=subject.work(about, answers, standard, to=to),
        fee=fees.fee(matter, answers, about.today),
        paying=subject.paying(about, answers),
        cancelling=subject.cancelling(answers),
        extras=subject.extras(about, answers, to),
        enclosed=enclosed,
    )


def _in_advance(about: Background, answers: Answers, lines: tuple[CostLine, ...]) -> tuple[Decimal | None, str | None]:
    """Return the money on account and what for: as typed, else the lines that are usually paid before we start."""
    marked = [
        (line, row["in_advance"])
        for line, row in zip(lines, used_rows(about, answers), strict=True)
        if "in_advance" in row
    ]
    words = answers.get("on_account_for") or listed([name for _, name in reversed(marked)])
    if answers.get("on_account"):
        return pounds(answers["on_account"]) or None, words or None
    if not marked or any(line.net is None for line, _ in marked):
        return None, None
    return sum((line.total for line, _ in marked), Decimal(0)) or None, words


def _weeks(answers: Answers) -> tuple[int, int] | None:
    first, last = answers.get("weeks_from"), answers.get("weeks_to")
    return (int(first), int(last)) if first and last else None


def _steps(about: Background, answers: Answers) -> tuple[Step, ...]:
    """Return the steps that others control as ranges of days from today; none goes beyond the whole range."""
    weeks = _weeks(answers)
    if weeks is None:
        return ()
    found = []
    for row in usual_of(about, answers).steps:
        if "weeks" in row:
            first, last = (min(number, end) for number, end in zip(row["weeks"], weeks, strict=True))
        else:
            first, last = (max(1, number - row["weeks_before_end"]) for number in weeks)
        found.append(Step(row["what"], _in_weeks(about, first), _in_weeks(about, last), row["depends_on"]))
    return tuple(found)


def _in_weeks(about: Background, weeks: int) -> date:
    return about.calendar.next_working_day_on_or_after(about.today + timedelta(weeks=weeks))


def _papers(about: Background, answers: Answers) -> Action:
    papers = usual_of(about, answers).papers
    deposit = pounds(answers.get("deposit"))
    what = papers["what"].format(amount=f"{money(deposit)} " if deposit else "")
    return Action(papers["short"], what, about.calendar.add_working_days(about.today, PAPERS_WITHIN_WORKING_DAYS))


def _agreed(about: Background) -> tuple[Action, ...]:
    """Return what the client agreed to do in a meeting and has still to do (domain A06, C04)."""
    found = []
    for step in about.agreed:
        if step.due_on >= about.today:
            what = step.what.rstrip(". ")
            words = what[:1].lower() + what[1:] if what[1:2].islower() else what
            found.append(Action(words, f"{words}.", step.due_on))
    return tuple(found)


def _open_checks(about: Background) -> tuple[str, ...]:
    """Name what is open without telling one client about the other's papers (decisions 15, 21)."""
    if not about.identity_open:
        return ()
    return ("the identity check of each of you" if len(about.recipients) > 1 else "your identity check",)


def _referral(about: Background, answers: Answers) -> str:
    if about.introducer is None:
        return ""
    return answers.get("referral") or gap("referral", f"what do we pay {about.introducer.name}?")


def _consumer(about: Background) -> str:
    """An organisation is no consumer; a person may buy for a business, and in doubt counts as protected."""
    kinds = {one.party.kind for one in about.recipients}
    return "no" if kinds == {PartyKind.ORGANISATION} else "yes"


def _property(title: str, starts: tuple[str, ...]) -> str:
    return next((title.removeprefix(start) for start in starts if title.startswith(start)), "")
