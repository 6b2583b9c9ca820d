"""Before work can start: the gates of a matter as a task list, and whether work may start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from engagement.models import LetterCopy
from engagement.rules import LetterStage
from intake.models import CddCheck, ConflictCheck
from intake.progress import Progress
from intake.rules import CddState, CheckState
from practice.models import EarlierLetter, Gate, GateKind, GateState, Matter, MatterParty, MatterStage, User
from practice.office import local_date
from practice.permissions import Permission
from practice.phrases import weekday

NEEDED = (GateKind.CONFLICT, GateKind.IDENTITY, GateKind.INTERVIEW, GateKind.LETTER, GateKind.ACCEPTANCE)


@dataclass(frozen=True, slots=True)
class Step:
    """One gate as a line of the list. `by` and `at` say who set it, where somebody has."""

    kind: str
    title: str
    tone: str
    state: str
    text: str
    href: str = ""
    gate: Gate | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Whether work may start, and what is still open."""

    steps: Sequence[Step]
    is_over: bool

    @property
    def open_steps(self) -> Sequence[Step]:
        return [step for step in self.steps if step.tone != "kept"]

    @property
    def may(self) -> bool:
        return not self.is_over and not self.open_steps

    @property
    def done(self) -> int:
        return len(self.steps) - len(self.open_steps)


def may_start(
    matter: Matter,
    *,
    clients: Sequence[MatterParty],
    cdd: Mapping[int, CddCheck],
    check: ConflictCheck | None,
    may_see_check: bool,
    meeting: Progress | None,
    user: User,
    now: datetime,
) -> Start:
    """
    Read every needed gate in one query and say what is open.

    ``check`` is the latest of the matter, ``meeting`` how far its running meeting is.
    """
    gates = {
        GateKind(gate.kind): gate
        for gate in matter.gates.latest_of_each_kind().select_related("set_by", "second_person")
    }
    earlier: EarlierLetter | None = getattr(matter, "earlier_letter", None)
    is_open = {kind: (gate := gates.get(kind)) is not None and gate.is_open_at(now) for kind in NEEDED}
    steps = [
        _conflict(check, is_open[GateKind.CONFLICT], gates.get(GateKind.CONFLICT), may_see_check),
        _identity(matter, clients, cdd, is_open[GateKind.IDENTITY], gates.get(GateKind.IDENTITY), user),
        _meeting(matter, meeting, is_open[GateKind.INTERVIEW], gates.get(GateKind.INTERVIEW), user),
        _letter(matter, is_open[GateKind.LETTER], gates.get(GateKind.LETTER)),
        _acceptance(matter, is_open[GateKind.ACCEPTANCE], gates.get(GateKind.ACCEPTANCE), now),
    ]
    if earlier is not None and GateKind.LETTER not in gates:  # no letter written here has taken its place
        steps[-2:] = _of_before(matter, earlier)
    if clients and all(row.party.has_no_retainer for row in clients):
        steps[-2:] = [_not_needed(step) for step in steps[-2:]]
    return Start(steps, is_over=matter.stage in {MatterStage.CLOSED, MatterStage.DECLINED})


def _conflict(check: ConflictCheck | None, is_open: bool, gate: Gate | None, may_see: bool) -> Step:
    href = reverse("conflict", args=[check.pk]) if check is not None and may_see else ""
    title, kind = "Conflict check", GateKind.CONFLICT
    if is_open and gate is not None and gate.state == GateState.OVERRIDDEN:
        return Step(kind, title, "kept", "Overridden", f"{gate.because}, asked for by {gate.set_by}.", href, gate)
    if is_open:
        return Step(kind, title, "kept", "Clear", f"{check.reference}." if check else "", href, gate)
    if check is not None and check.state == CheckState.WITH_COMPLIANCE:
        return Step(kind, title, "wait", "With compliance", f"{check.reference}. A holding call only until then.", href)
    if check is not None and check.state == CheckState.DECLINED:
        return Step(kind, title, "stop", "Declined", f"{check.reference}. We may not act.", href, gate)
    reason = gate.because if gate is not None else "Not asked for yet"
    return Step(kind, title, "soon" if gate else "todo", "To be asked", f"{reason}. No check covers this yet.", href)


def _identity(
    matter: Matter,
    clients: Sequence[MatterParty],
    cdd: Mapping[int, CddCheck],
    is_open: bool,
    gate: Gate | None,
    user: User,
) -> Step:
    title, kind = "Identity", GateKind.IDENTITY
    href = reverse("intake:identity", args=[matter.pk]) if user.may(Permission.CDD) else ""
    done = [row for row in clients if (one := cdd.get(row.party_id)) and one.is_established]
    waiting = [_still_open(row.party.name, cdd.get(row.party_id)) for row in clients if row not in done]
    if is_open:
        return Step(kind, title, "kept", "Verified", "Every client is verified.", href, gate)
    count = f"{len(done)} of {len(clients)}"
    text = f"Still open: {', '.join(waiting)}. It does not hold up the letter."
    return Step(kind, title, "soon" if cdd else "todo", count, text, href)


