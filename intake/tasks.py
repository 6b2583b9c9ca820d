"""Celery doors into intake: the sweeps decide nothing here."""

from celery import shared_task

from intake import services
from intake.services import importing, lists
from practice import clock


@shared_task(ignore_result=True)
def sweep_identity_stages() -> None:
    now = clock.now()
    services.sweep_expiries(now=now)
    services.sweep_retention(now=now)


@shared_task(ignore_result=True)
def sweep_enquiries() -> None:
    now = clock.now()
    services.sweep_first_answers(now=now)
    services.empty_old_drafts(now=now)


@shared_task(ignore_result=True)
def sweep_imports() -> None:
    importing.sweep_imports(now=clock.now())


@shared_task(ignore_result=True)
def sweep_lists() -> None:
    for list_id in lists.lists_to_check():
        check_listed_names.delay(list_id=list_id)


@shared_task(ignore_result=True)
def check_listed_names(*, list_id: int) -> None:
    lists.check_listed_names(list_id=list_id, now=clock.now())


@shared_task(ignore_result=True)
def sweep_reports() -> None:
    services.sweep_reports(now=clock.now())


@shared_task(ignore_result=True)
def sweep_new_names() -> None:
    services.sweep_new_names(now=clock.now())


@shared_task(ignore_result=True)
def sweep_rechecks() -> None:
    for matter_id in services.matters_to_recheck():
        recheck_matter.delay(matter_id=matter_id)


@shared_task(ignore_result=True)
def recheck_matter(*, matter_id: int) -> None:
    services.recheck_matter(matter_id=matter_id, now=clock.now())
