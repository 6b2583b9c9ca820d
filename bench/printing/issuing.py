"""Client care letters in a pile: what the Issue button does, as a task of the benchmark's worker."""

from collections.abc import Sequence

from celery import shared_task

from engagement import letters, services
from engagement.models import Letter, LetterCopy
from engagement.rules import LetterStage
from engagement.tests import factories
from practice import clock
from printing import house


@shared_task(ignore_result=True, name="printing.issue")
def issue(*, letter_id: int) -> None:
    draft, now = Letter.objects.get(pk=letter_id), clock.now()
    printed = letters.print_package(letters.package(draft, now))
    services.issue_letter(
        letter_id=letter_id, printed=printed, expected_version=draft.draft_version, by=draft.prepared_for, now=now
    )


def drafts(count: int) -> list[Letter]:
    """Write letters that leave nothing open, to different people of different addresses about different prices."""
    made, now = house.matters(count), clock.now()
    return [factories.written(matter, now=now, price=str(200_000 + 500 * n)) for n, matter in enumerate(made)]


def papers(some: Sequence[Letter]) -> list[str]:
    """Return what the worker is going to print: each letter, and its terms of business."""
    now = clock.now()
    return [paper.html for one in some for paper in letters.package(one, now).papers]


def issue_all(some: Sequence[Letter]) -> None:
    ids = [one.pk for one in some]
    left = Letter.objects.filter(pk__in=ids).exclude(stage=LetterStage.ISSUED)
    house.hand_out("printing.issue", "letter_id", ids, left=left)


def issued(some: Sequence[Letter]) -> set[str]:
    """Return the hashes of what was issued."""
    kept = LetterCopy.objects.filter(letter__in=some)
    return {one for pair in kept.values_list("issued__html_sha256", "letter__terms__html_sha256") for one in pair}
