"""The ways out of the building, each with explicit time-outs. Nothing else opens a connection to a mail server."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

from outbox.models import Message


class Rejected(Exception):
    """The mail server said no for good; a person has to look."""


class TryLater(Exception):
    """The mail server could not be reached or said not now."""


def send_email(message: Message, *, sender: str) -> None:
    """
    Hand one message to the SMTP server, with a Message-ID that stays the same over repeats.

    :raises Rejected: if the server refuses it for good (5xx)
    :raises TryLater: on anything that may pass: no connection, 4xx, time-out
    """
    mail = EmailMessage(
        subject=message.subject,
        body=_words(message),
        from_email=sender,
        to=[message.to_address],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Message-ID": message_id(message)},
        connection=get_connection(timeout=settings.EMAIL_TIMEOUT),
    )
    for attachment in message.attachments.select_related("document").order_by("position"):
        document = attachment.document
        mail.attach(document.file_name, bytes(document.content), document.media_type)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _ in refusal.recipients.values()]
        raise (Rejected if all(code >= 500 for code in codes) else TryLater)(f"SMTP {codes[0]}") from refusal
    except smtplib.SMTPResponseException as refusal:
        raise (Rejected if refusal.smtp_code >= 500 else TryLater)(f"SMTP {refusal.smtp_code}") from refusal
    except ValueError as flaw:  # an address or subject that no mail can carry
        raise Rejected(type(flaw).__name__) from flaw
    except (OSError, smtplib.SMTPException) as trouble:
        raise TryLater(type(trouble).__name__) from trouble


def _words(message: Message) -> str:
    """Return the body; a kind whose row must not be able to open anything gets its link here (decisions B12)."""
    filler = settings.OUTBOX_LATE_WORDS.get(message.kind)
    return import_string(filler)(message) if filler else message.body


def message_id(message: Message) -> str:
    """Return the Message-ID derived from the key: a repeat after a crash is the same message to any mail program."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return f"<{message.pk.hex}@{domain}>"
