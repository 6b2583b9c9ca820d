"""
The facts a letter is made from. A feature fills one of these in; nothing else reaches the wording.

A field of None is a question nobody has answered yet: the page shows it as a gap with a link to the question, and the
letter cannot be issued (decisions 15). `context()` turns the facts into plain words, which is what Liquid sees and
what the fact snapshot keeps.
"""

from wording.facts.care import (
    FEES,
    OWN_FACTS,
    Action,
    Cancelling,
    CareLetter,
    CostLine,
    Enclosed,
    Extras,
    Fee,
    KeyDate,
    Paying,
    Quoted,
    Step,
    Work,
)
from wording.facts.closing import ClosingLetter
from wording.facts.common import Addressee, Firm, Person, Procedure, Redress, Sheet
from wording.facts.complaint import ComplaintLetter, Head, Promise
from wording.facts.conflict import DisclosureLetter
from wording.facts.cost_update import CostUpdateLetter, PastEstimate
from wording.facts.enquiry import NonEngagement
from wording.facts.firmwide import ProcedureText, Terms
from wording.facts.notice import ClientNotice
from wording.facts.plain import Facts, gap

__all__ = [
    "FEES",
    "OWN_FACTS",
    "Action",
    "Addressee",
    "Cancelling",
    "CareLetter",
    "ClientNotice",
    "ClosingLetter",
    "ComplaintLetter",
    "CostLine",
    "CostUpdateLetter",
    "DisclosureLetter",
    "Enclosed",
    "Extras",
    "Facts",
    "Fee",
    "Firm",
    "Head",
    "KeyDate",
    "NonEngagement",
    "PastEstimate",
    "Paying",
    "Person",
    "Procedure",
    "ProcedureText",
    "Promise",
    "Quoted",
    "Redress",
    "Sheet",
    "Step",
    "Terms",
    "Work",
    "gap",
]
