"""Twelve enquiries of the last weeks: open, closed, with compliance, cleared, declined; and two own interests."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from clientcare.demo.firm import Firm
from intake.models import Channel, ConflictCheck, Enquiry, EnquiryOutcome, EnquirySource
from intake.quoting import offer, services_for
from intake.rules import HitDecision, Outcome
from intake.services import (
    EnquiryFacts,
    GivenName,
    close_enquiry,
    convert_enquiry,
    decide_check,
    decide_hit,
    declare_interest,
    give_quote,
    record_enquiry,
    record_first_answer,
)
from practice.calendar import WorkingCalendar
from practice.models import Matter, MatterRole, Party, PartyKind, QuoteWay, User, WorkType
from practice.pricing import Wanted
from practice.services.matters import write_update
from practice.services.reference import read_data

_DATA = read_data(Path(__file__).parent / "data", "enquiries.yaml")
_TAKEN = timedelta(hours=2)
_FIRST_ANSWER, _ASKED, _ANSWERED = timedelta(minutes=15), timedelta(minutes=20), timedelta(minutes=50)


def load_enquiries(
    *, firm: Firm, matters: list[Matter], bodies: list[Party], now: datetime, calendar: WorkingCalendar
) -> None:
    """Write the enquiries, the oldest first, through the deeds of intake; nothing is sent."""
    compliance = firm.staff["compliance"]
    for row in _DATA["interests"]:
        at = now - timedelta(days=200)
        declare_interest(staff=firm.staff[row["staff"]], name=row["name"], nature=row["nature"], by=compliance, now=at)
    for row in sorted(_DATA["enquiries"], key=lambda row: -row["days_ago"]):
        party = bodies[row["body"]] if "body" in row else None
        _Story(row, party, firm=firm, matters=matters, now=now, calendar=calendar).tell()


class _Story:
    """One enquiry and what came of it."""

    def __init__(
        self,
        row: dict[str, Any],
        party: Party | None,
        *,
        firm: Firm,
        matters: list[Matter],
        now: datetime,
        calendar: WorkingCalendar,
    ) -> None:
        self.row, self.party, self.firm, self.calendar = row, party, firm, calendar
        self.taken_at = now - timedelta(days=row["days_ago"]) - _TAKEN
        self.restricted = next(matter for matter in matters if matter.is_restricted)

    def tell(self) -> None:
        row, path = self.row, self.row["path"]
        enquiry = record_enquiry(
            facts=self._facts(),
            due_on=self.calendar.local_date(self.taken_at),
            by=self.firm.staff["reception"],
            now=self.taken_at,
        )
        if enquiry.respond_by is not None:
            at = self.taken_at + _FIRST_ANSWER
            record_first_answer(enquiry_id=enquiry.pk, answered_at=at, words="Rang back", by=self._lawyer(), now=at)
        if "quoted" in row:
            self._quote(enquiry, **row["quoted"])
        if path in EnquiryOutcome.values:
            later = self.taken_at + timedelta(days=3)
            close_enquiry(enquiry_id=enquiry.pk, outcome=EnquiryOutcome(path), by=self._lawyer(), now=later)
        elif path != "open":
            check = convert_enquiry(
                enquiry_id=enquiry.pk,
                fee_earner=self._lawyer(),
                title=row.get("title", row["issue"]),
                party=self.party,
                by=self._lawyer(),
                now=self.taken_at + _ASKED,
                calendar=self.calendar,
                replay=True,
            )
            if path in {"cleared", "declined"}:
                self._decide(check)

    def _quote(self, enquiry: Enquiry, *, code: str, value: int, people: int) -> None:
        at = self.taken_at + _ASKED
        today, wanted = self.calendar.local_date(at), Wanted(value=Decimal(value), people=people)
        service = next(one for one in services_for(enquiry.work_type, on=today) if one.table.code == code)
        give_quote(
            enquiry_id=enquiry.pk,
            code=code,
            wanted=wanted,
            seen=offer(service, wanted, on=today).fingerprint,
            way=QuoteWay.PHONE,
            by=self._lawyer(),
            now=at,
        )

    def _decide(self, check: ConflictCheck) -> None:
        at, by = self.taken_at + _ANSWERED, self.firm.staff["compliance"]
        cleared = self.row["path"] == "cleared"
        for hit in check.hits.above_line() if cleared else ():
            answers = hit.answer_by or by
            decide_hit(hit_id=hit.pk, decision=HitDecision.FALSE_POSITIVE, reason="A namesake", by=answers, now=at)
        decide_check(
            check_id=check.pk,
            outcome=Outcome.CLEAR if cleared else Outcome.DECLINED,
            reason=self.row.get("reason", "Every name read"),
            by=by,
            now=at,
            replay=True,
        )
        if cleared:
            write_update(
                matter_id=check.matter_id,
                status_line="We have opened your file. The letter that says what we do and what it costs follows.",
                next_update_on=self.calendar.add_working_days(self.calendar.local_date(at), 10),
                seen_at=None,
                by=self._lawyer(),
                now=at + _ANSWERED,
            )

    def _lawyer(self) -> User:
        return self.firm.staff[self.row["for"]]

    def _facts(self) -> EnquiryFacts:
        row = self.row
        others = [GivenName(name, MatterRole(role)) for name, role in row.get("others", [])]
        if role := row.get("restricted"):
            others.append(GivenName(self.restricted.clients()[0].name, MatterRole(role)))
        today = self.calendar.local_date(self.taken_at)
        return EnquiryFacts(
            received_at=self.taken_at,
            channel=Channel(row["channel"]),
            name=row["name"],
            kind=PartyKind(row.get("kind", PartyKind.INDIVIDUAL)),
            work_type=WorkType(row["work"]),
            issue=row["issue"],
            source=EnquirySource(row["source"]),
            answers=row.get("answers", {}),
            former_names=tuple(row.get("former", ())),
            phone=f"07700 900{800 + len(row['name'])}",
            email=f"{row['name'].split()[0].lower()}@mail.example",
            safe_contact=row.get("safe", ""),
            others=tuple(others),
            key_date=self.calendar.add_working_days(today, row["key_in"]) if "key_in" in row else None,
            key_date_label=row.get("key_label", ""),
            for_person=self._lawyer() if "for" in row else None,
        )
