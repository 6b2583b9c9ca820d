"""
The facts a letter is made from. A feature fills one of these in; nothing else reaches the wording.

A field of None is a question nobody has answered yet: the page shows it as a gap with a link to the question, and the
letter cannot be issued (decisions 15). `context()` turns the facts into plain words, which is what Liquid sees and
what the fact snapshot keeps.
"""

from wording.facts.care import Action, CareLetter, CostLine, Quoted, Step
from wording.facts.common import Addressee, Firm, Person, Procedure, Redress, Sheet
from wording.facts.complaint import ComplaintLetter, Head, Promise
from wording.facts.conflict import DisclosureLetter
from wording.facts.enquiry import NonEngagement
from wording.facts.firmwide import ProcedureText, Terms
from wording.facts.notice import ClientNotice
from wording.facts.plain import Facts, gap

__all__ = [
    "Action",
    "Addressee",
    "CareLetter",
    "ClientNotice",
    "ComplaintLetter",
    "CostLine",
    "DisclosureLetter",
    "Facts",
    "Firm",
    "Head",
    "NonEngagement",
    "Person",
    "Procedure",
    "ProcedureText",
    "Promise",
    "Quoted",
    "Redress",
    "Sheet",
    "Step",
    "Terms",
    "gap",
]
