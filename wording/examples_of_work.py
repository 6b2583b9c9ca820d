"""Letters of invented people for each kind of work, each fee model and each value a trigger may have."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from wording.facts import Action, Cancelling, CareLetter, CostLine, Extras, Fee, KeyDate, Paying, Quoted, Step, Work
from wording.facts.care import (
    CappedFee,
    ConditionalFee,
    DamagesFee,
    FixedFee,
    HourlyFee,
    LegalAidFee,
    PercentageFee,
    Rate,
    RetainerFee,
)

_VAT = Decimal("0.20")
_HOURLY: dict[str, Any] = {
    "rates": (Rate("Amara Okafor", Decimal(220)), Rate("Beth Lowe", Decimal(95))),
    "hours": (Decimal(8), Decimal(12)),
    "review_on": date(2027, 4, 1),
}
_OTHERS = "If you lose, a court may make you pay the other side’s costs as well as ours"
_CHARGES = (
    CostLine("Our charges", "us", "our_charge", "estimate", Decimal(1760), _VAT, "our service", high=Decimal(2640)),
    CostLine("Court fee", "the court", "paid_for_you", "estimate", Decimal(455), None, "your own fee"),
)
_FEE = (CostLine("Our fee", "us", "our_charge", "fixed", Decimal(850), _VAT, "our service"),)


def of_work(purchase: CareLetter) -> Mapping[str, CareLetter]:
    """Return one letter for each kind of work that is no conveyancing, made from the firm of the purchase."""
    plain = replace(
        purchase,
        transaction="other",
        property_address=None,
        price=None,
        mortgage=None,
        other_clients=(),
        objectives="I want this settled soon, and to know what it costs.",
        cost_lines=_CHARGES,
        cost_changes="An expert, a hearing or more papers than we expect",
        on_account=Decimal(500),
        on_account_for="our charges and the court fee",
        weeks=(8, 20),
        steps=(
            Step("You have our view of the case", date(2026, 12, 1), date(2026, 12, 15), "your papers"),
            Step("The other side answers", date(2027, 1, 8), date(2027, 1, 29), "the other side"),
        ),
        actions=(Action("send us the papers", "every letter and e-mail about it.", date(2026, 12, 4)),),
        cdd_outstanding=(),
        mlr_in_scope=False,
    )

    def letter(work_type: str, title: str, summary: str, fee: Fee, **more: Any) -> CareLetter:
        lines = (
            ("look at the papers and tell you what we think", "write to the other side", "try to settle it"),
            ("a claim in court", "advice on tax"),
        )
        work = Work(
            title=title,
            summary=summary,
            scope_in=more.pop("scope_in", lines[0]),
            scope_out=more.pop("scope_out", lines[1]),
            contact_rules=("papers from a court reach you", "your address or your wishes change"),
            check_in="We tell you where things stand every four weeks",
            own=more.pop("own", {}),
            options=more.pop("options", ""),
        )
        paying = more.pop("paying", Paying(billing="every month"))
        return replace(plain, work_type=work_type, work=work, fee=fee, paying=paying, **more)

    against = Paying(contentious="yes", others_costs=_OTHERS, billing="every month")
    return {
        "private_client": letter(
            "private_client", "Estate of the late Ruth Penhale", "to deal with the estate of Ruth Penhale",
            PercentageFee(rate=Decimal("1.5"), of="what the estate is worth", minimum=Decimal(900)), mlr_in_scope=True,
            own={"kind": "The estate of somebody who died", "person": "Ruth Penhale", "value": "£310,000"},
            other_clients=("Tom Penhale", "Ivy Penhale"),
        ),
        "family": letter(
            "family", "Separation, Joseph Adeyemi", "in your separation from Anna Reed", HourlyFee(**_HOURLY),
            paying=against, mlr_in_scope=True, own={"other_side": "Anna Reed"}, calls_and_emails="charged",
            calls_rate="£22 plus VAT for each call",
        ),
        "disputes": letter(
            "disputes", "Claim against Larkfield Roofing", "in your dispute with Larkfield Roofing",
            CappedFee(**_HOURLY, cap=Decimal(2500)), own={"other_side": "Larkfield Roofing", "value": "£9,400"},
            paying=against,
        ),
        "employment": letter(
            "employment", "Settlement agreement, Joseph Adeyemi", "to advise you on what Kiln Bakery offers",
            FixedFee(), cost_lines=_FEE, on_account=None, own={"other_side": "Kiln Bakery"},
            paying=Paying(billing="once, when you sign"),
        ),
        "personal_injury": letter(
            "personal_injury", "Injury of Joseph Adeyemi", "to claim for your injury from Moor Haulage",
            ConditionalFee(
                work_type="personal_injury", success="the other side pays you damages", uplift=Decimal(100),
                share=Decimal(25), if_lost="you pay us no charges", agreement="Our conditional fee agreement",
            ),
            paying=against, on_account=None, own={"other_side": "Moor Haulage", "happened_on": "2 March 2026"},
        ),
        "business": letter(
            "business", "Retainer, Calder Joinery Limited", "to advise your business through the year",
            RetainerFee(amount=Decimal(400), per="month", includes="your questions by call and email"),
            cost_lines=_FEE, mlr_in_scope=True, client_is_consumer="no",
        ),
        "survey": letter(
            "survey", "Survey of 27 Quarry Mount", "to inspect 27 Quarry Mount and report to you", FixedFee(),
            cost_lines=_FEE, property_address="27 Quarry Mount", client_money=False, money_moves=False, preset="rics",
            on_account=None, objectives="", weeks=(2, 4),
            redress=replace(purchase.redress, code="tpo", limit_from_act=None),
            scope_in=("inspect what can be seen", "report on its condition"), scope_out=("lifting floors",),
        ),
        "lettings": letter(
            "lettings", "Letting of 4 Mill Row", "to let 4 Mill Row for you",
            PercentageFee(rate=Decimal(8), of="the rent of the year"), cost_lines=_FEE, preset="tpo",
            redress=replace(purchase.redress, code="tpo"),
            property_address="4 Mill Row", on_account=None, objectives="",
            scope_in=("advertise the home", "check who the tenant is"), scope_out=("repairs", "a claim in court"),
        ),
    }  # fmt: skip


def others(purchase: CareLetter, works: Mapping[str, CareLetter]) -> tuple[CareLetter, ...]:
    """Return letters for the values of triggers that no standard letter above shows."""
    dispute, family, employment = works["disputes"], works["family"], works["employment"]
    business, survey, lettings = works["business"], works["survey"], works["lettings"]
    return (
        replace(purchase, transaction="sale", work_type="residential_sale", weeks=None, fee=None, preset="scot",
                redress=replace(purchase.redress, code="slcc")),
        replace(dispute, fee=DamagesFee(
            rate=Decimal(30), cap=Decimal(30), expenses="you pay the court fee",
            alternatives="by the hour, or insurance",
        ), preset="ni", redress=replace(purchase.redress, code="scc_ni"),
           paying=replace(dispute.paying, funding="unknown"), extras=Extras(financial="unknown")),
        replace(dispute, paying=replace(
            dispute.paying, funding="legal_expenses", insurer="Fellside Legal Cover, 00123",
            insured_up_to=Decimal(50000), insurer_asks="its consent before a claim",
        ), work=replace(
            dispute.work, options="a letter before a claim, mediation or a claim now. We advised the letter first",
        ), extras=Extras(key_dates=(KeyDate("the last day to begin the claim", date(2027, 5, 14)),))),
        replace(family, fee=LegalAidFee(contribution=Decimal(40), charge="part of what you win or keep"),
                paying=replace(family.paying, funding="legal_aid"), client_is_consumer="unknown",
                contract_formation="unknown", work=replace(family.work, contact_rules=(), check_in=""),
                extras=Extras(interpreter="Yoruba interpreter", cover="Beth Lowe"), adjustments=("longer calls",)),
        replace(family, fee=LegalAidFee(contribution=Decimal(0), charge="part of what you win or keep"),
                paying=replace(family.paying, funding="legal_aid"), preset="scot",
                redress=replace(purchase.redress, code="slcc")),
        replace(employment, third_party="Nkechi Adeyemi", payer="Kiln Bakery", contract_formation="distance",
                paying=replace(employment.paying, funding="third_party", payer="Kiln Bakery"), early_start_asked=True,
                cancelling=Cancelling(made_on=date(2026, 11, 23), early_start_how="your e-mail of 23 November 2026")),
        replace(works["personal_injury"], extras=Extras(
            reply_needed="your answer to any offer, in writing", attorney="attorney of Ada Adeyemi")),
        replace(business, referral="Calder Homes told you about us.",
                quoted=Quoted(date(2026, 11, 20), "£800 plus VAT, fixed", Decimal(60), "Two more contracts"),
                extras=Extras(
                    commission="about £50 from an insurer", financial="yes", liability_limit=Decimal(3000000),
                    conflict="We act for you and for Calder Homes, in the same lease",
                    barrier="Different people act for them, in a room of their own")),
        replace(survey, contract_formation="distance", paying=Paying(contentious="unknown", others_costs=_OTHERS)),
        replace(lettings, contract_formation="off_premises", extras=Extras(financial="yes")),
    )  # fmt: skip
