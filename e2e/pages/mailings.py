"""Letters to many clients: being prepared, waiting for release, going out, done, stopped."""

from functools import cache

from django.urls import reverse

from e2e.pages.state import State, at, person
from engagement.models import Mailing
from engagement.rules.mailings import MailingKind, RowState
from engagement.services import mailings
from engagement.services.mailings import Selection, Words
from practice import clock


def _of(stage: str) -> int:
    return Mailing.objects.filter(stage=stage).order_by("pk")[0].pk


@cache
def _made(state: str) -> int:
    """Give a mailing as far as this: written by the secretary, released, stopped."""
    now, maker = clock.now(), person("secretary")
    words = Words(
        kind=MailingKind.OWN_WORDS,
        title=f"Our office moves, {state}",
        reason="The lease of Cloth Hall Row ends in spring, and every client should know the new address in time",
        heading="We move to Park Square",
        changes="From 1 March you find us at 2 Park Square.\n\nOur telephone numbers stay as they are.",
        todo="Send post to the new address from 1 March.",
    )
    made = mailings.make_mailing(words=words, selection=Selection(work_types=("family",)), by=maker, now=now)
    if state == "draft":
        row = made.rows.filter(state=RowState.PLANNED).by_name()[0]
        mailings.take_out(row_id=row.pk, reason="Moved abroad, was told on the telephone", by=maker, now=now)
        return made.pk
    tried = mailings.try_mailing(mailing_id=made.pk, by=maker, now=now)
    asked = mailings.ask_release(mailing_id=made.pk, seen=tried.version, by=maker, now=now)
    mailings.release_mailing(mailing_id=made.pk, seen=asked.version, by=person("compliance"), now=now)
    mailings.issue_row(row_id=made.rows.filter(state=RowState.PLANNED).by_name()[0].pk, now=now)
    if state == "stopped":
        mailings.stop_mailing(mailing_id=made.pk, by=maker, now=now)
    return made.pk


def _shown(state: str, query: str = "") -> str:
    return reverse("mailings:detail", args=[_made(state)]) + query


STATES = {
    "mailings:index": [
        State("some", "compliance", at("mailings:index")),
        State("not for this role", "solicitor", at("mailings:index"), status=403),
    ],
    "mailings:make": [
        State("empty", "secretary", at("mailings:make")),
        State("nothing filled in", "secretary", at("mailings:make"), press="Save", status=422),
    ],
    "mailings:change": [
        State("being prepared", "secretary", lambda: reverse("mailings:change", args=[_made("draft")])),
    ],
    "mailings:detail": [
        State("being prepared", "secretary", lambda: _shown("draft")),
        State("tried", "secretary", lambda: _shown("draft"), press="Dry run"),
        State("waits for its release", "compliance", lambda: reverse("mailings:detail", args=[_of("asked")])),
        State("as who prepared it sees it", "secretary", lambda: reverse("mailings:detail", args=[_of("asked")])),
        State("held", "compliance", lambda: reverse("mailings:detail", args=[_of("asked")]) + "?show=held"),
        State("going out", "partner", lambda: _shown("released")),
        State("done", "compliance", lambda: reverse("mailings:detail", args=[_of("done")])),
        State("stopped", "secretary", lambda: _shown("stopped")),
    ],
}
