"""The ways out of the building, each with explicit time-outs. Nothing else talks to a mail server or gateway."""

import json
import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage as KeptText
from email.utils import format_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import urllib3
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

from outbox.gateway import Gateway
from outbox.models import Message
from outbox.texts import parts_of

_NOT_NOW = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
_SAID_IN_BETWEEN = {HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT}  # what stands behind may have taken it
_NEVER_LEFT = (
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.LocationValueError,
)
_LONGEST_ANSWER = 100_000


class Rejected(Exception):
    """The mail server or gateway said no for good; a person has to look."""


class TryLater(Exception):
    """The mail server or gateway could not be reached or said not now."""


class NotKnown(Exception):
    """The gateway had the text, and nobody said whether it took it: to send it again might send it twice."""


def send_email(message: Message, *, sender: str) -> None:
    """
    Hand one message to the SMTP server, with a Message-ID that stays the same over repeats.

    :raises Rejected: if the server refuses it for good (5xx)
    :raises TryLater: on anything that may pass: no connection, 4xx, time-out
    """
    mail = EmailMessage(
        subject=message.subject,
        body=words(message),
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


def send_text(message: Message, *, gateway: Gateway) -> str:
    """
    Hand one text to the gateway; return the number that it gave it.

    :raises Rejected: if the gateway refuses it for good (4xx)
    :raises TryLater: if the gateway never had it or says that it did not take it (429, 5xx)
    :raises NotKnown: if no answer came, or one that says nothing; not from a gateway that knows a repeat by its key
    """
    if gateway.folder is not None:
        return _keep(message, folder=gateway.folder)
    silence = TryLater if gateway.is_idempotent else NotKnown
    try:
        status, given = _post(message, gateway)
    except _NEVER_LEFT as trouble:
        raise TryLater(f"The gateway cannot be reached ({type(trouble).__name__})") from trouble
    except urllib3.exceptions.HTTPError as trouble:
        never_had_it = any(isinstance(cause, ssl.SSLCertVerificationError) for cause in trouble.args)
        raise (TryLater if never_had_it else silence)(f"No answer ({type(trouble).__name__})") from trouble
    if 200 <= status < 300 and given:
        return given
    if 200 <= status < 300 or status in _SAID_IN_BETWEEN:
        raise silence(f"The gateway answered {status} and gave no number")
    is_at_it = status == HTTPStatus.CONFLICT and gateway.is_idempotent
    raise (TryLater if status >= 500 or status in _NOT_NOW or is_at_it else Rejected)(f"The gateway answered {status}")


def _post(message: Message, gateway: Gateway) -> tuple[int, str]:
    """Send the request and return the status and the gateway's own number for the text, "" if it gave none."""
    fields = {
        gateway.to_field: message.to_address,
        gateway.from_field: gateway.sender,
        gateway.text_field: words(message),
    }
    if gateway.reference_field:
        fields[gateway.reference_field] = message.pk.hex
    headers = {gateway.key_header: request_key(message)}
    if gateway.user:
        headers |= urllib3.make_headers(basic_auth=f"{gateway.user}:{gateway.secret}")
    elif gateway.secret:
        headers["Authorization"] = f"{gateway.scheme} {gateway.secret}"
    body: dict[str, Any] = {"json": fields} if gateway.as_json else {"fields": fields, "encode_multipart": False}
    limits = urllib3.Timeout(connect=gateway.connect_seconds, read=gateway.read_seconds)
    with urllib3.PoolManager(timeout=limits, retries=False) as pool:
        answer = pool.request("POST", gateway.url, headers=headers, redirect=False, preload_content=False, **body)
        return answer.status, _number_in(answer.read(_LONGEST_ANSWER), gateway.id_field)


def _number_in(answer: bytes, path: str) -> str:
    """Find what stands under "messages.0.id" in a JSON answer."""
    try:
        found = json.loads(answer)
        for step in path.split("."):
            found = found[int(step) if isinstance(found, list) else step]
    except (ValueError, LookupError, TypeError):
        return ""
    return str(found or "")


def _keep(message: Message, *, folder: Path) -> str:
    """Keep a text beside the caught mail instead of sending it: whole or not at all."""
    said = words(message)
    text = KeptText()
    text["Subject"], text["From"], text["To"] = "Text message", settings.DEFAULT_FROM_EMAIL, message.to_address
    text["Date"] = format_datetime(datetime.now(UTC))
    text["X-Parts"] = str(parts_of(said))
    text.set_content(said)
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{message.pk.hex}.half"
    half.write_bytes(text.as_bytes())
    half.rename(half.with_suffix(".eml"))
    return "kept"


def request_key(message: Message) -> str:
    """Return the key by which a gateway knows a repeat: another one once a person has it sent again."""
    return f"{message.key}:{message.created_at:%Y%m%dT%H%M%S%f}"


def words(message: Message) -> str:
    """Return the body; a kind whose row must not be able to open anything gets its link here (decisions B12)."""
    filler = settings.OUTBOX_LATE_WORDS.get(message.kind)
    return import_string(filler)(message) if filler else message.body


def message_id(message: Message) -> str:
    """Return the Message-ID derived from the key: a repeat after a crash is the same message to any mail program."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return f"<{message.pk.hex}@{domain}>"
