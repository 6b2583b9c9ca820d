"""What the pages of a client's letter have in common: who is there, and what they may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from engagement import letters, public_forms, services
from engagement.letters import Said
from engagement.models import Acceptance, CostAgreement, CostDecline, CostUpdateCopy, Decline, LetterCopy
from engagement.papers import AnyCopy
from engagement.rules.acceptance import Tick, cancel_until, ticks, update_ticks
from engagement.services import costs
from outbox import entering, links
from outbox.models import Acknowledgement, ClientSession
from practice import throttle
from practice.actors import ClientLink
from practice.calendar import WorkingCalendar
from practice.errors import Refusal
from practice.models import AgreedStep, ConsentToShare
from practice.office import load_calendar, main_office
from practice.phrases import Due
from wording.composition import Reading
from wording.services import recompose

_AN_HOUR = {"code": 12, "enter": 30, "ask": 12, "answer": 20}


@dataclass(frozen=True)
class Caller:
    """A client who came in by a link, to whichever paper of theirs."""

    session: ClientSession
    copy: AnyCopy
    calendar: WorkingCalendar
    now: datetime

    @property
    def actor(self) -> ClientLink:
        return ClientLink(self.copy.party_id, self.copy.party.name)

    @property
    def words(self) -> dict[str, Any]:
        """The facts that the letter was made from, as they were frozen with it."""
        found: dict[str, Any] = self.copy.issued.snapshot.content["context"]
        return found

    def reading(self) -> Reading | None:
        """Return the letter part by part; None if it cannot be shown to be the very words of the file."""
        again = recompose(self.copy.issued)
        return again.reading if again.html_sha256 == self.copy.issued.html_sha256 else None

    def to_acknowledge(self) -> Acknowledgement | None:
        """Return that they are to say that they have it, where that was asked."""
        return Acknowledgement.objects.filter(message=self.copy.message_id).first()

    def context(self) -> dict[str, Any]:
        matter = self.copy.paper.matter
        return {
            "visit": self,
            "to_acknowledge": self.to_acknowledge(),
            "link_id": self.session.link_id,
            "copy": self.copy,
            "lawyer": matter.fee_earner,
            "words": self.words,
            "office": matter.department.office,
        }


@dataclass(frozen=True)
class CostVisit(Caller):
    """A client at their cost update, and what they have answered."""

    PAGES = ("update", "agreed")
    copy: CostUpdateCopy
    accepted: CostAgreement | None
    declined: CostDecline | None

    def ticks(self) -> tuple[Tick, ...]:
        said = self.words
        return update_ticks(number=said["update"]["number"], headline=said["costs"]["headline"])

    def accept(self, said: Said, *, now: datetime) -> None:
        certified = letters.print_certificate(self.copy, said, now=now)
        costs.agree_update(copy_id=self.copy.pk, said=said, certified=certified, by=self.actor, now=now)

    def decline(self, reason: str, *, now: datetime) -> None:
        costs.decline_update(copy_id=self.copy.pk, reason=reason, by=self.actor, session=self.session, now=now)

    def context(self) -> dict[str, Any]:
        update = self.copy.update_of
        return {**super().context(), "update": update, "accepted": self.accepted, "declined": self.declined}


@dataclass(frozen=True)
class Visit(Caller):
    """A client at their client care letter, and what they have answered."""

    PAGES = ("letter", "accepted")
    copy: LetterCopy
    accepted: Acceptance | None
    declined: Decline | None

    def ticks(self) -> tuple[Tick, ...]:
        said, clauses = self.words.get("costs", {}), {one["code"] for one in self.copy.issued.clauses}
        return ticks(
            version=self.copy.letter.version,
            terms_version=self.words["terms"]["version"],
            about=said.get("about", ""),
            certainty=said.get("certainty", "an estimate"),
            has_right_to_cancel=letters.has_right_to_cancel(self.copy),
            asks_early_start="early_start" in clauses,
            enclosed=[one["words"] for one in self.words.get("enclosed", ())],
        )

    def accept(self, said: Said, *, now: datetime) -> None:
        certified = letters.print_certificate(self.copy, said, now=now)
        services.accept_letter(copy_id=self.copy.pk, said=said, certified=certified, by=self.actor, now=now)

    def decline(self, reason: str, *, now: datetime) -> None:
        services.decline_letter(copy_id=self.copy.pk, reason=reason, by=self.actor, session=self.session, now=now)

    def shares(self) -> QuerySet[ConsentToShare]:
        """Return what this client lets us tell others about this matter, as far as it stands."""
        today = self.calendar.local_date(self.now)
        shares = ConsentToShare.objects.standing(today).filter(
            party__in=self.copy.party.ids_of_all(), matter=self.copy.letter.matter_id
        )
        return shares.order_by("pk")

    def asked(self) -> list[tuple[AgreedStep, Due]]:
        """Return what the clients of this matter were asked for and still stands, what is missing first."""
        today = self.calendar.local_date(self.now)
        steps = self.copy.letter.matter.agreed_steps.for_letter()
        found = [
            (step, Due(step.due_on, today, self.calendar.working_days_between(today, step.due_on))) for step in steps
        ]
        return sorted(found, key=lambda one: one[0].came_at is not None)

    def context(self) -> dict[str, Any]:
        letter, today = self.copy.letter, self.calendar.local_date(self.now)
        assert letter.accept_by is not None  # it is issued
        accepted_on = self.calendar.local_date(self.accepted.accepted_at) if self.accepted else None
        return {
            **super().context(),
            "letter": letter,
            "terms": self.copy.terms,
            "agreements": letter.agreements.order_by("pk"),
            "joint": self.words.get("clients", {}).get("others", ""),
            "due": Due(letter.accept_by, today, self.calendar.working_days_between(today, letter.accept_by)),
            "accepted": self.accepted,
            "declined": self.declined,
            "asked": self.asked() if self.accepted else [],
            "contact_rules": self.words.get("contact", {}).get("rules", []),
            "check_ins": self.copy.letter.matter.check_ins.standing()
            .filter(party=self.copy.party_id)
            .select_related("host"),
            "last_day": cancel_until(accepted_on) if accepted_on and letters.has_right_to_cancel(self.copy) else None,
        }


def visit_of(request: HttpRequest, link_id: UUID, *, now: datetime) -> Visit | CostVisit | HttpResponse:
    """Return who is there; or the page that says why nothing opens, without a fact of the letter."""
    session = entering.session_by(request.COOKIES.get(links.COOKIE, ""), link_id=link_id, now=now)
    if session is None:
        return over(request, "shut")
    if not session.link.is_alive(now):
        return over(request, session.link.because or "expired")
    copy = services.copy_of(session.link)
    calendar = load_calendar(copy.paper.matter.department.office)
    if isinstance(copy, CostUpdateCopy):
        return CostVisit(
            session=session,
            copy=copy,
            accepted=CostAgreement.objects.select_related("certificate").filter(copy=copy).first(),
            declined=CostDecline.objects.filter(copy=copy).first(),
            calendar=calendar,
            now=now,
        )
    return Visit(
        session=session,
        copy=copy,
        accepted=Acceptance.objects.select_related("certificate").filter(copy=copy).first(),
        declined=Decline.objects.filter(copy=copy).first(),
        calendar=calendar,
        now=now,
    )


def letter_page(
    request: HttpRequest,
    visit: Visit | CostVisit,
    form: public_forms.Accept,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {**visit.context(), "reading": visit.reading(), "form": form, "refusal": refusal}
    return show(request, visit.PAGES[0], context, status=status)


def over(request: HttpRequest, why: str) -> HttpResponse:
    """Say what happened to a link and what to do: 404 for one that never was, 410 for one that has ended."""
    return show(request, "over", {"why": why}, status=404 if why == "unknown" else 403 if why == "shut" else 410)


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"engagement/public/{name}.html", {"office": main_office(), **context}, status=status)


def slow_down(request: HttpRequest) -> HttpResponse:
    answer = show(request, "slow", {}, status=429)
    answer["Retry-After"] = "3600"
    return answer


def too_often(request: HttpRequest, deed: str) -> bool:
    return throttle.too_often(request, of="engagement", deed=deed, an_hour=_AN_HOUR[deed])
