"""Client care letters and copies, what clients say to them, letters to many, instructions, and what matters cost."""

from engagement.models.acceptance import (
    Acceptance,
    AcceptanceStage,
    ClientRequest,
    CostAgreement,
    CostDecline,
    CostRequest,
    CostStage,
    Decline,
    No,
    Request,
    Yes,
)
from engagement.models.agreements import SideAgreement
from engagement.models.bill_lists import BillList, BillListRow
from engagement.models.cost_updates import CostUpdate, CostUpdateCopy
from engagement.models.costs import Bill, CostWarning, UnbilledNote
from engagement.models.instructions import Instruction, InstructionRule, InstructionUpdate
from engagement.models.letters import Letter, LetterCopy, LetterQuerySet
from engagement.models.mailings import Mailing, MailingRow, MailingTerms

__all__ = [
    "Acceptance",
    "AcceptanceStage",
    "Bill",
    "BillList",
    "BillListRow",
    "ClientRequest",
    "CostAgreement",
    "CostDecline",
    "CostRequest",
    "CostStage",
    "CostUpdate",
    "CostUpdateCopy",
    "CostWarning",
    "Decline",
    "Instruction",
    "InstructionRule",
    "InstructionUpdate",
    "Letter",
    "LetterCopy",
    "LetterQuerySet",
    "Mailing",
    "MailingRow",
    "MailingTerms",
    "UnbilledNote",
    "No",
    "Request",
    "SideAgreement",
    "Yes",
]
