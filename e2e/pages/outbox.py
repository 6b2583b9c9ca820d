"""What leaves the building, the mail kept in a demo, the components."""

from clientcare import demo_mail
from e2e.pages.state import State, at, of, person
from outbox.models import Message


def _message(**wanted: object) -> object:
    return Message.objects.visible_to(person("compliance")).filter(**wanted).newest_first()[0].pk


STATES = {
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
    "demo_mail_message": [
        State("one", "solicitor", of("demo_mail_message", lambda: next(demo_mail.MAIL.glob("*.eml")).stem))
    ],
    "gallery": [State("all components", "solicitor", at("gallery"))],
}
