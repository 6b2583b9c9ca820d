"""What leaves the building, the mail kept in a demo, the components."""

from email.message import EmailMessage
from pathlib import Path

from e2e.pages.state import State, at, of, person
from outbox.models import Message

_KEPT = "20261124T102000"


def _message(**wanted: object) -> object:
    return Message.objects.visible_to(person("compliance")).filter(**wanted).newest_first()[0].pk


def kept_mail(folder: Path) -> Path:
    """Put one message into the folder, as the mail catcher would keep it."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Our reference C-26-031", "care@hv.example", "colin@mail.example"
    mail["Date"] = "Tue, 24 Nov 2026 10:20:00 +0000"
    mail.set_content("Dear Mr Fairbrother\n\nThank you for telling us.")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="letter.pdf")
    (folder / f"{_KEPT}.eml").write_bytes(mail.as_bytes())
    return folder


STATES = {
    "forecast": [
        State("two weeks", "compliance", at("forecast")),
        State("what is held", "compliance", at("forecast", query="?show=held")),
        State("not for this role", "reception", at("forecast"), status=403),
    ],
    "outbox:index": [
        State("all", "compliance", at("outbox:index")),
        State("not for this role", "reception", at("outbox:index"), status=403),
    ],
    "outbox:message": [
        State("sent", "compliance", of("outbox:message", lambda: _message(state="sent"))),
        State("on paper", "compliance", of("outbox:message", lambda: _message(channel="print"))),
    ],
    "outbox:post_tray": [State("the tray", "secretary", at("outbox:post_tray"))],
    "demo_mail": [State("kept", "solicitor", at("demo_mail"))],
    "demo_mail_message": [State("one", "solicitor", at("demo_mail_message", _KEPT))],
    "gallery": [State("all components", "solicitor", at("gallery"))],
}
