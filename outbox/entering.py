"""
How a client comes in: a link, six figures, a session (decisions 23, B11, B12).

Helpers without a transaction of their own: the feature whose link it is calls them from its deeds, which journal.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from outbox import links, rules, texts
from outbox import services as outbox
from outbox.models import (
    Channel,
    ClientSession,
    CodeWay,
    LinkCode,
    LinkPurpose,
    Message,
    MessageState,
    SecureLink,
)
from outbox.rules import Point
from outbox.services import Notice
from practice.errors import Refusal, WorldMoved
from practice.models import ContactKind, ContactPoint, FirmProfile, Matter, Party, User
from practice.office import local_date, main_office
from practice.reach import why_not_written

_AGENT_LETTERS = 300


class WrongCode(Refusal):
    """Not the six figures of the last code, or they are over."""

    code = "wrong_code"


class LinkLocked(WorldMoved):
    """Too many wrong codes: staff open it again."""

    code = "link_locked"


class TooManyCodes(WorldMoved):
    """Whoever has a link shall not fill somebody's mailbox."""

    code = "too_many_codes"


def make_link(
    *,
    purpose: LinkPurpose,
    party: Party,
    subject: models.Model,
    matter: Matter | None,
    sent_to: str,
    expires_at: datetime,
    now: datetime,
) -> SecureLink:
    """Give somebody their link to something; asked again, it is a new one and the old one opens nothing."""
    link, is_new = SecureLink.objects.select_for_update(no_key=True).get_or_create(
        purpose=purpose,
        party=party,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        defaults={"matter": matter, "sent_to": sent_to, "created_at": now, "expires_at": expires_at},
    )
    if not is_new:
        link.generation += 1
        link.sent_to, link.expires_at, link.revoked_at, link.because = sent_to, expires_at, None, ""
        link.wrong_codes, link.locked_at = 0, None
        link.save(
            update_fields=[
                *("generation", "sent_to", "expires_at", "revoked_at", "because", "wrong_codes", "locked_at")
            ]
        )
    return link


def revoke_links(subject: models.Model, *, because: str, now: datetime) -> None:
    """End every link to something. Its page says why: ``because`` is a word that it knows."""
    SecureLink.objects.about(subject).filter(revoked_at=None).update(revoked_at=now, because=because)


def restore_links(subject: models.Model, *, because: str) -> None:
    """Let those that were ended for this reason open again."""
    SecureLink.objects.about(subject).filter(because=because).update(revoked_at=None, because="")


def queue_code(link: SecureLink, *, reply_to: str, owner: User | None, now: datetime) -> LinkCode:
    """
    Make a code and queue it to a mobile or mailbox that may have it. The row and the message hold no figures.

    :raises rules.NoSafeWay: if none may: staff give the code on a confirmed number
    :raises LinkLocked: after too many wrong ones
    :raises TooManyCodes: after several within the hour
    """
    _check_unlocked(link)
    if link.codes.filter(made_at__gt=now - timedelta(hours=1)).count() >= rules.MOST_CODES_AN_HOUR:
        raise TooManyCodes("We have sent you several codes within the hour. Use the last one, or ring us.")
    point, way = where_code_goes(link, now=now)
    code = _new_code(link, way=way, sent_to=point.address, by=None, now=now)
    firm = FirmProfile.objects.get()
    outbox.queue(
        Notice(
            kind=links.CODE_KIND,
            channel=Channel.SMS if way == CodeWay.TEXT else Channel.EMAIL,
            to_address=point.address,
            to_name=link.party.name,
            party=link.party,
            matter=link.matter,
            owner=owner,
            reply_to=reply_to,
            subject="The six figures that open your letter",
            body=_body(way, firm),
        ),
        key=_key(code),
        now=now,
    )
    return code


def where_code_goes(link: SecureLink, *, now: datetime) -> tuple[Point, CodeWay]:
    """
    Return the mailbox or mobile for a code. Words on their record keep it to the mailbox that the link went to.

    :raises rules.NoSafeWay: if it goes nowhere
    """
    mailboxes = mailboxes_of(link.party, now=now)
    if link.party.safe_contact.strip():
        mailboxes = [one for one in mailboxes if one.address.casefold() == link.sent_to.casefold()]
    return rules.choose_way(
        mobiles=mobiles_of(link.party, now=now) if settings.SMS_GATEWAY is not None else [],
        mailboxes=mailboxes,
        link_went_to=link.sent_to,
        has_contact_rule=has_contact_rule(link.party),
        now=now,
    )


def has_come_to_grief(code: LinkCode) -> bool:
    """Say if a text with this code was refused, or nobody knows whether it went: it is no use to wait for it."""
    lost = (MessageState.FAILED, MessageState.UNKNOWN)
    return code.way == CodeWay.TEXT and Message.objects.filter(key=_key(code), state__in=lost).exists()


def give_code(link: SecureLink, *, number: str, by: User, now: datetime) -> LinkCode:
    """Make a code that a member of staff says on a confirmed number. It opens a locked link again."""
    link.wrong_codes, link.locked_at = 0, None
    link.save(update_fields=["wrong_codes", "locked_at"])
    return _new_code(link, way=CodeWay.STAFF, sent_to=number, by=by, now=now)


