"""Giving a price to somebody who enquired, before anybody acts (decisions 27, 28)."""

from datetime import datetime

from django.db import transaction

from intake import notices, quoting, reach
from intake.models import Enquiry, EnquiryContactKind, EnquiryQuote
from intake.services.contacts import ask_by_hand, give_first_answer, keep_contact
from intake.services.enquiries import EnquiryAlreadyClosed
from outbox import services as outbox
from practice import journal, receipts
from practice.errors import WorldMoved
from practice.models import QuoteWay, User
from practice.office import local_date, main_office
from practice.phrases import weekday
from practice.pricing import Wanted
from practice.receipts import FormKey
from practice.services.quotes import take_along, write_quote


class PriceMoved(WorldMoved):
    """The price is no longer the one that was seen."""

    code = "price_moved"


class NoMailbox(WorldMoved):
    """There is no mailbox to which a price may go."""

    code = "no_mailbox"


@transaction.atomic(durable=True)
def give_quote(
    *,
    enquiry_id: int,
    code: str,
    wanted: Wanted,
    seen: str,
    way: QuoteWay,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> EnquiryQuote:
    """
    Give a price from the table ``code``, in the words whose fingerprint was ``seen``, and keep it for good.

    It is a contact like any other, and so a first answer where none was given. It says that we do not act yet; the
    conflict check need not be cleared, nor asked for.

    :raises EnquiryAlreadyClosed: if the enquiry is over
    :raises PriceMoved: if price list, day or VAT have changed meanwhile
    :raises NoMailbox: if it is to go by e-mail and no mailbox is confirmed and safe
    :raises practice.pricing.NoPrice: if the table has none
    """
    if (before := receipts.earlier(form_key, EnquiryQuote)) is not None:
        return before
    enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry_id)
    if enquiry.outcome:
        raise EnquiryAlreadyClosed("This enquiry was closed since you opened the page.")
    today = local_date(main_office(), now)
    service = next((one for one in quoting.services_for(enquiry.work_type, on=today) if one.table.code == code), None)
    made = quoting.offer(service, wanted, on=today) if service else None
    if made is None or made.fingerprint != seen:
        raise PriceMoved("The price has changed since you opened the page. Look at it below, then give it.")
    to = reach.email_of(enquiry, now=now) if way == QuoteWay.EMAIL else None
    if way == QuoteWay.EMAIL and to is None:
        raise NoMailbox(f"{reach.why_not(enquiry)} Read it out, or print it.")
    quote = write_quote(
        table=made.service.table,
        wanted=wanted,
        lines=made.lines,
        words=made.words,
        way=way,
        given_on=today,
        holds_until=made.holds_until,
        by=by,
        now=now,
    )
    number = enquiry.quotes.count() + 1
    message = None
    if to is not None:
        notice = notices.quote(enquiry, words=made.words, to=to.to, by=by)
        message = outbox.queue(notice, key=f"enquiry:{enquiry.pk}:quote:{number}", now=now)
    contact = keep_contact(
        enquiry,
        EnquiryContactKind.QUOTED,
        at=now,
        words=f"{quote.headline}. It holds until {weekday(quote.holds_until)}.",
        by=by,
        now=now,
        went_as=f"{way.label} to {to.to}"[:120] if to else way.label,
        message=message,
    )
    if way != QuoteWay.PHONE:
        ask_by_hand(enquiry, what="the price", key=f"quote:{number}", by=by, now=now)
    given = EnquiryQuote.objects.create(enquiry=enquiry, number=number, quote=quote, contact=contact)
    if enquiry.answered_at is None:
        give_first_answer(enquiry, at=now, by=by, now=now)
    if enquiry.matter is not None:
        take_along(quote=quote, matter=enquiry.matter, now=now)
    receipts.keep(form_key, given, at=now)
    journal.record(
        subject=enquiry, event="enquiry.quoted", by=by, at=now, headline=quote.headline, way=way, number=number
    )
    return given
