"""What every letter takes from the firm's own rows: letterhead, procedure, insurance, redress."""

from datetime import UTC, datetime, timedelta

import pytest

from practice.models import Procedure
from practice.permissions import Role
from practice.tests import factories as firm
from wording import letterhead
from wording.models import Template
from wording.services import compose
from wording.tests.factories import complaint_letter

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_letters_take_the_firm_and_its_procedure_from_its_rows() -> None:
    department = firm.department()
    head, partner = firm.user(given="Siobhan"), firm.user(Role.MANAGING_PARTNER, given="Eleanor")
    on = NOW.date()
    template = Template.objects.in_force(NOW).get(code="terms.standard")

    of = letterhead.firm(department)
    facts = letterhead.terms(
        of,
        template=template,
        policy=letterhead.insurance(on=on),
        procedure=letterhead.procedure(
            letterhead.procedure_in_force(department, on=on), of, contact=head, reviewer=partner
        ),
        redress=letterhead.redress(department, on=on),
        privacy_url="https://hartleyvane.example/privacy",
    )
    letter = compose(template_code="terms.standard", facts=facts, now=NOW, large_print=False)

    words = " ".join(letter.html.split())
    assert letter.problems == ()
    assert "Hartley &amp; Vane LLP is authorised and regulated by the Solicitors Regulation Authority" in words
    assert "confirms within 3 days and answers within 10 working days" in words
    assert "Ask within 6 months of our final answer, and within 1 year of what went wrong" in words
    assert "We are insured with Northern Mutual Indemnity" in words
    assert Procedure.objects.filter(code="standard").exists()


def test_a_scheme_that_nobody_checked_for_a_year_is_not_printed() -> None:
    department = firm.department()
    scheme = department.profile.schemes.get()
    assert scheme.last_verified_on is not None
    fresh = scheme.last_verified_on + timedelta(days=scheme.contact_stale_after_days)

    assert letterhead.redress(department, on=fresh) is not None
    assert letterhead.redress(department, on=fresh + timedelta(days=1)) is None


def test_a_client_of_the_property_division_is_sent_to_its_own_ombudsman() -> None:
    division = firm.department(name="Lettings", code="LE", profile="tpo_agent")
    on = division.profile.schemes.get().last_verified_on
    assert on is not None

    scheme = letterhead.redress(division, on=on)

    assert scheme is not None
    assert (scheme.code, scheme.name, scheme.limit_from_final, scheme.limit_from_act) == (
        "tpo", "Property Ombudsman", "12 months", None
    )  # fmt: skip
    said = complaint_letter(redress=scheme, redress_act_last_on=None)
    letter = compose(template_code="complaint.L5", facts=said, now=NOW, large_print=False)
    assert "You must ask within 12 months of this letter" in letter.html
