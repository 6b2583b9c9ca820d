"""
Facts of a client care letter for any kind of work (decisions 15-22, domain.md 2.9).

`letter` holds them together, `work` what is done and who pays, `fees` how we charge, `costs` what it comes to.
"""

from wording.facts.care.costs import Certainty, CostLine, Quoted, Treatment
from wording.facts.care.fees import (
    FEES,
    CappedFee,
    ConditionalFee,
    DamagesFee,
    Fee,
    FixedFee,
    HourlyFee,
    LegalAidFee,
    PercentageFee,
    Rate,
    RetainerFee,
)
from wording.facts.care.letter import Action, CareLetter, Formation, Step
from wording.facts.care.work import (
    OWN_FACTS,
    Cancelling,
    Enclosed,
    Extras,
    Funding,
    KeyDate,
    Paying,
    Work,
    YesNoUnknown,
)

__all__ = [
    "FEES",
    "OWN_FACTS",
    "Action",
    "Cancelling",
    "CappedFee",
    "CareLetter",
    "Certainty",
    "ConditionalFee",
    "CostLine",
    "DamagesFee",
    "Enclosed",
    "Extras",
    "Fee",
    "FixedFee",
    "Formation",
    "Funding",
    "HourlyFee",
    "KeyDate",
    "LegalAidFee",
    "Paying",
    "PercentageFee",
    "Quoted",
    "Rate",
    "RetainerFee",
    "Step",
    "Treatment",
    "Work",
    "YesNoUnknown",
]
