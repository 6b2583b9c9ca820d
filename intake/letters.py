"""The facts of the letter that we do not act, which never says why, and of the one about a conflict."""

from datetime import date, datetime

from intake.models import ConflictHit, Disclosure, Enquiry
from intake.reach import Way
from outbox.models import Channel
from practice.models import Department, Matter, User
from practice.office import local_date, main_office
from wording import letterhead
from wording.facts import Addressee, DisclosureLetter, NonEngagement, Sheet


def facts_of(enquiry: Enquiry, *, by: User, today: date, way: Way | None) -> NonEngagement:
    """Return what the letter may say: whom it is to, when they asked, and a date they told us of."""
    asks = enquiry.for_person or by
    department = asks.department or Department.objects.select_related("profile").order_by("pk")[0]
    full_name = f"{enquiry.title} {enquiry.name}".strip()
    address = way.to if way is not None and way.channel == Channel.PRINT else ""
    firm = letterhead.firm(department)
    return NonEngagement(
        sheet=Sheet(
            firm=firm,
            to=Addressee(name=full_name, address=address, dear=full_name),
            date_on=today,
            reference=enquiry.reference or "",
            signed_by=letterhead.person(by, firm),
        ),
        enquired_on=local_date(main_office(), enquiry.received_at),
        key_date_on=enquiry.key_date,
        key_date_label=enquiry.key_date_label,
    )


def disclosure_of(
    made: Disclosure, hit: ConflictHit, *, matter: Matter | None, way: Way | None, by: User, now: datetime
) -> DisclosureLetter:
    """
    Return what the letter about a conflict says to one client, in the words that were written for it.

    ``matter``: the client's own; None where we have none for them, and then no other is named.
    """
    check = hit.check_of
    today = local_date(check.matter.department.office, now)
    address = way.to if way is not None and way.channel == Channel.PRINT else ""
    firm = letterhead.firm(check.matter.department)
    return DisclosureLetter(
        sheet=Sheet(
            firm=firm,
            to=letterhead.addressee(made.party, address=address),
            date_on=today,
            reference=check.reference,
            signed_by=letterhead.person(by, firm),
        ),
        about=matter.title if matter is not None else "",
        capacity=made.capacity,
        disclosed=made.disclosed,
        risks=made.risks,
        safeguards=made.safeguards,
    )
