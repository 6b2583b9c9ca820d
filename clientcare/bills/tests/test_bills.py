"""Bills of the practice system: once each, what people did here stays, and the estimate is watched."""

import io
import uuid
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pytest_django import Settings

from engagement.models import Bill, BillList, BillListRow, CostWarning
from engagement.services import costs as deeds
from engagement.tests import cost_factories as costs
from engagement.tests import factories
from practice.models import Matter, User
from practice.permissions import Role
from practice.tests import factories as firm
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
HEADER = "Matter no,Bill no,Date,Net,VAT,Disbursements\n"


@pytest.fixture
def matter(settings: Settings) -> Matter:
    set_clock(settings, costs.LATER)
    made = costs.with_estimate()
    Matter.objects.filter(pk=made.pk).update(practice_system_number="M-7")
    made.refresh_from_db()
    return made


@pytest.fixture
def partner() -> User:
    return firm.user(Role.MANAGING_PARTNER, given="Pat", family="Lead")


def take(folder: Path, by: User, body: str) -> str:
    (folder / "bills.csv").write_text(HEADER + body)
    out = io.StringIO()
    call_command("import_bills", str(folder), by=by.email, stdout=out)
    return out.getvalue().strip()


def test_every_bill_is_recorded_once_and_the_estimate_is_watched(matter: Matter, partner: User, tmp_path: Path) -> None:
    body = "M-7,A-1,2026-12-01,2000,400,\nM-7,A-2,02/12/2026,100,0,25.50\nNobody,A-3,2026-12-01,5,0,\nM-7,A-4,,5,0,\n"

    first, again = take(tmp_path, partner, body), take(tmp_path, partner, body)

    assert first == "bills.csv: 2 made, 0 again, 0 same, 0 differs, 2 refused"
    assert again == "bills.csv: 0 made, 0 again, 2 same, 0 differs, 2 refused"
    assert sorted(bill.total for bill in Bill.objects.standing()) == [Decimal("125.50"), Decimal(2400)]
    assert [one.threshold for one in CostWarning.objects.open()] == [80]
    refused = BillListRow.objects.filter(of=BillList.objects.first(), outcome="refused").order_by("line")
    assert [(one.line, one.because) for one in refused] == [
        (4, "No matter has this number here."),
        (5, "The date is none: write 2026-03-14 or 14/03/2026."),
    ]


def test_what_people_did_here_stays_and_what_a_list_wrote_a_later_one_puts_right(
    matter: Matter, partner: User, tmp_path: Path
) -> None:
    costs.billed(matter, 100, number="hand-1")
    aside = costs.billed(matter, 50, number="hand-2")
    deeds.set_bill_aside(bill_id=aside.pk, because="Not ours", by=matter.fee_earner, now=costs.LATER)
    take(tmp_path, partner, "M-7,A-1,2026-12-01,200,40,\n")

    said = take(
        tmp_path,
        partner,
        "M-7,A-1,2026-12-01,210,42,\nM-7,HAND-1,2026-12-01,90,0,\nM-7,hand-2,2026-12-01,50,0,\nM-7,A-9,2026-12-01,9,9,\n",
    )

    assert said == "bills.csv: 0 made, 1 again, 0 same, 2 differs, 1 refused"
    assert sorted((bill.number, bill.fees) for bill in Bill.objects.standing()) == [
        ("A-1", Decimal(210)),
        ("hand-1", Decimal(100)),
    ]
    told = [one.because for one in BillListRow.objects.filter(of=BillList.objects.last()).order_by("line")]
    assert told[0] == "It was net £200.00 here and £210.00 in the list, VAT £40.00 here and £42.00 in the list."
    assert told[1].endswith("net £100.00 here and £90.00 in the list; left as it is.")
    assert told[2] == "It was set aside here: Not ours"
    assert told[3].startswith("VAT at 20 % on £9.00 is £1.80 at most.")


def test_by_hand_on_the_page_and_only_by_those_who_may(matter: Matter, partner: User, tmp_path: Path) -> None:
    browser, page = factories.browser_of(partner), reverse("bill_lists")

    def post(body: str) -> int:
        file = io.BytesIO(body.encode())
        file.name = "by-hand.csv"
        return browser.post(page, {"form_key": str(uuid.uuid4()), "file": file}).status_code

    statuses = [post(HEADER + "M-7,A-1,2026-12-01,20,4,\nNobody,A-3,2026-12-01,5,0,\n"), post("Name\nAnn\n")]
    shown = browser.get(page).content.decode()

    assert statuses == [303, 422]
    assert "No matter has this number here." in shown
    assert "1 recorded, 0 known, 1 not taken over" in shown
    assert factories.browser_of(matter.fee_earner).get(page).status_code == 403
    with pytest.raises(CommandError, match="nobody who may import"):
        take(tmp_path, matter.fee_earner, "")
    (tmp_path / "bills.csv").write_text("Name\nAnn\n")
    with pytest.raises(CommandError, match=r"Not imported: bills\.csv"):
        call_command("import_bills", str(tmp_path), by=partner.email, stdout=io.StringIO())


def test_a_restricted_matter_is_no_matter_to_whoever_may_not_see_it(
    matter: Matter, partner: User, tmp_path: Path
) -> None:
    Matter.objects.filter(pk=matter.pk).update(is_restricted=True)

    said = take(tmp_path, partner, "M-7,A-1,2026-12-01,20,4,\n")

    assert said.endswith("1 refused")
    assert BillListRow.objects.get().because == "No matter has this number here."
