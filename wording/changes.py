"""How a clause changes: somebody proposes, somebody else publishes (product 1.3, maker-checker). Pure."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import TextChoices

from practice.errors import Refusal, WorldMoved


class ChangeStage(TextChoices):
    """Where a proposed version stands."""

    DRAFT = "draft", "Being written"
    ASKED = "asked", "Waiting to be published"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Given up"


OPEN_STAGES = (ChangeStage.DRAFT, ChangeStage.ASKED)


class Source(TextChoices):
    """Whose words they are."""

    PRODUCT = "product", "Came with ClientCare"
    FIRM = "firm", "The firm’s own"


class Step(TextChoices):
    SAVE = "save", "Save"
    ASK = "ask", "Ask for publication"
    SEND_BACK = "send_back", "Send it back"
    PUBLISH = "publish", "Publish"
    WITHDRAW = "withdraw", "Give it up"


_MOVES: dict[tuple[ChangeStage, Step], ChangeStage] = {
    (ChangeStage.DRAFT, Step.SAVE): ChangeStage.DRAFT,
    (ChangeStage.ASKED, Step.SAVE): ChangeStage.DRAFT,  # other words have to be looked at anew
    (ChangeStage.DRAFT, Step.ASK): ChangeStage.ASKED,
    (ChangeStage.ASKED, Step.SEND_BACK): ChangeStage.DRAFT,
    (ChangeStage.ASKED, Step.PUBLISH): ChangeStage.PUBLISHED,
    (ChangeStage.DRAFT, Step.WITHDRAW): ChangeStage.WITHDRAWN,
    (ChangeStage.ASKED, Step.WITHDRAW): ChangeStage.WITHDRAWN,
}


class StepNotAllowed(WorldMoved):
    """The proposal stands somewhere else meanwhile."""

    code = "step_not_allowed"


class NotYourOwn(Refusal):
    """Nobody publishes words that they wrote, as long as there is somebody else who could."""

    code = "not_your_own"


class NotFit(Refusal):
    """What is proposed would fail in a letter."""

    code = "not_fit"


class WrongDay(Refusal):
    """Wording cannot begin on that day."""

    code = "wrong_day"


def next_stage(stage: ChangeStage, step: Step) -> ChangeStage:
    """
    Return where a step leads.

    :raises StepNotAllowed: if it cannot be taken from there
    """
    try:
        return _MOVES[stage, step]
    except KeyError:
        raise StepNotAllowed(f"That cannot be done now: the proposal is “{stage.label.lower()}”.") from None


def steps_from(stage: ChangeStage) -> set[Step]:
    return {step for at, step in _MOVES if at == stage}


def check_publisher(by: int, *, authors: Collection[int], others: Collection[int], alone_because: str = "") -> str:
    """
    Return why the author publishes alone, or "" when a second person does.

    `others` are the people who may publish and did not write it. Only where there are none, in the firm of a sole
    practitioner, an author may publish, and says so.

    :raises NotYourOwn: if an author publishes although somebody else could, or without a word on why not
    """
    if by not in authors:
        return ""
    if others:
        raise NotYourOwn("You wrote these words: somebody else publishes them.")
    if not alone_because.strip():
        raise NotYourOwn("Nobody else here may publish. Say so, and how the words were checked: it is recorded.")
    return alone_because.strip()


def check_day(on: date | None, *, today: date) -> None:
    """
    Refuse a day that is over; None is at once.

    :raises WrongDay: because letters of the past keep their words
    """
    if on is not None and on < today:
        raise WrongDay("That day is over. Choose today or a later day: letters of the past keep their words.")


def check_after(last_from: datetime, *, begins: datetime) -> None:
    """
    Refuse words that would begin before the last ones do.

    :raises WrongDay: if other words already wait to take over then or later
    """
    if begins <= last_from:
        raise WrongDay("Other words already wait to take over. Take them back first, or choose a day after theirs.")
