"""How a client comes to their letter: the code that opens it, sent or given by us (decisions 23, B12)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from engagement import notices
from engagement.links import link_of
from engagement.models import CostUpdate, LetterCopy
from engagement.papers import AnyCopy, copies, copy_of, key_of, kind_of, page_of, waiting_key
from engagement.rules import LetterStage
from engagement.rules.acceptance import LINK_LASTS, NotWaiting
from outbox import entering
from outbox import services as outbox
from outbox.entering import LinkLocked, WrongCode
from outbox.models import ClientSession, CodeWay, LinkCode, LinkPurpose, SecureLink
from outbox.rules import NoSafeWay
from practice import journal, reach, receipts
from practice.actors import SYSTEM, ClientLink
from practice.models import ContactKind, ContactPoint, Party, User
from practice.office import load_calendar
from practice.receipts import FormKey
from practice.services.tasks import give_task, settle_tasks


class LinkOver(NotWaiting):
    """The link has run out, or its letter has been replaced: its page says which."""

    code = "link_over"


def send_code(*, link_id: UUID, now: datetime, form_key: FormKey | None = None) -> LinkCode:
    """
    Queue the six figures to a mobile or mailbox that may have them.

    :raises NoSafeWay: if none may; whoever acts for them is asked to give the figures by telephone
    :raises LinkLocked: after too many wrong ones
    :raises LinkOver: if the link opens nothing any more
    """
    refused = None
    with transaction.atomic(durable=True):
        if (done := receipts.earlier(form_key, LinkCode)) is not None:
            return done
        link, copy = _open_link(link_id, now=now)
        owner = copy.paper.matter.fee_earner
        try:
            code = entering.queue_code(link, reply_to=owner.email, owner=owner, now=now)
        except NoSafeWay as no:
            refused = no
            _ask_to_ring(copy, f"Give {copy.party} the six figures for their letter, by telephone. {no}", now=now)
        else:
            journal.record(
                subject=copy.paper,
                event=f"{kind_of(copy).event}.code_sent",
                by=SYSTEM,
                at=now,
                matter=copy.paper.matter_id,
                party=copy.party_id,
                way=str(CodeWay(code.way).label),
            )
            receipts.keep(form_key, code, at=now)
    if refused is not None:
        raise refused
    return code


def enter(*, link_id: UUID, typed: str, address: str, agent: str, now: datetime) -> ClientSession:
    """
    Open a session by the six figures. A wrong try counts, and the fifth shuts the link and is told to staff.

    :raises WrongCode: if they are not the last ones, or their ten minutes are over
    :raises LinkLocked: when they were wrong too often
    :raises LinkOver: if the link opens nothing any more
    """
    with transaction.atomic(durable=True):
        link, copy = _open_link(link_id, now=now)
        session = entering.take_code(link, typed, address=address, agent=agent, now=now)
        if session is not None:
            journal.record(
                subject=copy.paper,
                event=f"{kind_of(copy).event}.opened",
                by=ClientLink(copy.party_id, copy.party.name),
                at=now,
                matter=copy.paper.matter_id,
                party=copy.party_id,
                way=str(CodeWay(session.code.way).label),
                address=address,
            )
        elif link.locked_at is not None:
            _ask_to_ring(copy, f"The link of {copy.party} is shut: the figures were wrong five times. Ring", now=now)
            journal.record(
                subject=copy.paper,
                event=f"{kind_of(copy).event}.link_locked",
                by=SYSTEM,
                at=now,
                matter=copy.paper.matter_id,
                party=copy.party_id,
                address=address,
            )
    if session is not None:
        return session
    if link.locked_at is not None:
        raise LinkLocked("The figures were wrong five times, so this page is shut for now. We have been told. Ring us.")
    raise WrongCode("These are not the last six figures we gave you, or their ten minutes are over. Ask for new ones.")


@transaction.atomic(durable=True)
def give_code(
    *,
    copy_id: int,
    contact_id: int,
    by: User,
    now: datetime,
    of: type[AnyCopy] = LetterCopy,
    form_key: FormKey | None = None,
) -> LinkCode:
    """
    Make six figures that a member of staff says on a confirmed number. They open a shut link again.

    :raises LinkOver: if there is no link, or it opens nothing any more
    :raises practice.reach.NotTheirNumber: for another number than the only one that may be rung
    """
    if (done := receipts.earlier(form_key, LinkCode)) is not None:
        return done
    found = link_of(copies(of).get(pk=copy_id))
    if found is None:
        raise LinkOver("They have no link to this letter yet. Send them one first.")
    link, copy = _open_link(found.pk, now=now)
    today = load_calendar(copy.paper.matter.department.office).local_date(now)
    number = ContactPoint.objects.phones(today).get(pk=contact_id, party=link.party, confirmed_at__isnull=False)
    reach.check_number(link.party, number.text)
    code = entering.give_code(link, number=number.text, by=by, now=now)
    journal.record(
        subject=copy.paper,
        event=f"{kind_of(copy).event}.code_given",
        by=by,
        at=now,
        matter=copy.paper.matter_id,
        party=copy.party_id,
        number=number.text,
    )
    settle_tasks(prefix=f"{waiting_key(copy)}ring", by=by, now=now)
    receipts.keep(form_key, code, at=now)
    return code


def mailbox_of(client: Party, on: date) -> ContactPoint | None:
    """Return the mailbox that a link may go to; None if there is none."""
    if reach.why_not_written(client, ContactKind.EMAIL):
        return None
    return client.contacts.usable_emails(on).first()


@transaction.atomic(durable=True)
def send_link(
    *, copy_id: int, by: User, now: datetime, of: type[AnyCopy] = LetterCopy, form_key: FormKey | None = None
) -> SecureLink:
    """
    Send a client a new link to the paper in force; the one before opens nothing any more.

    :raises NotWaiting: if the paper is not in force, or nobody is asked to answer it
    :raises NoSafeWay: if there is no confirmed mailbox that may be used
    """
    if (done := receipts.earlier(form_key, SecureLink)) is not None:
        return done
    copy = copies(of).get(pk=copy_id)
    paper = copy.paper
    if paper.stage != LetterStage.ISSUED or (isinstance(paper, CostUpdate) and not paper.asks_agreement):
        raise NotWaiting("This version is not in force. A link to the one that is goes from its own line.")
    calendar = load_calendar(paper.matter.department.office)
    today = calendar.local_date(now)
    if (mailbox := mailbox_of(copy.client, today)) is None:
        raise NoSafeWay(
            "There is no confirmed mailbox of theirs that may be used. Record here what they answer on paper."
        )
    link = entering.make_link(
        purpose=LinkPurpose.ACCEPT,
        party=copy.client,
        subject=copy,
        matter=paper.matter,
        sent_to=mailbox.text,
        expires_at=calendar.end_of_day(calendar.local_date(now + LINK_LASTS)),
        now=now,
    )
    outbox.queue(
        notices.new_link(copy, link=link),
        key=f"{key_of(copy)}link:{copy.party_id}:{link.generation}",
        now=now,
    )
    journal.record(
        subject=paper,
        event=f"{kind_of(copy).event}.link_sent",
        by=by,
        at=now,
        matter=paper.matter_id,
        party=copy.party_id,
    )
    receipts.keep(form_key, link, at=now)
    return link


def _open_link(link_id: UUID, *, now: datetime) -> tuple[SecureLink, AnyCopy]:
    link = SecureLink.objects.select_for_update(no_key=True, of=("self",)).select_related("party").get(pk=link_id)
    if not link.is_alive(now):
        raise LinkOver("This link has ended. Ring us, and we send you a new one.")
    return link, copy_of(link)


def _ask_to_ring(copy: AnyCopy, title: str, *, now: datetime) -> None:
    give_task(
        key=f"{waiting_key(copy)}ring:{now:%Y%m%d}",
        owner=copy.paper.matter.fee_earner,
        title=title,
        url=page_of(copy),
        due_on=load_calendar(copy.paper.matter.department.office).local_date(now),
        now=now,
        matter=copy.paper.matter_id,
    )
