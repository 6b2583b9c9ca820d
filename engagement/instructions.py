"""The instruction log of a matter as its pages tell it: every instruction with what was said about it, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engagement.models import CostUpdate, Instruction, InstructionRule
from engagement.rules import LetterStage
from engagement.rules.instructions import Authority, Said, Stance, Standing, Verdict, threads, verdict
from practice.models import Matter, Party, PartyKind, StatusKind, User
from practice.organisations import people_of
from practice.statuses import acting_for, may_be_reached


@dataclass(frozen=True)
class Thread:
    """One instruction as it stands: its words, what clients said about it, what was wrong, what came of it."""

    entry: Instruction
    answers: tuple[Instruction, ...]
    verdict: Verdict
    updates: tuple[CostUpdate, ...]

    @property
    def wants_update(self) -> bool:
        """Say if it changes what the letter says, and no cost update came of it yet."""
        return bool(self.entry.changes) and not self.updates and self.verdict.standing != Standing.BACK


@dataclass(frozen=True)
class Log:
    """The newest instruction first; ``wrong``: entries that a later one puts right."""

    clients: tuple[Party, ...]
    rule: InstructionRule | None
    threads: tuple[Thread, ...]
    wrong: tuple[Instruction, ...]

    @property
    def all_must_agree(self) -> bool:
        """Nothing agreed: all must, as our terms say of what commits them."""
        return self.rule.all_must_agree if self.rule else True

    @property
    def held(self) -> list[Thread]:
        """Those on which nobody may act yet."""
        return [one for one in self.threads if one.verdict.standing in {Standing.WAITS, Standing.CONFLICT}]

    @property
    def brief(self) -> list[Thread]:
        """What the matter's page shows: those, those of which an update has to come, and the newest."""
        return [one for one in self.threads if one in self.held or one.wants_update or one == self.threads[0]]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who may give instructions for a client, as the form offers them."""

    key: str
    label: str
    client_id: int
    name: str
    authority: Authority
    shown_by: str = ""


def log_of(matter: Matter, clients: Sequence[Party]) -> Log:
    """Read the log of a matter; three queries, however long it is."""
    entries = list(
        Instruction.objects.filter(matter=matter)
        .select_related("client", "taken_by", "logged_by")
        .prefetch_related("led_to__update_of")
        .order_by("given_at", "pk")
    )
    later = {one.corrects_id: one.pk for one in entries if one.corrects_id}
    standing = {one.pk: one for one in entries if one.pk not in later}

    def now(pk: int) -> int:
        """Return what stands for an entry since it was put right."""
        while pk in later:
            pk = later[pk]
        return pk

    said = threads(_said(one, now(one.about_id) if one.about_id else None) for one in standing.values())
    names = {one.pk: one.name for one in clients}
    rule = InstructionRule.objects.filter(matter=matter).select_related("set_by").order_by("-set_at", "-pk").first()
    all_must_agree = rule.all_must_agree if rule else True
    led = {one.pk: [row.update_of for row in one.led_to.all()] for one in entries}
    found = [
        Thread(
            entry=standing[pk],
            answers=tuple(standing[one.pk] for one in words if one.pk != pk),
            verdict=verdict(words, names, all_must_agree=all_must_agree),
            updates=tuple(
                update
                for one in entries
                if now(one.pk) == pk
                for update in led[one.pk]
                if update.stage != LetterStage.DISCARDED
            ),
        )
        for pk, words in said.items()
    ]
    found.reverse()
    return Log(tuple(clients), rule, tuple(found), tuple(one for one in entries if one.pk in later))


def speakers_of(matter: Matter, user: User, *, on: date) -> list[Speaker]:
    """Return who may speak for each client that day, and for each somebody else with their authority."""
    clients = list(matter.clients())
    positions = people_of(clients, on=on, user=user)
    acting = acting_for(clients, because=StatusKind)
    found = []
    for client in clients:
        if client.kind != PartyKind.ORGANISATION and may_be_reached(client):
            found.append(Speaker(f"client-{client.pk}", client.name, client.pk, client.name, Authority.CLIENT))
        for place in positions.get(client.pk, ()):
            if place.may_instruct:
                label = ", ".join(filter(None, [str(place), place.limits]))
                by = (place.person.name, Authority.POSITION, place.authority)
                found.append(Speaker(f"position-{place.pk}", label, client.pk, *by))
        for acts in acting.get(client.pk, ()):
            found.append(Speaker(f"acts-{acts.pk}", str(acts), client.pk, acts.party.name, Authority.ACTS))
    for client in clients:
        named = f"Somebody else, with the authority of {client.name}"
        found.append(Speaker(f"named-{client.pk}", named, client.pk, "", Authority.NAMED))
    return found


def _said(one: Instruction, about: int | None) -> Said:
    client = one.client.merged_into_id or one.client_id  # rows keep the record they were written for
    return Said(one.pk, client, Stance(one.stance), about, one.given_at, one.authority != Authority.NAMED)
