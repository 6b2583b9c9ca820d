"""What we print passes PDF/UA-1 in a checker that is not ours, and that checker finds what is wrong."""

from dataclasses import replace
from pathlib import Path

import pikepdf

from clientcare.testing import pdf_ua
from outbox.joining import join_pdfs
from outbox.pdf import render_pdf
from wording import examples
from wording.tests.factories import CARE, made

NAMES = "Zoë Żółć, Δέσποινα Παππά, Наталья Щукина, محمد الفارسي, דוד כהן, 王小明"


def test_every_kind_of_print_passes_and_one_without_its_tags_does_not(tmp_path: Path) -> None:
    sheet = examples.PURCHASE.sheet
    named = replace(sheet.to, name=NAMES)
    letters = {
        "care": made(CARE, replace(examples.PURCHASE, sheet=replace(sheet, to=named)), put_in=("joint_clients",)),
        "care-large": made(CARE, examples.PURCHASE, large_print=True),
        "terms": made("terms.standard", examples.TERMS),
        "complaint": made("complaint.L3", examples.COMPLAINT),
    }
    files = [tmp_path / f"{name}.pdf" for name in (*letters, "joined", "without-tags")]
    for file, letter in zip(files, letters.values(), strict=False):
        file.write_bytes(render_pdf(letter.html).pdf)
    files[-2].write_bytes(join_pdfs(files[0].read_bytes(), files[2].read_bytes(), title="As an accepted letter is"))
    with pikepdf.open(files[0]) as document:
        del document.Root["/StructTreeRoot"]
        document.save(files[-1])

    *verdicts, without_tags = pdf_ua.check(*files)

    assert {Path(one.file).stem: one.failures for one in verdicts} == dict.fromkeys((*letters, "joined"), ())
    assert [one.rules for one in verdicts] == [106] * (len(letters) + 1)
    assert min(one.checks for one in verdicts) > 1000
    assert any(failure.startswith("7.1-") for failure in without_tags.failures)
