"""Client care letters."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from e2e.pages.state import State, at, matter, of, person
from engagement.models import Letter
from practice import clock
from practice.models import MatterQuote, PriceTable, QuoteWay, User
from practice.pricing import Wanted, price
from practice.services.quotes import take_along, write_quote


def _letter(**wanted: object) -> Letter:
    return Letter.objects.filter(**wanted).order_by("pk")[0]


def _above_its_quote() -> int:
    """Return a matter whose draft says more than was quoted."""
    draft, now = _letter(stage="draft"), clock.now()
    if not MatterQuote.objects.filter(matter=draft.matter).exists():
        table = PriceTable.objects.filter(work_type=draft.matter.work_type, published_at__isnull=False)[0]
        wanted = Wanted(value=Decimal(90_000))
        lines = price([one.as_rule() for one in table.lines.all()], wanted, vat_rate=Decimal("0.20"))
        today = now.date()
        with transaction.atomic():
            given = write_quote(
                table=table,
                wanted=wanted,
                lines=lines,
                words="As it was read out",
                way=QuoteWay.PHONE,
                given_on=today,
                holds_until=today + timedelta(days=30),
                by=person("reception"),
                now=now,
            )
            take_along(quote=given, matter=draft.matter, now=now)
    return draft.matter_id


def _approver() -> User:
    found = _letter(stage="to_approve").approver
    assert found is not None
    return found


STATES = {
    "letters": [
        State("being written", "solicitor", at("letters")),
        *(
            State(show, "solicitor", at("letters", query=f"?show={show}"))
            for show in ("approval", "to-write", "issued", "waiting")
        ),
        State("none undelivered", "solicitor", at("letters", query="?show=undelivered")),
    ],
    "engagement:letter": [
        State("a draft", "solicitor", of("engagement:letter", lambda: _letter(stage="draft").matter_id)),
        State(
            "no agreement chosen",
            "solicitor",
            of("engagement:letter", lambda: _letter(stage="draft").matter_id),
            press="Put it with the letter",
            status=422,
        ),
        State("above the quote", "solicitor", of("engagement:letter", _above_its_quote)),
        State("to be approved", _approver, of("engagement:letter", lambda: _letter(stage="to_approve").matter_id)),
        State("issued", "solicitor", of("engagement:letter", lambda: _letter(stage="issued").matter_id)),
        State(
            "not begun",
            "solicitor",
            of("engagement:letter", lambda: matter(stage="open", care_letters=None, earlier_letter=None).pk),
        ),
        State("one of before", "solicitor", of("engagement:letter", lambda: matter(earlier_letter__isnull=False).pk)),
        State("not for this role", "reception", at("engagement:letter", 1), status=403),
    ],
    "engagement:earlier": [
        State("it went before", "solicitor", of("engagement:earlier", lambda: matter(earlier_letter__isnull=False).pk)),
        State(
            "not said when",
            "solicitor",
            of("engagement:earlier", lambda: matter(stage="open", care_letters=None, earlier_letter=None).pk),
            press="Record it",
            status=422,
        ),
    ],
    "engagement:issue": [
        State("who gets it", "solicitor", of("engagement:issue", lambda: _letter(stage="draft").matter_id)),
    ],
}
