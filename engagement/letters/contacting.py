"""When a client must contact us: what their letter says, and before there is one what is usual for the work (D16)."""

from collections.abc import Sequence

from engagement.letters.subject import typed_lines
from engagement.letters.work import usual
from engagement.models import Letter
from engagement.rules import LetterStage
from practice.models import Matter


def contact_rules(matter: Matter) -> tuple[Sequence[str], bool]:
    """Return the lines, and whether a letter that is in force says them; one query."""
    letter = Letter.objects.filter(matter=matter, stage=LetterStage.ISSUED).order_by("-version").first()
    standard = usual(matter.work_type)
    lines = standard.of(standard.kind_of(matter.title)).contact_rules
    if letter is None:
        return lines, False
    return typed_lines(letter.answers["contact_rules"]) if "contact_rules" in letter.answers else lines, True
