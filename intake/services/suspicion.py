"""Reports of a suspicion inside the firm: written by anybody who acts, read by the MLRO alone (domain 4.4)."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.urls import reverse

from intake.models import SuspicionNote
from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import Matter, Party, User
from practice.office import local_date
from practice.permissions import Role
from practice.receipts import FormKey
from practice.services.tasks import give_task, settle_tasks


class NothingSaid(Refusal):
    """A report or a decision has words."""

    code = "nothing_said"


class AlreadyDecided(WorldMoved):
    """The other officer has dealt with it."""

    code = "already_decided"


@transaction.atomic(durable=True)
def report_suspicion(
    *, matter: Matter, party: Party | None, words: str, by: User, now: datetime, form_key: FormKey | None = None
) -> None:
    """
    Pass a suspicion to the MLRO and return nothing: whoever writes it does not see it again.

    The journal says that a note was written, and nothing by which a client or a matter could be found. The task says
    as little. What goes at the same moment, as its import is undone, stays on the note in words: no report is lost.

    :raises NothingSaid: if it is empty
    """
    if not words.strip():
        raise NothingSaid("Say what you noticed.")
    if receipts.earlier(form_key, SuspicionNote) is not None:
        return
    on = Matter.objects.select_for_update(no_key=True).filter(pk=matter.pk).first()
    whom = Party.objects.select_for_update(no_key=True).filter(pk=party.pk).first() if party else None
    gone = [] if on else [_words_of_matter(matter)]
    if party is not None and whom is None:
        gone.append(f"About {_words_of(party)}")
    note = SuspicionNote.objects.create(
        matter=on, party=whom, about="\n".join(gone), words=words.strip(), written_at=now, written_by=by
    )
    for person in User.objects.with_role(Role.MLRO).order_by("pk"):
        give_task(
            key=f"note:{note.pk}:{person.pk}",
            owner=person,
            title="A note for you to read",
            url=reverse("intake:suspicions"),
            due_on=local_date(matter.department.office, now),
            now=now,
        )
    journal.record(subject=note, event="note.written", by=by, at=now)
    receipts.keep(form_key, note, at=now)


@transaction.atomic(durable=True)
def decide_suspicion(*, note_id: int, decision: str, by: User, now: datetime) -> SuspicionNote:
    """
    Record what the MLRO did about a report.

    :raises AlreadyDecided: if it has been decided
    :raises NothingSaid: if no words are given
    """
    note = SuspicionNote.objects.visible_to(by).select_for_update(no_key=True).get(pk=note_id)
    if note.read_at is not None:
        raise AlreadyDecided("This report has been dealt with since you opened the page.")
    if not decision.strip():
        raise NothingSaid("Say what you decided, and why.")
    note.read_at, note.read_by, note.decision = now, by, decision.strip()
    note.save(update_fields=["read_at", "read_by", "decision"])
    settle_tasks(prefix=f"note:{note.pk}:", by=by, now=now)
    journal.record(subject=note, event="note.decided", by=by, at=now)
    return note


def let_go_of_matters(ids: Collection[int]) -> None:
    """
    Take the notes off matters that go as their import is undone, each with the words of what it was about.

    Whoever undoes the import is told the same, and finds the same left, whether there was a note or not.
    """
    _in_the_deed()
    for note in SuspicionNote.objects.filter(matter__in=ids).select_related("matter", "party").order_by("pk"):
        assert note.matter is not None  # as was asked above
        said = [_words_of_matter(note.matter), *(_words_of(party) for party in note.matter.clients())]
        _release(note, said, matter=None)


def let_go_of_parties(ids: Collection[int]) -> None:
    """Do the same for people and bodies that go."""
    _in_the_deed()
    for note in SuspicionNote.objects.filter(party__in=ids).select_related("party").order_by("pk"):
        assert note.party is not None  # as was asked above
        _release(note, [f"About {_words_of(note.party)}"], party=None)


def _in_the_deed() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("Notes let go in the transaction that removes what they hang on.")


def _release(note: SuspicionNote, said: Collection[str], **gone: None) -> None:
    note.about = "\n".join(filter(None, [note.about, *said]))
    for name, nothing in gone.items():
        setattr(note, name, nothing)
    note.save(update_fields=["about", *gone])


def _words_of_matter(matter: Matter) -> str:
    numbers = [text for text in (matter.reference, matter.practice_system_number) if text]
    return ", ".join([matter.title, *numbers, matter.get_work_type_display(), f"with {matter.fee_earner}"])


def _words_of(party: Party) -> str:
    """Say whom the record was of, by everything that tells them from others of their name."""
    names = [party.full_name, *(name.text for name in party.names.order_by("pk") if name.text != party.name)]
    numbers = [f"client number {party.practice_system_number}"] if party.practice_system_number else []
    born = [f"born {party.born_on:%-d %B %Y}"] if party.born_on else []
    return ", ".join([*names, *numbers, *born, *(point.text for point in party.contacts.order_by("pk"))])
