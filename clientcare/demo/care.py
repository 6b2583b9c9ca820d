"""What clients agreed, said and are: relations, statuses, adjustments, consents, notes, and a list that was checked."""

import hashlib
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from clientcare.demo.firm import Firm
from intake.models import PrivacyNotice
from intake.services.lists import check_listed_names, receive_list
from intake.tables import Table, TableRow
from practice.calendar import WorkingCalendar
from practice.models import (
    Adjustment,
    CircumstanceKind,
    ConsentWay,
    Matter,
    Party,
    Purpose,
    RelationKind,
    Shared,
    StatusKind,
    User,
)
from practice.office import local_date, main_office
from practice.services.care import PlanFacts, set_plan
from practice.services.consents import ShareFacts, record_purpose, record_share, withdraw_share
from practice.services.needs import Agreed, record_circumstance, record_need
from practice.services.notes import write_note
from practice.services.positions import PositionFacts, record_position
from practice.services.reference import read_data
from practice.services.relations import record_relation
from practice.services.statuses import record_status

_DATA = read_data(Path(__file__).parent / "data", "care.yaml")
_HOW = "On the telephone, after two facts agreed"
_KEPT = timedelta(days=300)  # until somebody asks whether an adjustment is still right


def load_relations(individuals: list[Party], bodies: list[Party], *, by: User, now: datetime) -> None:
    """Write who is whose director, spouse, attorney; before any matter, so that no gate of one is shut."""
    for row in _DATA["relations"]:
        other = bodies[row["body"]] if "body" in row else individuals[row["other"]]
        one = individuals[row["one"]]
        record_relation(party_id=one.pk, kind=RelationKind(row["kind"]), other_id=other.pk, by=by, now=now)


def load_positions(individuals: list[Party], bodies: list[Party], *, by: User, now: datetime) -> None:
    """Write who speaks for a body, each seen when it was recorded; before any matter, as relations are."""
    for row in _DATA["people"]:
        at = now - timedelta(days=row["days_ago"])
        day = local_date(main_office(), at)
        facts = PositionFacts(
            title=row["title"],
            starts_on=day,
            may_instruct=row.get("may_instruct", False),
            limit=Decimal(row["limit"]) if "limit" in row else None,
            receives_letters=row.get("receives_letters", False),
            receives_bills=row.get("receives_bills", False),
            authority=row["authority"],
            authority_seen_on=day,
        )
        person = individuals[row["one"]]
        record_position(organisation_id=bodies[row["body"]].pk, person=person, facts=facts, by=by, now=at)


def load_needs(
    *, firm: Firm, matters: list[Matter], bodies: list[Party], now: datetime, calendar: WorkingCalendar
) -> None:
    """Write what clients need, before any letter is written: it decides how they get theirs."""
    _Care(firm, matters, bodies, now, calendar).needs()


def load_care(
    *, firm: Firm, matters: list[Matter], bodies: list[Party], now: datetime, calendar: WorkingCalendar
) -> None:
    """Write what clients told the firm in the last months, each thing when it was said."""
    care = _Care(firm, matters, bodies, now, calendar)
    care.statuses()
    care.consents()
    care.plans()
    care.notes()
    care.list_of_clients()


