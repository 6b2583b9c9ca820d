"""A matter is closed with a letter to each client, and for five minutes that can be stopped (decisions 18, B23)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from engagement import letters, notices_closing, rules
from engagement.rules import STOP_WINDOW
from engagement.services.enclosing import keep_text
from engagement.services.issue import LetterStopped, TooLateToStop
from outbox import services as outbox
from practice import receipts
from practice.models import Matter, User
from practice.permissions import Permission
from practice.receipts import FormKey
from practice.services.matters import close_matter, reopen_matter
from practice.services.tasks import give_task, settle_tasks
from wording.models import IssuedLetter
from wording.services import keep_letter


@transaction.atomic(durable=True)
def close_with_letter(
    *,
    matter_id: int,
    typed: letters.Typed,
    printed: Sequence[letters.PrintedCopy],
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Matter:
    """
    Close a matter, freeze its closing letter and queue each client's copy.

    It is composed again under lock: if a fact or the day changed since it was printed, nothing is written.

    :raises rules.NotTheirs: if this person may not issue letters
    :raises practice.services.matters.NotOpen: if the matter is not open
    :raises LetterStopped: if something stops the letter
    :raises rules.DraftChanged: if it is no longer the letter that was printed
    """
    if (done := receipts.earlier(form_key, Matter)) is not None:
        return done
    if not by.may(Permission.LETTER_ISSUE):
        raise rules.NotTheirs("A lawyer has to close the matter: the letter goes with it.")
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    made = letters.closing_package(matter_id, typed, now)
    version = max((one.version for one in closing_letters(matter)), default=0) + 1
    if made.stops:
        raise LetterStopped(made.stops)
    if made.hashes != [one.composition.html_sha256 for one in printed]:
        raise rules.DraftChanged("Something in this letter changed while it was being printed. Look at it again.")
    hashes = {}
    for copy, paper in zip(made.copies, printed, strict=True):
        issued = keep_letter(
            composition=copy.composition,
            rendered=paper.rendered,
            subject=matter,
            version=version,
            by=by,
            now=now,
            matter=matter,
            party=copy.to.party,
        )
        papers = (issued.document, *([keep_text(paper, now=now)] if copy.goes_as_text else []))
        notice = notices_closing.closing(made.about, copy=copy, papers=papers)
        if outbox.queue(notice, key=key_of(issued), now=now, send_at=now + STOP_WINDOW) is None:
            raise RuntimeError(f"Matter {matter.pk} had a closing letter before it was closed.")
        hashes[str(copy.to.party.pk)] = issued.document.sha256
        if copy.also_needed:
            give_task(
                key=f"closing:{matter.pk}:{version}:also:{copy.to.party.pk}",
                owner=matter.fee_earner,
                title=f"Closing letter to {copy.to.party}, also needed: {', '.join(copy.also_needed)}"[:200],
                url=reverse("engagement:close", args=[matter.pk]),
                due_on=made.about.calendar.add_working_days(made.about.today, 1),
                now=now,
                matter=matter,
            )
    close_matter(matter=matter, on=made.about.today, by=by, now=now, version=version, sha256=hashes)
    receipts.keep(form_key, matter, at=now)
    return matter


@transaction.atomic(durable=True)
def stop_closing(*, matter_id: int, by: User, now: datetime) -> Matter:
    """
    Stop a closing letter before any copy left; the matter is open again.

    :raises rules.NotTheirs: if this person may not issue letters
    :raises practice.services.matters.NotOpen: if the matter is not closed
    :raises TooLateToStop: if a copy has left
    """
    if not by.may(Permission.LETTER_ISSUE):
        raise rules.NotTheirs("A lawyer has to open the matter again.")
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    reopen_matter(matter=matter, by=by, now=now)
    found = latest_closing(matter)
    if not found or not all(outbox.withdraw(key=key_of(one)) for one in found):
        raise TooLateToStop("The closing letter has left, or none was written. The matter stays closed.")
    settle_tasks(prefix=f"closing:{matter.pk}:{found[0].version}:", by=by, now=now)
    return matter


def closing_letters(matter: Matter) -> list[IssuedLetter]:
    """Return the copies of every closing letter of a matter, the newest version first."""
    found = IssuedLetter.objects.about(matter).filter(kind=letters.CLOSING).select_related("party", "document")
    return list(found.order_by("-version", "pk"))


def latest_closing(matter: Matter) -> list[IssuedLetter]:
    found = closing_letters(matter)
    return [one for one in found if one.version == found[0].version]


def key_of(issued: IssuedLetter) -> str:
    """Return the key of the message that carries a copy."""
    return f"closing:{issued.matter_id}:{issued.version}:copy:{issued.party_id}"