def _still_open(name: str, check: CddCheck | None) -> str:
    """Name a client who is not verified, and say so if that is for a new name alone."""
    renamed = check is not None and check.state == CddState.FORMER_NAME
    return f"{name} (checked in the former name)" if renamed else name


def _meeting(matter: Matter, meeting: Progress | None, is_open: bool, gate: Gate | None, user: User) -> Step:
    title, kind = "First meeting", GateKind.INTERVIEW
    href = reverse("intake:meeting", args=[matter.pk]) if user.may(Permission.MATTER_EDIT) else ""
    if is_open:
        text = f"{gate.because}. Later consultations are kept there too." if gate else ""
        return Step(kind, title, "kept", "Held", text, href, gate)
    if meeting is not None:
        score = meeting.score
        text = "Every question is answered. It can be finished." if score.is_complete else "It is not finished."
        if href and score.missing:  # what was talked about is for those who work on matters
            text = f"Still to answer: {'; '.join(one[:1].lower() + one[1:] for one in score.missing[:2])}."
        return Step(kind, title, "soon", f"{score.done} of {score.of}", text, href)
    return Step(kind, title, "todo", "Not held", "The questions that every first meeting settles.", href)


def _letter(matter: Matter, is_open: bool, gate: Gate | None) -> Step:
    title, kind, href = "Client care letter", GateKind.LETTER, reverse("engagement:letter", args=[matter.pk])
    if is_open:
        return Step(kind, title, "kept", "Issued", gate.because if gate else "", href, gate)
    text = "People, scope, cost, time, what happens next." if matter.reference else "Opens with the conflict check."
    return Step(kind, title, "todo", "Not issued", text, href if matter.reference else "")


def _of_before(matter: Matter, earlier: EarlierLetter) -> Sequence[Step]:
    """Say when a letter that was not written here went, and whether it was accepted."""
    href = reverse("engagement:letter", args=[matter.pk])
    went = f"{weekday(earlier.sent_on)}, before letters were written here. {earlier.words.rstrip('.')}."
    letter = Step(GateKind.LETTER, "Client care letter", "kept", "Sent", went, href)
    if earlier.accepted_on is not None:
        text = f"{weekday(earlier.accepted_on)}, as recorded from the file."
        return letter, Step(GateKind.ACCEPTANCE, "Acceptance", "kept", "Accepted", text)
    href = reverse("engagement:earlier", args=[matter.pk])
    return letter, Step(GateKind.ACCEPTANCE, "Acceptance", "soon", "Not on record", "Look at the file.", href)


def _not_needed(step: Step) -> Step:
    """Say that whoever is only treated as a client gets no letter and accepts none (domain 4.7)."""
    return Step(step.kind, step.title, "kept", "Not needed", "Treated as a client, without retainer.")


def _acceptance(matter: Matter, is_open: bool, gate: Gate | None, now: datetime) -> Step:
    """Say who has not answered the letter in force; work stops there once the day to accept by is over."""
    title, kind = "Acceptance", GateKind.ACCEPTANCE
    if is_open:
        return Step(kind, title, "kept", "Accepted", gate.because if gate else "", "", gate)
    copies = LetterCopy.objects.filter(letter__matter=matter, letter__stage=LetterStage.ISSUED)
    found = list(copies.select_related("party", "letter", "acceptance", "decline").order_by("pk"))
    if not found:
        return Step(kind, title, "todo", "Not yet", "Each client accepts for themselves.")
    href = reverse("engagement:letter", args=[matter.pk])
    missing = [copy for copy in found if not hasattr(copy, "acceptance")]
    who = ", ".join(copy.party.name for copy in missing)
    accept_by = found[0].letter.accept_by
    declined = ", ".join(copy.party.name for copy in missing if hasattr(copy, "decline"))
    if declined:
        return Step(kind, title, "stop", "Declined", f"By {declined}. No work until a letter is accepted.", href, gate)
    if accept_by is not None and local_date(matter.department.office, now) > accept_by:
        text = f"{who} had until {weekday(accept_by)}. No work until they accept."
        return Step(kind, title, "late", "Work stops here", text, href, gate)
    text = f"{who}, until {weekday(accept_by)}." if accept_by else f"{who}."
    return Step(kind, title, "wait", "Waiting", f"First steps only: waiting for {text}", href, gate)
