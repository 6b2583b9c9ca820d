"""Why a letter does not go."""

from collections.abc import Sequence

from practice.errors import Refusal
from wording.rules import Problem


class LetterBlocked(Refusal):
    """Something that must be in the letter is missing or open. `problems` says each, for the page."""

    code = "letter_blocked"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = tuple(problems)


class ClauseNotPrinted(Refusal):
    """The finished PDF does not show a sentence that must be in it."""

    code = "clause_not_printed"

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(f"The PDF does not show: {', '.join(titles)}. Nothing was issued. Ask compliance to look.")


class NoWording(Refusal):
    """No version of a template was in force at that time."""

    code = "no_wording"
