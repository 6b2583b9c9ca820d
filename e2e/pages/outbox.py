"""What leaves the building, the mail kept in a demo, the components."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from django.db import transaction
from django.urls import reverse

from e2e.pages.state import State, at, of, person
from outbox.enveloping import envelope
from outbox.models import Channel, Message, MessageState
from outbox.pdf import render_pdf
from outbox.services import Notice, ask_acknowledgement, keep_document, queue, record_print
from practice import clock
from practice.models import ContactKind
from practice.services.parties import PartyFacts, add_contact, record_party
from practice.services.reach import end_contact_point

_PAPER = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Letter</title></head>'
    '<body class="paper"><div class="letter"><h1>Your purchase</h1><p>Dear Madam</p></div></body></html>'
)
_KEPT, _KEPT_TEXT = "20261124T102000", "20261124T102100"


def _message(**wanted: object) -> object:
    return Message.objects.visible_to(person("compliance")).filter(**wanted).newest_first()[0].pk


def kept_mail(folder: Path) -> Path:
    """Put one message into the folder, as the mail catcher would keep it, and one text."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Our reference C-26-031", "care@hv.example", "colin@mail.example"
    mail["Date"] = "Tue, 24 Nov 2026 10:20:00 +0000"
    mail.set_content("Dear Mr Fairbrother\n\nThank you for telling us.")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="letter.pdf")
    (folder / f"{_KEPT}.eml").write_bytes(mail.as_bytes())
    text = EmailMessage()
    text["Subject"], text["To"], text["X-Parts"], text["Date"] = "Text message", "+447700900142", "1", mail["Date"]
    text.set_content("Hartley & Vane LLP: your six figures are 402 117. They hold for 10 minutes.")
    (folder / f"{_KEPT_TEXT}.eml").write_bytes(text.as_bytes())
    return folder


def _in_doubt() -> str:
    """Return a text of which nobody knows whether it arrived."""
    by, now = person("solicitor"), clock.now()
    party = record_party(facts=PartyFacts(name="Erna Harcastle"), by=by, now=now)
    notice = Notice(
        kind="test.text",
        channel=Channel.SMS,
        to_name=party.name,
        to_address="07700 900 142",
        party=party,
        owner=by,
        subject="The six figures that open your letter",
        body="Hartley & Vane LLP: your six figures are on their way.",
    )
    with transaction.atomic():
        message = queue(notice, key=f"test:{party.pk}:text", now=now)
    assert message is not None
    doubt = {"state": MessageState.UNKNOWN, "last_error": "No answer (ReadTimeoutError)", "attempts": 1}
    Message.objects.filter(pk=message.pk).update(**doubt)
    return reverse("outbox:message", args=[message.pk])


def _to_acknowledge() -> str:
    """A letter that its client is to acknowledge."""
    by, now = person("solicitor"), clock.now()
    message = Message.objects.filter(owner=by, kind="engagement.letter", state="sent").order_by("pk")[0]
    if not hasattr(message, "acknowledgement"):
        ask_acknowledgement(message_id=message.pk, due_on=now.date() + timedelta(days=2), by=by, now=now)
    return reverse("outbox:message", args=[message.pk])


def _tray() -> str:
    """Return the tray with two letters, of which one must not go any more: they have moved."""
    by, now = person("secretary"), clock.now()
    for name in ("Erskine Harcastle", "Erasmus Harcastle"):
        party, home = record_party(facts=PartyFacts(name=name), by=by, now=now), "4 Beck Lane\nLeeds LS1 4ZZ"
        with transaction.atomic():
            point = add_contact(party=party, kind=ContactKind.ADDRESS, text=home, by=by, now=now, confirmed=True)
            paper = keep_document(
                content=b"%PDF-1.7", media_type="application/pdf", file_name=f"letter-{party.pk}.pdf", now=now
            )
            letter = Notice(
                kind="test.letter",
                channel=Channel.PRINT,
                to_name=name,
                to_address=home,
                party=party,
                subject="Our client care letter",
                body="Enclosed.",
                documents=[paper],
            )
            queue(letter, key=f"test:{party.pk}:letter", now=now)
    end_contact_point(contact_id=point.pk, because="Has moved", by=by, now=now)
    return reverse("outbox:post_tray")


def _printed() -> str:
    """Return a tray of which some was printed, with a letter that came after and one that cannot be printed."""
    by, now = person("secretary"), clock.now()
    good = render_pdf(_PAPER).pdf
    for name, content, came_after in (("Edda", good, False), ("Erik", b"%PDF", False), ("Esme", good, True)):
        if came_after:
            waiting = Message.objects.on_paper_for(by).to_print().filter(next_attempt_at__lte=now).with_papers()
            made = envelope(list(waiting), on=now.date(), firm_name="Hartley & Vane", both_sides=True)
            numbers = [one.pk for one in made.letters]
            record_print(letter_ids=numbers, left_out=made.left_out, both_sides=True, by=by, now=now)
        with transaction.atomic():
            paper = keep_document(content=content, media_type="application/pdf", file_name=f"{name}.pdf", now=now)
            letter = Notice(
                kind="test.letter",
                channel=Channel.PRINT,
                to_name=f"{name} Harcastle",
                to_address="4 Beck Lane\nLeeds LS1 4ZZ",
                subject="Our reference RP-26-0412",
                body="Enclosed.",
                documents=[paper],
            )
            queue(letter, key=f"test:{name}:printed:{now:%H%M%S%f}", now=now)
    return reverse("outbox:post_tray")


STATES = {
    "forecast": [
        State("two weeks", "compliance", at("forecast")),
        State("what is held", "compliance", at("forecast", query="?show=held")),
        State("not for this role", "reception", at("forecast"), status=403),
        State("one held", "compliance", at("forecast"), press="Hold it"),
    ],
    "outbox:index": [
        State("all", "compliance", at("outbox:index")),
        State("one in doubt", "compliance", lambda: _in_doubt() and reverse("outbox:index")),
        State("not for this role", "reception", at("outbox:index"), status=403),
    ],
    "outbox:message": [
        State("sent", "compliance", of("outbox:message", lambda: _message(state="sent"))),
        State("a text in doubt", "solicitor", _in_doubt),
        State("on paper", "compliance", of("outbox:message", lambda: _message(channel="print"))),
        State("to acknowledge", "solicitor", _to_acknowledge),
        State("acknowledged", "solicitor", _to_acknowledge, press="They have acknowledged"),
    ],
    "outbox:post_tray": [
        State("the tray", "secretary", at("outbox:post_tray")),
        State("one not to post", "secretary", _tray),
        State("printed", "secretary", _printed),
    ],
    "demo_mail": [State("kept", "solicitor", at("demo_mail"))],
    "demo_mail_message": [
        State("one", "solicitor", at("demo_mail_message", _KEPT)),
        State("a text", "solicitor", at("demo_mail_message", _KEPT_TEXT)),
    ],
    "gallery": [State("all components", "solicitor", at("gallery"))],
}
