"""One matter with something of everything, every word of it carrying the same mark, and a wall around it."""

from dataclasses import dataclass
from datetime import date, timedelta

from callbacks.models import Callback
from callbacks.tests.factories import NOON, book
from clientcare.barriers import deeds
from clientcare.tests import walled_rows as hung
from complaints.models import AccountRequest, Complaint
from complaints.models import Channel as ComplaintChannel
from complaints.services import register
from complaints.services.register import ComplaintFacts
from engagement.models import CostUpdateCopy, LetterCopy, MailingRow
from engagement.tests import factories as letters
from intake import services as intake
from intake.models import ConflictCheck, ConflictHit, Disclosure, Enquiry, Scan
from intake.rules import Outcome
from intake.tests import factories as enquiries
from outbox.models import Channel, Document, Message, MessageState
from outbox.tests import factories as outbox
from practice.models import (
    Barrier,
    ConsentWay,
    ContactKind,
    KeyDate,
    Matter,
    MatterParty,
    MatterRole,
    OpenTo,
    Party,
    PartyKind,
    Position,
    Purpose,
    Shared,
    Task,
    User,
    WorkType,
)
from practice.permissions import Role
from practice.services.barriers import BarrierFacts
from practice.services.consents import ShareFacts, record_purpose, record_share
from practice.services.notes import write_note
from practice.services.parties import add_contact
from practice.services.tasks import give_task
from practice.tests import factories

MARK = "zebrafinch"  # stands in nothing else
PHONE = "07700 977431"


@dataclass(frozen=True)
class Staff:
    """The people there are before the matter is: some who will be inside, and compliance who keep the barrier."""

    lawyer: User
    secretary: User
    keeper: User
    other_keeper: User
    reception: User


def staff() -> Staff:
    letters.firm()
    people = Staff(
        lawyer=factories.user(Role.FEE_EARNER, given="Ines", family="Inside"),
        secretary=factories.user(Role.SECRETARY, given="Sam", family="Inside"),
        keeper=factories.user(Role.COMPLIANCE, given="Karl", family="Keeper", department=None),
        other_keeper=factories.user(Role.COMPLIANCE, given="Olga", family="Keeper", department=None),
        reception=factories.user(Role.RECEPTIONIST, given="Rita", family="Inside", department=None),
    )
    hung.mailing(by=people.secretary, released_by=people.keeper)
    return people


@dataclass(frozen=True)
class World:
    """The matter behind the wall and one row of everything that hangs on it."""

    matter: Matter
    party: Party
    body: Party
    enquiry: Enquiry
    check: ConflictCheck
    call: Callback
    letter: LetterCopy
    mailing_row: MailingRow
    cost_copy: CostUpdateCopy
    message: Message
    paper: Message
    document: Document
    complaint: Complaint
    task: Task
    key_date: KeyDate
    account: AccountRequest
    hit: ConflictHit
    told: Disclosure
    scan: Scan


