"""Letters to many clients in a pile: rows of a released mailing, each made by the task that makes it in the house."""

from collections.abc import Sequence

from engagement.letters.mailings import compose_notice, setting
from engagement.models import MailingRow
from engagement.rules.mailings import RowState
from engagement.services import mailings
from engagement.services.mailings import Selection, Words
from engagement.tests import mailing_factories
from practice import clock
from printing import house


def drafts(count: int) -> list[MailingRow]:
    """Release a letter to as many clients of open matters."""
    matters, now = house.matters(count), clock.now()
    author, second = mailing_factories.secretary(), mailing_factories.compliance()
    words = Words(**mailing_factories.WORDS)
    mailing = mailings.make_mailing(words=words, selection=Selection(), by=author, now=now)
    tried = mailings.try_mailing(mailing_id=mailing.pk, by=author, now=now)
    asked = mailings.ask_release(mailing_id=mailing.pk, seen=tried.version, by=author, now=now)
    mailings.release_mailing(mailing_id=mailing.pk, seen=asked.version, by=second, now=now)
    rows = MailingRow.objects.filter(mailing=mailing, matter__in=matters, state=RowState.PLANNED)
    return list(rows.select_related("mailing").order_by("pk"))


def papers(some: Sequence[MailingRow]) -> list[str]:
    """Return what the worker is going to print: a letter each."""
    now = clock.now()
    shared = setting(some[0].mailing, now)
    return [compose_notice(shared, mailings.to_of(row, now=now)).html for row in some]


def issue_all(some: Sequence[MailingRow]) -> None:
    ids = [row.pk for row in some]
    left = MailingRow.objects.filter(pk__in=ids, state=RowState.PLANNED)
    house.hand_out("engagement.tasks.issue_mailing_row", "row_id", ids, left=left)


def issued(some: Sequence[MailingRow]) -> set[str]:
    """Return the hashes of what was issued."""
    kept = MailingRow.objects.filter(pk__in=[row.pk for row in some])
    return set(kept.values_list("issued__html_sha256", flat=True))
