"""Contact blocks of the independent bodies: dated data, printed only when whole and confirmed."""

from datetime import date, timedelta

import pytest

from complaints.models import Complaint, Kind, LetterCode
from complaints.rules import RedressBlockStale
from complaints.services import answers
from complaints.services.procedures import redress_policies, schemes_of
from complaints.tests import factories
from complaints.tests.browsing import page, signed_in
from complaints.tests.factories import TUESDAY, Cast, letter, mailbox
from complaints.tests.journey import find_all, investigating
from practice import clock
from practice.models import RedressScheme
from wording import letterhead

CANNOT = "no final letter can be printed until compliance has confirmed them"
WHOLE = {
    "address": "1 Commission Square\nEdinburgh",
    "phone": "0131 496 0000",
    "email": "help@scheme.example",
    "url": "scheme.example",
}


@pytest.mark.django_db
def test_bodies_whose_block_nobody_has_confirmed_are_there_with_what_is_known() -> None:
    rows = RedressScheme.objects.filter(last_verified_on=None).order_by("code")

    assert {row.code: row.missing for row in rows} == {
        "ico": ("address", "email"),
        "scc_ni": ("address", "telephone", "email"),
        "slcc": ("address",),
    }
    assert set(RedressScheme.objects.exclude(last_verified_on=None).values_list("code", flat=True)) == {"leo", "tpo"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param({"last_verified_on": None}, "never checked", id="never confirmed"),
        pytest.param({"last_verified_on": date(2025, 1, 1)}, "last checked on", id="too long ago"),
        pytest.param({"address": ""}, "lack: address", id="no address"),
        pytest.param({"phone": "", "email": ""}, "lack: telephone, email", id="neither telephone nor email"),
    ],
)
def test_no_answer_goes_with_a_block_that_is_not_whole_and_confirmed(
    people: Cast, changed: dict[str, object], sentence: str
) -> None:
    complaint = investigating(people)
    find_all(complaint, people)
    made = letter(complaint, LetterCode.L3, now=TUESDAY)
    scheme = RedressScheme.objects.get(code="slcc")
    people.department.profile.schemes.set([scheme])
    RedressScheme.objects.filter(pk=scheme.pk).update(**{**WHOLE, "last_verified_on": TUESDAY.date(), **changed})

    with pytest.raises(RedressBlockStale, match=sentence) as refused:
        answers.send_outcome(complaint_id=complaint.pk, letter=made, to=mailbox(people), by=people.head, now=TUESDAY)

    assert refused.value.code == "redress_block_stale"
    assert letterhead.redress(people.department, on=TUESDAY.date()) is None
    assert complaint.responses.filter(code=LetterCode.L3).count() == 0


def test_a_block_that_compliance_has_completed_and_confirmed_is_printed(people: Cast) -> None:
    scheme = RedressScheme.objects.get(code="slcc")
    people.department.profile.schemes.set([scheme])
    RedressScheme.objects.filter(pk=scheme.pk).update(**WHOLE, last_verified_on=TUESDAY.date())

    block = letterhead.redress(people.department, on=TUESDAY.date())

    assert block is not None
    assert (block.name, block.phone) == ("Scottish Legal Complaints Commission", "0131 496 0000")


def test_the_page_says_plainly_that_no_final_letter_can_be_printed(people: Cast) -> None:
    complaint = factories.complaint(people, received_at=clock.now() - timedelta(minutes=5), now=clock.now())
    RedressScheme.objects.update(last_verified_on=clock.now().date())
    client = signed_in(people.compliance)

    confirmed = client.get(page(people.compliance, complaint)).content.decode()
    people.department.profile.schemes.set(RedressScheme.objects.filter(code="slcc"))
    lacking = client.get(page(people.compliance, complaint)).content.decode()
    RedressScheme.objects.update(**WHOLE, last_verified_on=None)
    unchecked = client.get(page(people.compliance, complaint)).content.decode()

    assert [CANNOT in shown for shown in (confirmed, lacking, unchecked)] == [False, True, True]
    assert "Contact details lack address" in lacking
    assert "Contact details never checked" in unchecked
    assert "Within 36 months of the day we last acted" in lacking


def test_a_complaint_about_personal_data_goes_on_to_the_ico(people: Cast) -> None:
    service = factories.complaint(people)
    data = factories.complaint(people, kind=Kind.DATA_PROTECTION)

    found = {one.kind: [scheme.code for scheme in schemes_of(one)] for one in Complaint.objects.all()}

    assert found == {Kind.SERVICE: ["leo"], Kind.DATA_PROTECTION: ["ico"]}
    assert [one.code for one in redress_policies(data)] == ["ico"]
    assert service.procedure.code == "standard"