def build(people: Staff) -> World:
    """Take one client from enquiry to letter and complaint, by the deeds that people do."""
    enquiry = enquiries.enquiry(
        f"Quentin {MARK.title()}",
        by=people.reception,
        others=(),
        phone=PHONE,
        work_type=WorkType.RESIDENTIAL_PURCHASE,
        issue=f"Buys {MARK.title()} Hall",
    )
    factories.price_table()
    enquiries.quote(enquiry, by=people.reception)
    check = intake.convert_enquiry(
        enquiry_id=enquiry.pk,
        fee_earner=people.lawyer,
        title=f"Purchase of {MARK.title()} Hall",
        party=None,
        by=people.lawyer,
        now=NOON,
        calendar=enquiries.calendar(),
    )
    intake.decide_check(check_id=check.pk, outcome=Outcome.CLEAR, reason="", by=people.keeper, now=NOON)
    matter = Matter.objects.get(pk=check.matter_id)
    Matter.objects.filter(pk=matter.pk).update(
        assistant=people.secretary,
        next_update_on=date(2026, 11, 20),
        status_line=f"{MARK.title()} waits for the searches.",
        status_at=NOON,
        status_by=people.lawyer,
        internal_note=f"{MARK.title()} is in a hurry.",
        practice_system_number=f"{MARK}-1",
    )
    matter.refresh_from_db()
    party = matter.clients().get()
    for kind, text in (
        (ContactKind.EMAIL, f"q@{MARK}.example"),
        (ContactKind.ADDRESS, f"1 {MARK.title()} Hall, Leeds"),
    ):
        add_contact(party=party, kind=kind, text=text, by=people.lawyer, now=NOON, confirmed=True)
    body = factories.party(f"{MARK.title()} Ltd", title="", kind=PartyKind.ORGANISATION, by=people.lawyer)
    MatterParty.objects.create(matter=matter, party=body, role=MatterRole.OTHER)
    Position.objects.create(
        organisation=body,
        person=party,
        title=f"Director of {MARK.title()} Ltd",
        starts_on=NOON.date(),
        recorded_at=NOON,
        recorded_by=people.lawyer,
    )
    issued = letters.issued(letters.with_agreement(letters.written(matter)))
    call = book(
        people.lawyer,
        starts_at=NOON + timedelta(hours=2, minutes=20),
        by=people.secretary,
        caller=party,
        caller_name=party.full_name,
        matter=matter,
        message=f"{MARK.title()} asks when.",
    )
    message = outbox.message(
        matter=matter, party=party, to_name=party.full_name, subject=f"{MARK.title()}, {matter.reference}"
    )
    Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED)
    document = outbox.document()
    paper = outbox.message(
        matter=matter,
        party=party,
        to_name=party.full_name,
        to_address=f"1 {MARK.title()} Hall, Leeds",
        channel=Channel.PRINT,
        documents=(document,),
    )
    complaint = register.log_complaint(
        facts=ComplaintFacts(
            channel=ComplaintChannel.EMAIL,
            received_at=NOON - timedelta(hours=1),
            complainant_name=party.full_name,
            party=party,
            matter=matter,
            department=matter.department,
            wrote_from=f"q@{MARK}.example",
            summary=f"{MARK.title()} is not happy.",
        ),
        by=people.keeper,
        now=NOON,
    )
    record_share(
        party_id=party.pk,
        facts=ShareFacts(
            told_name=f"Quiller {MARK.title()}",
            what=Shared.ALL,
            limits=f"not who buys {MARK.title()} Hall",
            matter=matter,
            given_on=NOON.date(),
            until=date(2026, 12, 24),
            way=ConsentWay.SIGNED,
        ),
        by=people.lawyer,
        now=NOON,
    )
    record_purpose(
        party_id=party.pk,
        purpose=Purpose.FEEDBACK,
        is_given=True,
        said_on=NOON.date(),
        way=ConsentWay.SIGNED,
        notice_version="2026-11",
        by=people.lawyer,
        now=NOON,
    )
    write_note(text=f"{MARK.title()} rang about the hall.", party=party, matter=matter, by=people.lawyer, now=NOON)
    give_task(
        key=f"test:{matter.pk}",
        owner=people.lawyer,
        title=f"Ring {MARK.title()}",
        url="/",
        due_on=date(2026, 11, 25),
        now=NOON,
        matter=matter,
    )
    hit = hung.hit(check, party, matter, answer_by=people.secretary)
    hung.came_in(party)
    told = hung.told(hit, f"{MARK.title()}'s secrets", by=people.keeper)
    copy = LetterCopy.objects.get(letter=issued)
    hung.closing_letter(copy, outbox.document())
    return World(
        matter=matter,
        party=party,
        body=body,
        enquiry=enquiry,
        check=check,
        call=call,
        letter=copy,
        mailing_row=hung.mailing_row(copy),
        cost_copy=hung.cost_copy(copy, mark=MARK, by=people.lawyer),
        message=message,
        paper=paper,
        document=document,
        complaint=complaint,
        task=Task.objects.get(key=f"test:{matter.pk}"),
        key_date=KeyDate.objects.create(matter=matter, label=f"{MARK.title()} completes", on=date(2026, 11, 27)),
        account=AccountRequest.objects.create(
            complaint=complaint,
            staff=people.lawyer,
            points=[],
            asked_by=people.keeper,
            asked_at=NOON,
            due_on=date(2026, 11, 30),
        ),
        hit=hit,
        told=told,
        scan=hung.scan(told.waiver, file_name=f"{MARK}.pdf", by=people.keeper),
    )


def wall(world: World, people: Staff, *, outside: tuple[User, ...] = ()) -> Barrier:
    """Let only the team through, and name these outside."""
    facts = BarrierFacts(
        open_to=OpenTo.INSIDE,
        inside=[people.lawyer, people.secretary],
        outside=outside,
        reason=f"We hold {MARK.title()}'s secrets.",
        review_on=date(2026, 12, 24),
    )
    return deeds.raise_barrier(matter_id=world.matter.pk, facts=facts, by=people.keeper, now=NOON).barrier
