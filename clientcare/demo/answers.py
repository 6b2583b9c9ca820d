"""What clients of the demo firm answered to their letters: yes by their link or spoken, no, a question, nothing yet."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction

from engagement import services
from engagement.letters import Said, certificate_html, certify
from engagement.links import link_of
from engagement.models import Letter, LetterCopy
from engagement.rules.acceptance import LINK_LASTS, AcceptanceWay, RequestKind, check_ticks
from engagement.rules.acceptance import ticks as lines_to_tick
from outbox import entering, links
from outbox.models import Channel, ClientSession, CodeWay, LinkCode
from outbox.rules import CODE_LASTS
from practice.actors import ClientLink
from practice.calendar import WorkingCalendar

_PRINTERS = 2
_JUST_NOW = timedelta(hours=1)
_SILENT = 3  # of those with a link, this one never answered: work stops there
_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X)"
_NOT_LIKED = "The estimate is higher than what your colleague told us on the telephone. Please ring us about it."
_QUESTION = "Does the price include the survey, or do we ask somebody else for that?"


def load_answers(written: list[Letter], *, now: datetime, calendar: WorkingCalendar) -> None:
    """
    Let most clients answer as they would have: one says no, one asks something, one says nothing for too long.

    Of those who sign one after the other, the first has; the newest have not answered yet.

    What was planned for the past is marked as it would have ended; nothing is sent (decisions B20).
    """
    copies = LetterCopy.objects.select_related(
        "party",
        "message",
        "issued__document",
        "issued__snapshot",
        "letter__issued_by",
        "letter__terms__document",
        "letter__matter__fee_earner",
        "letter__matter__department__office",
    )
    rows = [list(copies.filter(letter=letter).order_by("pk")) for letter in written]
    joint = [copies for copies in rows if len(copies) > 1 and not copies[0].letter.sign_order]
    in_turn = [copies[0] for copies in rows if copies[0].letter.sign_order]
    single = [copies[0] for copies in rows if len(copies) == 1]
    for some in (single, in_turn):
        some.sort(key=lambda copy: copy.issued.issued_at)
    joint.sort(key=lambda copies: copies[0].issued.issued_at)
    *both, (_silent, asking) = joint
    ready = [copy for copy in single if _evening(copy, calendar) < now - _JUST_NOW]
    by_link = [copy for copy in ready if copy.channel == Channel.EMAIL]
    declining, silent, spoke = by_link[-1], by_link[_SILENT], ready[0]
    accepting = [copy for copy in ready if copy not in (declining, silent)]
    said = [
        (copy, _by_link(copy, calendar) if copy.channel == Channel.EMAIL and copy != spoke else _spoken(copy, calendar))
        for copy in (*accepting, *chain.from_iterable(both), *in_turn)
    ]
    with ThreadPoolExecutor(_PRINTERS) as printer:
        pages = [certificate_html(copy, one, now=one.accepted_at) for copy, one in said]
        printed = list(printer.map(certify, [copy.issued for copy, _ in said], pages))
    for (copy, one), certified in zip(said, printed, strict=True):
        by = one.recorded_by or ClientLink(copy.party_id, copy.party.name)
        services.accept_letter(
            copy_id=copy.pk,
            said=one,
            certified=certified,
            by=by,
            now=one.accepted_at,
            replay=copy not in in_turn,  # whoever comes next is asked
        )
    who = ClientLink(declining.party_id, declining.party.name)
    session = _came_in(declining, _lately(declining, now - timedelta(hours=26), calendar))
    services.decline_letter(copy_id=declining.pk, reason=_NOT_LIKED, by=who, session=session, now=session.opened_at)
    session = _came_in(asking, _lately(asking, now - timedelta(hours=3), calendar))
    services.ask_us(
        copy_id=asking.pk,
        kind=RequestKind.QUESTION,
        words=_QUESTION,
        by=ClientLink(asking.party_id, asking.party.name),
        session=session,
        now=session.opened_at,
    )
    services.sweep_acceptance(now=now, replay=True)


def _by_link(copy: LetterCopy, calendar: WorkingCalendar) -> Said:
    at = _evening(copy, calendar)
    session, words = _came_in(copy, at - timedelta(minutes=6)), copy.issued.snapshot.content["context"]
    clauses = {one["code"] for one in copy.issued.clauses}
    ticks = lines_to_tick(
        version=copy.letter.version,
        terms_version=words["terms"]["version"],
        about=words["costs"]["about"],
        certainty=words["costs"]["certainty"],
        has_right_to_cancel="cancellation" in clauses,
        asks_early_start="early_start" in clauses,
        enclosed=[one["words"] for one in words["enclosed"]],
    )
    return Said(
        way=AcceptanceWay.LINK,
        accepted_at=at,
        typed_name=copy.party.name,
        ticks=tuple(check_ticks(ticks, [one.code for one in ticks])),
        session=session,
    )


def _spoken(copy: LetterCopy, calendar: WorkingCalendar) -> Said:
    lawyer = copy.letter.matter.fee_earner
    return Said(
        way=AcceptanceWay.SPOKEN,
        accepted_at=_evening(copy, calendar),
        words=f"Said to {lawyer.name}, who rang their confirmed number: they have read both and accept.",
        recorded_by=lawyer,
    )


def _evening(copy: LetterCopy, calendar: WorkingCalendar) -> datetime:
    """Return an evening soon after the letter came, another for each client."""
    assert copy.letter.issued_on is not None
    day = calendar.add_working_days(copy.letter.issued_on, 1 + copy.pk % 4)
    return calendar.closing(day) + timedelta(hours=2, minutes=7 * (copy.pk % 8))


def _lately(copy: LetterCopy, wanted: datetime, calendar: WorkingCalendar) -> datetime:
    """Return that moment, or an evening while their link was alive."""
    return wanted if wanted - copy.issued.issued_at < LINK_LASTS else _evening(copy, calendar)


@transaction.atomic
def _came_in(copy: LetterCopy, at: datetime) -> ClientSession:
    """Open a session as a client did then, with the figures that were e-mailed to them."""
    link = link_of(copy)
    assert link is not None
    code = LinkCode.objects.create(
        link=link, way=CodeWay.SAME_MAILBOX, sent_to=link.sent_to, made_at=at, expires_at=at + CODE_LASTS
    )
    came = entering.take_code(link, links.figures(code), address="203.0.113.24", agent=_PHONE, now=at)
    assert came is not None
    return came
