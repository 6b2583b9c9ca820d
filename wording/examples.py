"""
Letters of invented people, one or more of each kind: every clause is tried on them before it may be loaded.

They belong to no client and go to nobody. Tests build on them too.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from wording import examples_of_costs, examples_of_notices, examples_of_work
from wording.facts import (
    Action,
    Addressee,
    CareLetter,
    ClosingLetter,
    ComplaintLetter,
    CostLine,
    DisclosureLetter,
    Facts,
    Firm,
    Head,
    NonEngagement,
    Person,
    Procedure,
    ProcedureText,
    Promise,
    Redress,
    Sheet,
    Step,
    Terms,
)
from wording.facts.care import FixedFee
from wording.facts.plain import Context
from wording.rules import Triggers

FIRM = Firm(
    name="Hartley & Vane LLP",
    descriptor="Solicitors",
    address="14 Cloth Hall Row\nLeeds LS1 0ZZ",
    phone="0113 496 0100",
    email="care@hartleyvane.example",
    website="hartleyvane.example",
    legal_form="limited liability partnership",
    registration="Registered in England and Wales, OC000456",
    vat_number="GB 000 7890 12",
    regulator_name="Solicitors Regulation Authority",
    regulator_number="000123",
    regulator_url="sra.org.uk",
    status_sentence=(
        "Hartley & Vane LLP is authorised and regulated by the Solicitors Regulation Authority, number 000123."
    ),
)
AMARA = Person("Amara Okafor", "solicitor", "0113 496 0121", "a.okafor@hartleyvane.example")
BETH = Person("Beth Lowe", "secretary", "0113 496 0122", "b.lowe@hartleyvane.example", does="helps")
SIOBHAN = Person(
    "Siobhan Keane", "head of residential property", "0113 496 0120", "s.keane@hartleyvane.example", does="supervises"
)
GARETH = Person("Gareth Lindqvist", "head of private client", "0113 496 0140", "g.lindqvist@hartleyvane.example")
ELEANOR = Person("Eleanor Vane", "managing partner", "0113 496 0101", "e.vane@hartleyvane.example")
OMBUDSMAN = Redress(
    code="leo",
    name="Legal Ombudsman",
    address="PO Box 6167\nSlough SL1 0EH",
    phone="0300 555 0333",
    email="enquiries@legalombudsman.org.uk",
    website="legalombudsman.org.uk",
    limit_from_final="6 months",
    limit_from_act="1 year",
)
PROCEDURE = Procedure(
    version=7,
    in_force_from=date(2026, 6, 19),
    acknowledge="3 days",
    outcome="10 working days",
    review_window="20 working days",
    review="10 working days",
    eight_weeks="8 weeks",
    progress="10 working days",
    contact=SIOBHAN,
    reviewer=ELEANOR,
)
VAT = Decimal("0.20")
PURCHASE = CareLetter(
    sheet=Sheet(
        firm=FIRM,
        to=Addressee("Mr Joseph Adeyemi", "9 Ashlar Terrace\nLeeds LS11 0ZZ", "Mr Adeyemi"),
        date_on=date(2026, 11, 24),
        reference="RP-26-0447",
        signed_by=AMARA,
        notes=("Letter 1, version 3",),
    ),
    transaction="purchase",
    property_address="27 Quarry Mount, Leeds",
    price=Decimal(312_500),
    mortgage=True,
    other_clients=("Nkechi Adeyemi",),
    objectives="We want to be in before the spring, and to know where we are each week.",
    lead=AMARA,
    others=(BETH, SIOBHAN),
    calls_returned="between 2 and 4",
    calls_and_emails="included",
    calls_rate=None,
    cost_lines=(
        CostLine("Our fee", "us", "our_charge", "fixed", Decimal(1450), VAT, "our service"),
        CostLine("Bank transfers", "us", "our_charge", "fixed", Decimal(30), VAT, "our service"),
        CostLine("Searches for our advice", "us", "our_charge", "estimate", Decimal(265), VAT, "we use them to advise"),
        CostLine("Identity checks, two", "us", "our_charge", "fixed", Decimal(20), VAT, "our own duty"),
        CostLine(
            "Registration", "HM Land Registry", "paid_for_you", "estimate", Decimal(150), None, "the clients’ own fee"
        ),
        CostLine(
            "Stamp duty land tax", "HMRC", "paid_for_you", "assumption", Decimal(5625), None, "the clients’ own tax",
            is_tax=True,
            assumes="neither of you will own another home anywhere and that one of you has owned one before",
        ),
    ),
    cost_changes="A defective title, a gifted deposit or a second lender",
    on_account=Decimal(354),
    on_account_for="searches and transfers",
    weeks=(10, 14),
    steps=(
        Step("Contract papers arrive", date(2026, 12, 1), date(2026, 12, 15), "the seller’s solicitor"),
        Step("Our report to you", date(2027, 1, 8), date(2027, 1, 29), "searches, your lender"),
        Step("Exchange: you are committed", date(2027, 1, 26), date(2027, 2, 23), "the whole chain"),
        Step("Completion: you get the keys", date(2027, 2, 2), date(2027, 3, 2), "the date all agree"),
    ),
    updates="Every Monday by 5 pm, by e-mail",
    replies_within="one working day",
    accept_by=date(2026, 12, 8),
    actions=(
        Action(
            "send proof of your deposit",
            "three months of statements that show the £46,875 deposit and where it came from.",
            date(2026, 12, 4),
        ),
    ),
    cdd_outstanding=("Nkechi Adeyemi’s identity",),
    terms_version=14,
    procedure=PROCEDURE,
    redress=OMBUDSMAN,
    client_is_consumer="yes",
    contract_formation="on_premises",
    help_from=BETH,
    fee=FixedFee(),
)  # fmt: skip
WORKS = examples_of_work.of_work(PURCHASE)
COMPLAINT = ComplaintLetter(
    sheet=Sheet(
        firm=FIRM,
        to=Addressee("Mr Colin Fairbrother", "22 Wharf Lane\nLeeds LS9 0ZZ", "Mr Fairbrother"),
        date_on=date(2026, 11, 16),
        reference="C-26-031",
        signed_by=GARETH,
        notes=("By e-mail and post",),
        enclosures=("complaints procedure, version 7, in force from 19 June 2026",),
    ),
    received_on=date(2026, 11, 12),
    received_as="your e-mail of Thursday 12 November, which reached us at 6.10 pm",
    handler=GARETH,
    procedure=PROCEDURE,
    redress=OMBUDSMAN,
    eight_weeks_on=date(2027, 1, 7),
    independence="I have not worked on your sister’s estate",
    heads=(
        Head(
            "The bill is £1,340 over the estimate, and nobody told you before it was sent.",
            "We uphold this.",
            "The estimate was passed on 2 October.\n\nNobody wrote to you before the bill. We should have.",
        ),
        Head("You rang four times and were called back twice.", "We uphold this in part.", "Two calls have no record."),
        Head("The firm slowed down the sale of the house.", "We do not uphold this.", "The buyer’s lender was late."),
    ),
    wishes="the estimate kept to, and an apology.",
    late_words="You should have heard from us by Sunday 15 November: I am sorry that this letter is a day late.",
    work_words="our work on the estate",
    reviewer=ELEANOR,
    reviewer_independence="I have not worked on your sister’s estate, nor on the first answer",
    outcome_due_on=date(2026, 11, 26),
    review_by_on=date(2026, 12, 24),
    review_due_on=date(2027, 1, 6),
    review_asked_on=date(2026, 12, 18),
    apology="I am sorry that nobody told you in time.",
    actions=(Promise("We take £1,340 off the bill", date(2026, 12, 3)),),
    remedy="We offer £150 for the trouble this gave you.",
    remedy_accept="Write, ring or e-mail to accept; the offer stays open.",
    redress_last_on=date(2027, 5, 26),
    redress_act_last_on=date(2027, 10, 2),
    why_late="The buyer’s lender has not answered our questions.",
    new_date_on=date(2027, 1, 21),
    done_so_far="We have read the whole file and spoken to everyone who worked on it.",
    agreed=(Promise("We take £1,340 off the bill", date(2026, 12, 3)),),
)
TERMS = Terms(
    firm=FIRM,
    version=14,
    in_force_from=date(2026, 11, 2),
    insurer="Fellside Professional Insurance",
    insurer_contact="Fell Street, Kendal LA9 0ZZ",
    insured_territory="England and Wales",
    privacy_url="hartleyvane.example/privacy",
    procedure=PROCEDURE,
    redress=OMBUDSMAN,
)
_SCHEMES = {"tpo": "tpo", "rics": "tpo", "scot": "slcc", "ni": "scc_ni"}
_REGULATORS = {
    "tpo": ("The Property Ombudsman", "tpos.co.uk", "Our property division is a member of The Property Ombudsman."),
    "rics": ("Royal Institution of Chartered Surveyors", "rics.org", "Our surveyors are regulated by the RICS."),
    "scot": ("Law Society of Scotland", "lawscot.org.uk", "We are regulated by the Law Society of Scotland."),
    "ni": (
        "Law Society of Northern Ireland",
        "lawsoc-ni.org",
        "We are regulated by the Law Society of Northern Ireland.",
    ),
}
TERMS_OF_PRESETS: Mapping[str, Terms] = {
    "standard": TERMS,
    **{
        preset: replace(
            TERMS,
            preset=preset,
            firm=replace(FIRM, regulator_name=name, regulator_url=site, status_sentence=said),
            redress=replace(OMBUDSMAN, code=scheme),
            client_money=preset != "rics",
        )
        for preset, scheme in _SCHEMES.items()
        for name, site, said in [_REGULATORS[preset]]
    },
}
CLOSED = ClosingLetter(
    sheet=replace(PURCHASE.sheet, notes=(), date_on=date(2027, 3, 12)),
    about="the purchase of 27 Quarry Mount",
    result="The home is yours, and it is registered in your names",
    papers="the old deeds",
    left_to_do=("tell your insurer that you have moved in",),
    money="£125",
    procedure=PROCEDURE,
    redress=OMBUDSMAN,
    reminders=("the end of the fixed mortgage rate on Monday 1 March 2032",),
)
PUBLISHED = ProcedureText(firm=FIRM, procedure=PROCEDURE, redress=OMBUDSMAN)

DECLINED = NonEngagement(
    sheet=Sheet(
        firm=FIRM,
        to=Addressee("Ms Orla Devlin", "5 Kiln Street\nLeeds LS9 0ZZ", "Ms Devlin"),
        date_on=date(2026, 11, 24),
        reference="E-26-0017",
        signed_by=AMARA,
    ),
    enquired_on=date(2026, 11, 23),
    key_date_on=date(2026, 12, 18),
    key_date_label="Answer to the claim form",
)

CONFLICT = DisclosureLetter(
    sheet=Sheet(
        firm=FIRM,
        to=Addressee("Brightwater Joinery Ltd", "5 Kiln Street\nLeeds LS9 0ZZ", "Ms Bright"),
        date_on=date(2026, 11, 24),
        reference="CC-26-0017",
        signed_by=AMARA,
    ),
    about="the purchase of a plot at Kiln Street",
    capacity="director of Brightwater Joinery Ltd",
    disclosed="We act for another client who wants to buy the same plot.",
    risks="We cannot tell you what they bid, nor them what you bid.",
    safeguards="Two teams work on the two bids. Neither sees the papers of the other.",
)

CHANGED = examples_of_notices.to_many(PURCHASE)
DEARER = examples_of_costs.of_purchase(PURCHASE)

_EXAMPLES: Mapping[str, tuple[Facts, ...]] = {
    "care_letter": (PURCHASE, *WORKS.values(), *examples_of_work.others(PURCHASE, WORKS)),
    "complaint": (COMPLAINT, replace(COMPLAINT, remedy="", redress_act_last_on=None)),
    "terms": (*TERMS_OF_PRESETS.values(),),
    "closing": (
        CLOSED,
        *(
            replace(CLOSED, preset=preset, left_to_do=(), papers="", money="", redress=one.redress)
            for preset, one in TERMS_OF_PRESETS.items()
            if one.redress
        ),
    ),
    "procedure": (PUBLISHED,),
    "enquiry": (DECLINED, replace(DECLINED, key_date_on=None)),
    "conflict": (CONFLICT,),
    "cost_update": (DEARER, examples_of_costs.that_is_less(DEARER)),
    "notice": (CHANGED, examples_of_notices.that_asks_nothing(CHANGED)),
}


def contexts() -> Mapping[str, tuple[tuple[Context, Triggers], ...]]:
    """Return the examples of each kind of letter, as the wording sees them."""
    return {kind: tuple((one.context(), one.triggers()) for one in some) for kind, some in _EXAMPLES.items()}