def take_code(link: SecureLink, typed: str, *, address: str, agent: str, now: datetime) -> ClientSession | None:
    """
    Open a session by the last code; None for a wrong one, which is counted. The caller holds the link's lock.

    :raises LinkLocked: when it has been wrong too often before
    """
    _check_unlocked(link)
    code = link.codes.alive(now).first()
    if code is None or not constant_time_compare(links.figures(code), typed):
        link.wrong_codes += 1
        if link.wrong_codes >= rules.MOST_WRONG_CODES:
            link.locked_at = now
        link.save(update_fields=["wrong_codes", "locked_at"])
        return None
    code.used_at, link.wrong_codes = now, 0
    code.save(update_fields=["used_at"])
    link.save(update_fields=["wrong_codes"])
    return ClientSession.objects.create(
        link=link,
        party=link.party,
        purpose=link.purpose,
        subject_type=link.subject_type,
        subject_id=link.subject_id,
        code=code,
        opened_at=now,
        expires_at=now + rules.SESSION_LASTS,
        address=address or None,
        agent=agent.replace("\x00", "")[:_AGENT_LETTERS],
    )


def session_by(cookie: str, *, link_id: UUID, now: datetime) -> ClientSession | None:
    """Return the session of this browser for this link while it lasts. Whether the link lives is asked apart."""
    number = links.session_id(cookie)
    if number is None:
        return None
    found = ClientSession.objects.select_related("link__matter", "party", "code").filter(
        pk=number, link=link_id, expires_at__gt=now
    )
    return found.first()


def mailboxes_of(party: Party, *, now: datetime) -> list[Point]:
    """Return the confirmed mailboxes of somebody, the preferred first, with what speaks against a code to each."""
    if not party.email_is_safe:
        return []
    return _points(party, party.contacts.usable_emails(local_date(main_office(), now)))


def mobiles_of(party: Party, *, now: datetime) -> list[Point]:
    """Return the confirmed mobiles of somebody in the same way; none where a rule of contact is against a text."""
    if why_not_written(party, ContactKind.PHONE):
        return []
    numbers = party.contacts.usable_phones(local_date(main_office(), now))
    if party.only_number_id is not None:
        numbers = numbers.filter(pk=party.only_number_id)
    found = [one for one in _points(party, numbers) if texts.is_mobile(one.address)]
    return [replace(one, address=texts.e164(one.address)) for one in found]


def _points(party: Party, usable: QuerySet[ContactPoint]) -> list[Point]:
    """Say of each whether somebody else on record has it too, and when it came, if an older one was there before."""
    points = list(usable)
    if not points:
        return []
    kind = points[0].kind
    shared = set(
        ContactPoint.objects.not_ended()
        .filter(kind=kind, normalised__in=[one.normalised for one in points])
        .exclude(party__in=party.ids_of_all())
        .values_list("normalised", flat=True)
    )
    first = party.contacts.filter(kind=kind, confirmed_at__isnull=False).order_by("confirmed_at", "pk")
    oldest = first.values_list("confirmed_at", flat=True)[0]
    return [
        Point(
            address=one.text,
            is_shared=one.normalised in shared,
            changed_at=None if one.confirmed_at == oldest else one.confirmed_at,
        )
        for one in points
    ]


def has_contact_rule(party: Party) -> bool:
    """Say if a safe-contact rule on somebody's record is against a code; neither "no voicemail" nor words are."""
    return bool(
        party.only_number_id
        or party.ring_from
        or not (party.email_is_safe and party.post_is_safe and party.may_name_firm)
    )


def _check_unlocked(link: SecureLink) -> None:
    if link.locked_at is not None:
        raise LinkLocked("The figures were wrong five times, so this page is shut for now. We have been told. Ring us.")


def _key(code: LinkCode) -> str:
    return f"securelink:{code.link_id}:code:{code.pk}"


def _new_code(link: SecureLink, *, way: CodeWay, sent_to: str, by: User | None, now: datetime) -> LinkCode:
    return LinkCode.objects.create(
        link=link, way=way, sent_to=sent_to, made_at=now, made_by=by, expires_at=now + rules.CODE_LASTS
    )


def _body(way: CodeWay, firm: FirmProfile) -> str:
    """Return the words that go with a code; in a text fewer, where the firm's name makes too many messages of them."""
    said = {"code": links.CODE_MARK, "firm": firm.name, "phone": firm.phone}
    gateway = settings.SMS_GATEWAY
    if way != CodeWay.TEXT or gateway is None:
        return _CODE.format(**said)
    full = _TEXT.format(**said)
    if texts.parts_of(full.replace(links.CODE_MARK, "000 000")) <= gateway.most_parts:
        return full
    return _SHORT_TEXT.format(code=links.CODE_MARK, firm=firm.name[:_NAME_LETTERS])


_SHORT_TEXT, _NAME_LETTERS = "{firm}: your figures are {code}", 35  # one message in any alphabet
_TEXT = (
    "{firm}: your six figures are {code}. They hold for 10 minutes. We never ask for them: give them to nobody. {phone}"
)
_CODE = """Your six figures are:

{code}

Type them on the page that our link opened. They hold for 10 minutes. We never ask for them by telephone or e-mail: give
them to nobody. If you did not ask for them, do nothing, and ring us if it happens again.

{firm}
{phone}
"""
