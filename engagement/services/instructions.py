"""Logging what clients instruct, putting an entry right, and the cost update that comes of it."""

from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from django.db import transaction

from engagement.models import CostUpdate, Instruction, InstructionRule, InstructionUpdate
from engagement.rules import LetterStage, Step, next_stage
from engagement.rules.instructions import (
    Authority,
    BadInstruction,
    Channel,
    MovedOn,
    Stance,
    check_authority,
    check_said,
)
from engagement.services.costs.drafts import keep_answers, locked_update, opened_update
from practice import journal, receipts
from practice.models import Matter, Party, User
from practice.office import local_date
from practice.phrases import long_date
from practice.receipts import FormKey

_LONGEST = 600  # letters of their words that the draft of a cost update takes over


@dataclass(frozen=True, slots=True)
class InstructionFacts:
    """What was said, as whoever logs it has it."""

    client_id: int
    given_by: str
    authority: Authority
    shown_by: str
    channel: Channel
    given_at: datetime
    words: str
    taken_by: User
    changes_scope: bool = False
    changes_estimate: bool = False
    changes_time: bool = False


@transaction.atomic(durable=True)
def log_instruction(
    *,
    matter_id: int,
    facts: InstructionFacts,
    by: User,
    now: datetime,
    stance: Stance = Stance.NEW,
    about_id: int | None = None,
    corrects_id: int | None = None,
    form_key: FormKey | None = None,
) -> Instruction:
    """
    Log an instruction, or what a client says ``about`` one; ``corrects`` an earlier entry, it takes that one's place.

    :raises BadInstruction: if it cannot have been so
    :raises MovedOn: if that entry was put right since, or whose word it is left the matter
    """
    if (done := receipts.earlier(form_key, Instruction)) is not None:
        return done
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    check_said(facts.words, facts.given_at, now=now)
    check_authority(facts.authority, name=facts.given_by, shown_by=facts.shown_by)
    client = matter.clients().filter(pk=facts.client_id).first()
    if client is None:
        raise MovedOn("They are no client of this matter any more. Choose who gave it once more.")
    about, corrects = _standing(matter, about_id), _standing(matter, corrects_id)
    if corrects is not None:
        about, stance = corrects.about, Stance(corrects.stance)
    if (about is None) != (stance == Stance.NEW):
        raise BadInstruction("Choose what they say about it.", "stance")
    made = _write(matter, facts, client, stance, about, corrects, by, now)
    event = "corrected" if corrects else "logged" if about is None else "answered"
    journal.record(
        subject=made,
        event=f"instruction.{event}",
        by=by,
        at=now,
        matter=matter,
        party=client,
        given_by=made.given_by,
        authority=made.authority,
        shown_by=made.shown_by,
        way=made.get_channel_display(),
        said_at=made.given_at.isoformat(),
        words=made.words,
        stance=made.get_stance_display().lower(),
        taken_by=facts.taken_by.name,
        changes=made.changes,
    )
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def set_instruction_rule(
    *, matter_id: int, all_must_agree: bool, because: str, by: User, now: datetime, form_key: FormKey | None = None
) -> InstructionRule:
    """
    Say if all clients of a matter have to agree before we act, and where they told us.

    :raises BadInstruction: without saying where
    """
    if (done := receipts.earlier(form_key, InstructionRule)) is not None:
        return done
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if not because.strip():
        raise BadInstruction("Say what they told us, and where.", "because")
    made = InstructionRule.objects.create(
        matter=matter, all_must_agree=all_must_agree, because=because.strip(), set_at=now, set_by=by
    )
    what = "all of them must agree" if all_must_agree else "any one of them may instruct"
    journal.record(
        subject=made, event="instruction.rule_set", by=by, at=now, matter=matter, what=what, because=made.because
    )
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def update_for_instruction(*, instruction_id: int, by: User, now: datetime) -> CostUpdate:
    """
    Open the draft of a cost update with the words of an instruction in it; a second time changes nothing.

    :raises NoEstimate: if the client has none yet
    :raises MovedOn: if the entry was put right since
    :raises rules.StepNotAllowed: if the draft cannot be changed now
    """
    matter_id = Instruction.objects.values_list("matter_id", flat=True).get(pk=instruction_id)
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    told = _standing(matter, instruction_id)
    assert told is not None, "it has a number"
    update = locked_update(opened_update(matter, by=by, now=now).pk)
    _, is_new = InstructionUpdate.objects.get_or_create(instruction=told, update_of=update)
    if not is_new:
        return update
    stage = next_stage(LetterStage(update.stage), Step.CHANGE)
    return keep_answers(update, _with_words(update, told), stage=stage, by=by, now=now)


def _standing(matter: Matter, pk: int | None) -> Instruction | None:
    """Return an entry of the matter that no other puts right."""
    if pk is None:
        return None
    found = Instruction.objects.standing().filter(matter=matter, pk=pk).first()
    if found is None:
        raise MovedOn("This entry has been put right since. Look at the log again.")
    return found


def _write(
    matter: Matter,
    facts: InstructionFacts,
    client: Party,
    stance: Stance,
    about: Instruction | None,
    corrects: Instruction | None,
    by: User,
    now: datetime,
) -> Instruction:
    return Instruction.objects.create(
        matter=matter,
        client=client,
        given_by=facts.given_by.strip(),
        authority=facts.authority,
        shown_by=facts.shown_by.strip(),
        channel=facts.channel,
        given_at=facts.given_at,
        words=facts.words.strip(),
        taken_by=facts.taken_by,
        logged_at=now,
        logged_by=by,
        changes_scope=facts.changes_scope,
        changes_estimate=facts.changes_estimate,
        changes_time=facts.changes_time,
        stance=stance,
        about=about,
        corrects=corrects,
    )


def _with_words(update: CostUpdate, told: Instruction) -> dict[str, str]:
    """Return the answers of a draft with this instruction in what has changed, and in the scope if it changes that."""
    day = long_date(local_date(update.matter.department.office, told.given_at))
    words = shorten(told.words, _LONGEST, placeholder=" ...")
    sentence = f"On {day} {told.given_by} asked us: “{words}”"
    added = {"changed": sentence} | ({"scope_in": words} if told.changes_scope else {})
    before = update.answers
    return {**before, **{name: "\n".join(filter(None, [before.get(name), text])) for name, text in added.items()}}
