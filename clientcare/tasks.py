"""Celery doors into what belongs to several features. They decide nothing."""

from celery import shared_task

from clientcare.desk.daily import mail_lists
from practice import clock


@shared_task
def mail_desk_lists() -> None:
    mail_lists(now=clock.now())
