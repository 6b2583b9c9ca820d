"""Which terms of business go with letters to many clients, and in which size of print."""

from collections.abc import Sequence

import pytest

from engagement.models import Mailing, MailingRow, MailingTerms
from engagement.rules.mailings import MailingKind
from engagement.services import mailings
from engagement.tests import factories
from engagement.tests import mailing_factories as many
from outbox.tests.sizes import sizes_of
from practice.models import Adjustment, Task, WorkType
from practice.tests import factories as firm
from wording import proving
from wording.models import IssuedLetter

pytestmark = pytest.mark.django_db


def _issued(mailing: Mailing) -> Sequence[MailingRow]:
    for row_id in mailings.claim_rows(now=many.NOW):
        mailings.issue_row(row_id=row_id, now=many.NOW)
    return list(mailing.rows.by_name().select_related("issued__document", "terms__document", "message"))


def test_whoever_reads_large_print_gets_letter_and_terms_in_it_and_each_size_is_printed_once() -> None:
    people = [factories.client(name) for name in ("Ann Large", "Bob Large", "Cy Usual")]
    for one in people[:2]:
        firm.agree(one, Adjustment.LARGE_PRINT)
    firm.agree(people[0], Adjustment.BRAILLE)
    factories.matter(clients=tuple(people))

    rows = _issued(many.released(many.made(kind=MailingKind.NEW_TERMS)))

    papers = [(row.issued, row.terms) for row in rows]
    large = [
        (min(sizes_of(bytes(letter.document.content))), min(sizes_of(bytes(terms.document.content))))
        for letter, terms in papers
        if letter is not None and terms is not None
    ]
    assert [sizes == (16, 16) for sizes in large] == [True, True, False]
    assert rows[0].terms == rows[1].terms != rows[2].terms
    assert (MailingTerms.objects.count(), IssuedLetter.objects.count()) == (2, 5)
    assert [sorted(one.document_id for one in row.message.attachments.all()) for row in rows if row.message] == [
        sorted((letter.document_id, terms.document_id)) for letter, terms in papers if letter and terms
    ]
    assert [proving.reprove(one) for one in papers[0] if one is not None] == [proving.Proof.SAME_BYTES] * 2
    by_hand = Task.objects.filter(key__startswith="mailing_by_hand:")
    assert [task.title for task in by_hand] == ["Letter to Mr Ann Large, also needed: in braille"]


def test_terms_are_printed_once_for_each_department_that_signs_them() -> None:
    other = firm.department("Family", "FA")
    factories.matter(clients=(factories.client("Ann Buys"),))
    factories.matter(clients=(factories.client("Bob Sells"),), work_type=WorkType.RESIDENTIAL_SALE)
    factories.matter(clients=(factories.client("Cy Parts"),), department=other, work_type=WorkType.FAMILY)

    rows = _issued(many.released(many.made(kind=MailingKind.NEW_TERMS)))

    assert rows[0].terms == rows[1].terms != rows[2].terms
    printed = MailingTerms.objects.order_by("department__name").values_list("department__name", "template_code")
    assert [code for _, code in printed] == ["terms.standard", "terms.standard"]
    assert len({name for name, _ in printed}) == 2
