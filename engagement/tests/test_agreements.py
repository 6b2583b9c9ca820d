"""Agreements apart from a letter: what needs which, how they come with it, and that nobody changes them after."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from engagement import letters, rules, services
from engagement.letters import agreements
from engagement.models import Letter, SideAgreement
from engagement.tests import factories
from engagement.tests.factories import NOW, copy_of
from practice.models import JournalEntry, Matter
from wording.facts import FEES

KEY = "7b1b52d0-4d39-4c56-9c1e-3a2f6f0e1c31"
PDF = b"%PDF-1.7 signed"


@pytest.mark.parametrize(
    ("fee_model", "there", "wanted"),
    [
        *(pytest.param(model, [], [], id=model) for model in sorted({*FEES} - {"conditional", "damages_based"})),
        pytest.param("conditional", [], ["cfa"], id="conditional"),
        pytest.param("conditional", ["other", "dba"], ["cfa"], id="another paper is not that paper"),
        pytest.param("conditional", ["cfa"], [], id="it is there"),
        pytest.param("damages_based", [], ["dba"], id="damages-based"),
        pytest.param("", [], [], id="not answered yet"),
    ],
)
def test_a_way_to_charge_needs_its_agreement(fee_model: str, there: list[str], wanted: list[str]) -> None:
    assert [one.code for one in agreements.missing(fee_model, there)] == wanted


@pytest.mark.django_db
def test_the_letter_stops_without_it_freezes_it_when_it_goes_and_the_next_version_begins_with_it(
    letter: Letter,
) -> None:
    letter.answers |= {"fee_model": "conditional"}
    letter.save(update_fields=["answers"])
    stopped = {stop.code for stop in letters.package(letter, NOW).stops}
    letter = factories.with_agreement(letter)
    there = {stop.code for stop in letters.package(letter, NOW).stops}
    letter.answers.pop("fee_model")
    letter.save(update_fields=["answers"])
    with pytest.raises(services.SamePaper):
        factories.with_agreement(letter, "other")
    with pytest.raises(rules.DraftChanged):
        services.remove_agreement(agreement_id=letter.agreements.get().pk, seen=1, by=letter.prepared_by, now=NOW)

    factories.issued(letter)

    assert ("agreement_missing" in stopped, "agreement_missing" in there) == (True, False)
    kept, copy = letter.agreements.get(), copy_of(Letter.objects.get(pk=letter.pk))
    assert kept.document is not None
    assert bytes(kept.document.content) == PDF
    assert kept.sha256 == kept.document.sha256
    sent = [one.document for one in copy.message.attachments.order_by("position")]
    assert sent == [copy.issued.document, copy.terms.document, kept.document]
    assert f"and with them {kept.words}." in copy.message.body
    frozen = copy.issued.snapshot.content["context"]
    assert frozen["enclosed"] == [{"name": kept.name, "words": kept.words, "sha256": kept.sha256}]
    assert frozen["sign"]["enclosures"] == ["terms of business, version 1", kept.words]
    facts = JournalEntry.objects.get(event="letter.issued").facts
    assert facts["sha256"][f"agreement:{kept.pk}"] == kept.sha256
    with pytest.raises(rules.StepNotAllowed):
        services.remove_agreement(agreement_id=kept.pk, seen=3, by=letter.prepared_by, now=NOW)

    again = services.stop_letter(letter_id=letter.pk, by=letter.prepared_for, now=NOW + timedelta(minutes=1))

    carried = again.agreements.get()
    assert (carried.sha256, carried.document, carried.pk != kept.pk) == (kept.sha256, None, True)
    services.remove_agreement(agreement_id=carried.pk, seen=1, by=letter.prepared_by, now=NOW)
    assert list(SideAgreement.objects.all()) == [kept]


def typed(file: bytes = PDF, **changed: Any) -> dict[str, Any]:
    dated = {"dated_on_day": "20", "dated_on_month": "11", "dated_on_year": "2020"}
    paper = SimpleUploadedFile("C:\\scans\\cfa.pdf", file)
    return {"form_key": KEY, "seen": "2", "kind": "cfa", "name": "", **dated, "file": paper, **changed}


@pytest.mark.django_db
def test_a_paper_is_put_with_the_letter_on_its_page_if_it_is_what_it_says(letter: Letter, lawyer: Client) -> None:
    matter: Matter = letter.matter
    address = factories.page("add_agreement", matter)

    wrong = [
        lawyer.post(address, typed(b"MZ is no PDF")),
        lawyer.post(address, typed(b"\x89PNG\r\n\x1a\n is a picture")),
        lawyer.post(address, typed(b"")),
        lawyer.post(address, typed(dated_on_year="2199")),
    ]
    answers = [lawyer.post(address, typed()).status_code for _ in range(2)]
    old = lawyer.post(address, typed(PDF + b" again", form_key=KEY.replace("1c31", "1c32")))

    said = ["This is no PDF, JPEG or PNG", "This is no PDF.", "The file is empty", "that day is to come"]
    assert [answer.status_code for answer in wrong] == [422] * 4
    assert [words in answer.content.decode() for words, answer in zip(said, wrong, strict=True)] == [True] * 4
    assert (answers, old.status_code) == ([303, 303], 409)
    one = SideAgreement.objects.get()
    assert one.words == "Conditional fee agreement of 20 November 2020"
    shown = lawyer.get(factories.page("letter", matter)).content.decode()
    assert one.words in shown
    paper = lawyer.get(reverse("engagement:agreement_pdf", args=[one.pk]))
    assert (paper.content, "attachment" in paper["Content-Disposition"]) == (PDF, True)
    gone = lawyer.post(reverse("engagement:remove_agreement", args=[one.pk]), {"seen": "3"})
    assert (gone.status_code, SideAgreement.objects.exists()) == (303, False)
