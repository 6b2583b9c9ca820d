"""What a rule says when it says no."""


class Refusal(Exception):  # noqa: N818 - a refusal is an expected no, not an error
    """
    A rule said no, in a sentence fit for the person who asked.

    ``status`` is the HTTP answer (422: what was typed can't be right), ``code`` a name for machines and tests.
    A bug is never a Refusal.
    """

    status: int = 422
    code: str = "refused"


class WorldMoved(Refusal):
    """What was asked was right when the page was drawn; somebody or something has moved since."""

    status = 409
    code = "world_moved"
