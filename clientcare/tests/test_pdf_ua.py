"""What we print passes PDF/UA-1 in a checker that is not ours, and that checker finds what is wrong."""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from clientcare.testing import pdf_ua
from engagement import letters as care
from engagement import services
from engagement.rules.acceptance import AcceptanceWay
from engagement.tests import factories
from outbox.pdf import render_pdf
from wording import examples
from wording.tests.factories import CARE, made

NAMES = "Zoë Żółć, Δέσποινα Παππά, Наталья Щукина, محمد الفارسي, דוד כהן, 王小明"


def _accepted() -> bytes:
    """Return a letter as it was issued, with the certificate of its acceptance behind it."""
    letter = factories.written(factories.matter())
    letter = services.issue_letter(
        letter_id=letter.pk,
        printed=care.print_package(care.package(letter, factories.NOW)),
        expected_version=letter.draft_version,
        by=letter.prepared_for,
        now=factories.NOW,
    )
    said = care.Said(
        way=AcceptanceWay.SPOKEN, accepted_at=factories.NOW, words="Yes, please.", recorded_by=letter.prepared_for
    )
    return care.print_certificate(letter.copies.get(), said, now=factories.NOW).pdf


@pytest.mark.django_db
def test_every_kind_of_print_passes_and_one_without_its_tags_does_not(tmp_path: Path) -> None:
    sheet = examples.PURCHASE.sheet
    named = replace(sheet.to, name=NAMES)
    letters = {
        "care": made(CARE, replace(examples.PURCHASE, sheet=replace(sheet, to=named)), put_in=("joint_clients",)),
        "care-large": made(CARE, examples.PURCHASE, large_print=True),
        "terms": made("terms.standard", examples.TERMS),
        "complaint": made("complaint.L3", examples.COMPLAINT),
        "to-many": made("notice.to_clients", examples.CHANGED),
        "cost-update": made("cost_update.standard", examples.DEARER),
    }
    files = [tmp_path / f"{name}.pdf" for name in (*letters, "accepted", "without-tags")]
    for file, letter in zip(files, letters.values(), strict=False):
        file.write_bytes(render_pdf(letter.html).pdf)
    files[-2].write_bytes(_accepted())
    with pikepdf.open(files[0]) as document:
        del document.Root["/StructTreeRoot"]
        document.save(files[-1])

    *verdicts, without_tags = pdf_ua.check(*files)

    assert {Path(one.file).stem: one.failures for one in verdicts} == dict.fromkeys((*letters, "accepted"), ())
    assert [one.rules for one in verdicts] == [106] * (len(letters) + 1)
    assert min(one.checks for one in verdicts) > 1000
    assert any(failure.startswith("7.1-") for failure in without_tags.failures)
