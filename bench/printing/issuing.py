"""The task of the benchmark's worker: what the Issue button does, for a pile of letters."""

from celery import shared_task

from engagement import letters, services
from engagement.models import Letter
from practice import clock


@shared_task(ignore_result=True, name="printing.issue")
def issue(*, letter_id: int) -> None:
    draft, now = Letter.objects.get(pk=letter_id), clock.now()
    printed = letters.print_package(letters.package(draft, now))
    services.issue_letter(
        letter_id=letter_id, printed=printed, expected_version=draft.draft_version, by=draft.prepared_for, now=now
    )
