"""The public form sent by two clicks at once, with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from intake import services
from intake.models import Channel, Enquiry, EnquirySource
from intake.services import EnquiryFacts
from intake.tests.factories import NOON, TUESDAY, calendar
from practice.models import WorkType
from practice.tests import factories

CLICKS = 6


def test_six_clicks_at_once_are_one_enquiry_with_one_number(fresh_db: str) -> None:
    factories.firm()
    counted = calendar()
    draft = services.begin_draft(today=TUESDAY, now=NOON)
    facts = EnquiryFacts(
        received_at=NOON,
        channel=Channel.WEB,
        name="Zara Webb",
        work_type=WorkType.FAMILY,
        issue="A separation",
        source=EnquirySource.SEARCH,
        phone="0113 496 0700",
    )
    ready = Barrier(CLICKS)

    def click(_: int) -> int:
        try:
            ready.wait(timeout=30)
            made = services.send_draft(draft_id=draft.pk, facts=facts, due_on=TUESDAY, now=NOON, calendar=counted)
            return made.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        made = set(pool.map(click, range(CLICKS)))

    assert len(made) == Enquiry.objects.count() == 1