class _Care:
    """The firm as it is now, looking back: every deed has the time at which it was done."""

    def __init__(
        self, firm: Firm, matters: list[Matter], bodies: list[Party], now: datetime, calendar: WorkingCalendar
    ) -> None:
        self.firm, self.matters, self.bodies, self.now, self.calendar = firm, matters, bodies, now, calendar

    def statuses(self) -> None:
        for row in _DATA["statuses"]:
            record_status(
                party_id=self._client(row).pk,
                kind=StatusKind(row["kind"]),
                since_on=self.calendar.local_date(self._ago(row["since"])),
                evidence=row["evidence"],
                by=self._lawyer(row),
                now=self._ago(row["recorded"]),
            )

    def needs(self) -> None:
        for row in _DATA["needs"]:
            at = self._ago(row["days_ago"])
            day = self.calendar.local_date(at)
            agreed = Agreed(
                adjustment=Adjustment(row["adjustment"]),
                starts_on=day,
                consented_on=day,
                consented_how=_HOW,
                review_on=day + _KEPT,
                language=row.get("language", ""),
                words=row.get("words", ""),
            )
            record_need(party_id=self._client(row).pk, agreed=agreed, by=self._lawyer(row), now=at)
        for row in _DATA["circumstances"]:
            at = self._ago(row["days_ago"])
            record_circumstance(
                party_id=self._client(row).pk,
                kind=CircumstanceKind(row["kind"]),
                words=row["words"],
                consented_on=self.calendar.local_date(at),
                consented_how=_HOW,
                by=self._lawyer(row),
                now=at,
            )

    def consents(self) -> None:
        notice = PrivacyNotice.objects.order_by("in_force_from", "pk")[0]
        for row in _DATA["purposes"]:
            at = self._ago(row["days_ago"])
            record_purpose(
                party_id=self._client(row).pk,
                purpose=Purpose(row["purpose"]),
                is_given=row["given"],
                said_on=self.calendar.local_date(at),
                way=ConsentWay.RANG_THEM,
                notice_version=notice.version,
                by=self._lawyer(row),
                now=at,
            )
        for row in _DATA["shares"]:
            self._share(row)

    def plans(self) -> None:
        for row in _DATA["plans"]:
            facts = PlanFacts(
                rhythm=row["rhythm"],
                every=row["every"],
                deputy=self.firm.staff[row["deputy"]],
                owners={self._client(row).pk: self._lawyer(row)},
            )
            at = self._ago(row["days_ago"])
            set_plan(matter_id=self._matter(row).pk, facts=facts, seen=0, by=self._lawyer(row), now=at)

    def _share(self, row: dict[str, Any]) -> None:
        at, told = self._ago(row["days_ago"]), None
        if "told_place" in row:
            told = self.matters[row["told_place"]].clients()[0]
        elif "told_body" in row:
            told = self.bodies[row["told_body"]]
        day = self.calendar.local_date(at)
        facts = ShareFacts(
            told=told,
            told_name=row.get("told", ""),
            relation=row["relation"],
            what=Shared(row["what"]),
            limits=row.get("limits", ""),
            matter=self.matters[row["of"]],
            given_on=day,
            until=day + timedelta(days=row["for_days"]),
            way=ConsentWay.FACE_TO_FACE,
        )
        share = record_share(party_id=self._client(row).pk, facts=facts, by=self._lawyer(row), now=at)
        if "withdrawn" in row:
            withdraw_share(
                share_id=share.pk, way=ConsentWay.RANG_US, by=self._lawyer(row), now=self._ago(row["withdrawn"])
            )

    def notes(self) -> None:
        note = None
        for row in _DATA["notes"]:
            note = write_note(
                text=row["text"],
                by=self.firm.staff[row["by"]],
                now=self._ago(row["days_ago"]),
                party=self._client(row),
                matter=self.matters[row["of"]] if "on_matter" in row else None,
                corrects=note if "corrects" in row else None,
            )

    def list_of_clients(self) -> None:
        """Check the clients of somebody who is to join, as the sweep would have."""
        row = _DATA["list"]
        at = self._ago(row["days_ago"])
        made = receive_list(
            table=Table("CSV", row["columns"], [TableRow(n, n + 1, cells) for n, cells in enumerate(row["rows"], 1)]),
            title=row["title"],
            whose=row["whose"],
            why=row["why"],
            file_name=row["file_name"],
            sha256=hashlib.sha256("\n".join(map(",".join, [row["columns"], *row["rows"]])).encode()).hexdigest(),
            by=self.firm.staff[row["asked_by"]],
            now=at,
        )
        check_listed_names(list_id=made.pk, now=at + timedelta(minutes=1))

    def _client(self, row: dict[str, Any]) -> Party:
        return self._matter(row).clients()[0]

    def _lawyer(self, row: dict[str, Any]) -> User:
        return self._matter(row).fee_earner

    def _matter(self, row: dict[str, Any]) -> Matter:
        return self.matters[int(row["of"])]

    def _ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)
