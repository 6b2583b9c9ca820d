"""Rows that hang on a matter behind its wall, written as they stand: the deeds that write them are tested elsewhere."""

from decimal import Decimal

from callbacks.tests.factories import NOON
from engagement.letters import CLOSING
from engagement.models import Bill, CostUpdate, CostUpdateCopy, Instruction, LetterCopy, Mailing, MailingRow
from intake.models import ConflictCheck, ConflictHit, Disclosure, Scan, Waiver
from intake.rules import Level, Side, Source, Told
from outbox.models import ClientSession, Document, LinkCode, SecureLink
from outbox.rules import CodeWay
from practice.models import Matter, MatterRole, Party, User
from wording.models import IssuedLetter


def mailing(*, by: User, released_by: User) -> Mailing:
    """A letter to many clients that has gone out; its words say nothing of anybody."""
    return Mailing.objects.create(
        kind="own_words",
        title="To many",
        reason="A new address",
        heading="A new address",
        changes="It is new.",
        stage="done",
        made_by=by,
        made_at=NOON,
        saved_by=by,
        released_by=released_by,
        released_at=NOON,
    )


def mailing_row(copy: LetterCopy) -> MailingRow:
    """What came of that letter for the client who has this copy."""
    return MailingRow.objects.create(
        mailing=Mailing.objects.get(),
        party=copy.party,
        matter=copy.letter.matter,
        state="issued",
        issued=copy.issued,
        message=copy.message,
        issued_at=NOON,
    )


def cost_copy(copy: LetterCopy, *, mark: str, by: User) -> CostUpdateCopy:
    """An instruction, a bill and a cost update that has gone to the client of this copy."""
    Instruction.objects.create(
        matter=copy.letter.matter, client=copy.party, given_by=mark, authority="client", channel="phone",
        given_at=NOON, words=mark, taken_by=by, logged_at=NOON, logged_by=by,
    )  # fmt: skip
    letter, figure = copy.letter, Decimal(100)
    Bill.objects.create(
        matter=letter.matter, number=mark, on=NOON.date(), kind="interim", fees=figure, disbursements=0, vat=0,
        estimate=figure, recorded_at=NOON, recorded_by=by,
    )  # fmt: skip
    update = CostUpdate.objects.create(
        matter=letter.matter, number=1, stage="issued", replaces_letter=letter, answers={"changed": mark},
        prepared_by=by, prepared_for=by, started_at=NOON, saved_at=NOON, saved_by=by, issued_at=NOON,
        issued_on=NOON.date(), issued_by=by, estimate=figure, estimate_low=figure,
    )  # fmt: skip
    return CostUpdateCopy.objects.create(
        update_of=update, party=copy.party, issued=copy.issued, message=copy.message, channel="email"
    )


def closing_letter(copy: LetterCopy, document: Document) -> None:
    """A closing letter on the matter of this copy."""
    one = IssuedLetter.objects.get(pk=copy.issued_id)
    one.pk, one.kind, one.document = None, CLOSING, document
    one.save()


def came_in(party: Party) -> ClientSession:
    """That the client has opened their letter by its link and a code."""
    link = SecureLink.objects.filter(party=party).earliest("created_at")
    code = LinkCode.objects.create(link=link, way=CodeWay.SAME_MAILBOX, made_at=NOON, expires_at=NOON, used_at=NOON)
    return ClientSession.objects.create(
        link=link,
        party=party,
        purpose=link.purpose,
        subject_type=link.subject_type,
        subject_id=link.subject_id,
        code=code,
        opened_at=NOON,
        expires_at=NOON,
    )


def hit(check: ConflictCheck, party: Party, matter: Matter, *, answer_by: User) -> ConflictHit:
    return ConflictHit.objects.create(
        check_of=check,
        term="Anybody",
        here=MatterRole.OPPONENT,
        found=party.full_name,
        score=1,
        source=Source.MATTER,
        there=MatterRole.CLIENT,
        party=party,
        matter=matter,
        level=Level.RESTRICTED,
        why="Restricted match",
        is_masked=True,
        answer_by=answer_by,
    )


def told(hit: ConflictHit, disclosed: str, *, by: User) -> Disclosure:
    """A letter about a conflict from before the wall went up."""
    waiver = Waiver.objects.create(hit=hit, regime="A rule", conditions=[], recorded_by=by, recorded_at=NOON)
    assert hit.party is not None, "it is the client's"
    return Disclosure.objects.create(
        waiver=waiver,
        side=Side.THERE,
        party=hit.party,
        capacity="our client",
        disclosed=disclosed,
        risks="Some",
        safeguards="Some",
        told=Told.NOBODYS,
        prepared_by=by,
        prepared_at=NOON,
    )


def scan(waiver: Waiver, *, file_name: str, by: User) -> Scan:
    return Scan.objects.create(
        waiver=waiver,
        sha256="0" * 64,
        media_type="application/pdf",
        file_name=file_name,
        size_bytes=1,
        kept_by=by,
        kept_at=NOON,
    )
