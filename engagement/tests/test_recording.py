"""Staff record an answer that came otherwise than by link, with what shows it; the certificate is printed at once."""

import hashlib
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from engagement import letters, services
from engagement.models import Acceptance, Decline, Letter, LetterCopy
from engagement.tests import factories
from engagement.tests.factories import NOW, copy_of
from outbox.models import Message
from outbox.reading import text_of
from practice.models import GateKind
from practice.permissions import Role
from practice.tests import factories as firm
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
SCAN = b"\x89PNG\r\n\x1a\n" + b"a signed page"


@pytest.fixture(autouse=True)
def _noon(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    set_clock(settings, NOW)


@pytest.fixture
def copy(letter: Letter) -> LetterCopy:
    services.issue_letter(
        letter_id=letter.pk, printed=letters.print_package(letters.package(letter, NOW)), expected_version=2,
        by=letter.prepared_for, now=NOW,
    )  # fmt: skip
    return copy_of(letter)


def post(browser: Client, copy: LetterCopy, **typed: object) -> int:
    form = {"form_key": str(uuid4()), "on": "2026-11-24", "at": "12:00", "words": "", **typed}
    return browser.post(reverse("engagement:record", args=[copy.pk]), form).status_code


def test_a_signed_page_is_kept_by_its_hash_and_named_on_the_certificate(copy: LetterCopy) -> None:
    secretary = factories.browser_of(firm.user(Role.SECRETARY))

    wrong = post(secretary, copy, way="wet_ink", file=SimpleUploadedFile("page.png", b"<script>"))
    none = post(secretary, copy, way="wet_ink")
    right = post(secretary, copy, way="wet_ink", file=SimpleUploadedFile("page.png", SCAN))
    again = post(secretary, copy, way="spoken", words="She said so.")

    said, sha256 = Acceptance.objects.get(), hashlib.sha256(SCAN).hexdigest()
    paper = secretary.get(reverse("engagement:certificate_pdf", args=[copy.pk]))
    file = secretary.get(reverse("engagement:evidence", args=[copy.pk]))
    assert (wrong, none, right, again) == (422, 422, 303, 303)
    assert (said.way, said.evidence_sha256, said.evidence_name) == ("wet_ink", sha256, "page.png")
    assert sha256 in text_of(paper.content).replace(" ", "")  # a fingerprint is wider than its column
    assert (file.content, file["Content-Disposition"], file["Content-Type"]) == (
        SCAN, 'attachment; filename="page.png"', "application/octet-stream",
    )  # fmt: skip
    assert copy.letter.matter.may(GateKind.ACCEPTANCE, NOW)
    assert Message.objects.filter(kind="engagement.accepted").count() == 1


def test_a_no_is_recorded_with_its_reason_and_nothing_happens_tomorrow(copy: LetterCopy) -> None:
    secretary = factories.browser_of(firm.user(Role.SECRETARY))

    answers = [
        post(secretary, copy, way="declined"),
        post(secretary, copy, way="spoken", words="She will say so.", on="2026-11-25"),
        post(secretary, copy, way="declined", words="Found another firm."),
    ]

    assert (answers, Decline.objects.get().reason, Acceptance.objects.count()) == (
        [422, 422, 303], "Found another firm.", 0,
    )  # fmt: skip
