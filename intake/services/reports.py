"""Keeping the report of a decided check: its words with the decision, its paper once it is printed (decisions B23)."""

import hashlib
from datetime import datetime

from django.db import connection, transaction

from intake import reporting
from intake.models import ConflictCheck, ConflictReport, Face, ReportPaper
from outbox.pdf import Rendered, render_pdf
from outbox.services import keep_document
from practice.errors import Refusal
from practice.models import FirmProfile, User

PRINTED_AT_ONCE = 20  # so that a long history is printed over many minutes


def keep_reports(check: ConflictCheck, *, by: User, now: datetime) -> None:
    """Write both copies in the transaction of the decision: from here on nobody can change what they say."""
    if not connection.in_atomic_block:
        raise RuntimeError("A report belongs into the transaction of its decision.")
    kept = []
    for face in Face:
        words = reporting.words_of(check, face)
        digest = hashlib.sha256(words.encode()).hexdigest()
        kept.append(ConflictReport(check_of=check, face=face, html=words, sha256=digest, made_at=now, made_by=by))
    ConflictReport.objects.bulk_create(kept)


def print_report(*, report_id: int, now: datetime) -> ReportPaper:
    """
    Return the paper of a report; the first time it is made, outside any transaction (decisions B23).

    :raises RenderFailed: if it cannot be printed; the words stay as they are
    """
    report = ConflictReport.objects.select_related("check_of").get(pk=report_id)
    if (before := _paper_of(report)) is not None:
        return before
    rendered = render_pdf(
        reporting.paper_of(
            report.html,
            reference=report.check_of.reference,
            author=FirmProfile.objects.get().name,
            iso_date=report.made_at.date().isoformat(),
            sha256=report.sha256,
        )
    )
    return _keep_paper(report, rendered, now=now)


def _paper_of(report: ConflictReport) -> ReportPaper | None:
    return ReportPaper.objects.select_related("document").filter(report=report).first()


@transaction.atomic(durable=True)
def _keep_paper(report: ConflictReport, rendered: Rendered, *, now: datetime) -> ReportPaper:
    """Keep the bytes; whoever printed it at the same time gets the first one's."""
    ConflictCheck.objects.select_for_update(no_key=True).get(pk=report.check_of_id)
    if (before := _paper_of(report)) is not None:
        return before
    document = keep_document(
        content=rendered.pdf,
        media_type="application/pdf",
        file_name=f"{report.check_of.reference} conflict report, {report.face}.pdf",
        now=now,
    )
    return ReportPaper.objects.create(
        report=report, document=document, engine=rendered.engine, pages=rendered.pages, printed_at=now
    )


def sweep_reports(*, now: datetime) -> int:
    """
    Print some of the reports that have no paper yet, and return how many were printed.

    In no order: those with a letter that our fonts lack are never printed, and would stand before all others.
    """
    waiting = ConflictReport.objects.filter(paper=None).order_by("?")[:PRINTED_AT_ONCE]
    printed = 0
    for report_id in waiting.values_list("pk", flat=True):
        try:
            print_report(report_id=report_id, now=now)
        except Refusal:
            continue
        printed += 1
    return printed
