"""The firm's nouns, one file each."""

from practice.models.agreed import AgreedStep, Side
from practice.models.barriers import Barrier, BarrierPerson, BrokenGlass, OpenTo, WallSide
from practice.models.calendar import BankHoliday, CalendarHorizon, Closure
from practice.models.calling import CallPolicy
from practice.models.care import CarePlan, CareReminder, ReminderKind, Rhythm
from practice.models.checkins import CheckIn
from practice.models.consents import (
    WAYS_RECORDED,
    WAYS_TO_SHARE,
    ConsentToShare,
    ConsentWay,
    Purpose,
    PurposeConsent,
    Shared,
)
from practice.models.conversations import DifficultConversation
from practice.models.declined import DeclinedNotice
from practice.models.duplicates import PairState, PartyMerge, PartyPair
from practice.models.earlier import EarlierLetter
from practice.models.expectations import Expectation, ExpectationKind
from practice.models.firm import (
    AutomaticMessage,
    DeadlineRule,
    FirmProfile,
    InsurancePolicy,
    JurisdictionProfile,
    Procedure,
    RedressScheme,
    SendMode,
    ServiceStandard,
    Task,
)
from practice.models.gates import Gate, GateKind, GateState
from practice.models.grievances import Grievance
from practice.models.journal import ActorKind, JournalEntry, JournalSeal
from practice.models.kinds import ContactKind, LegalForm, PartyKind, Relationship, TreatedAs
from practice.models.matters import (
    Formed,
    KeyDate,
    Matter,
    MatterMember,
    MatterParty,
    MatterRole,
    MatterStage,
    WorkType,
)
from practice.models.needs import Adjustment, Circumstance, CircumstanceKind, Need
from practice.models.notes import FileNote
from practice.models.organisations import Position, RoleNote, Rung
from practice.models.parties import ContactPoint, Party
from practice.models.party_names import NameKind, PartyName
from practice.models.people import Department, Office, User
from practice.models.prices import PriceLine, PriceOption, PriceTable
from practice.models.properties import MatterProperty
from practice.models.queries import WAYS_TYPED, ClientQuery, QueryWay
from practice.models.quotes import MatterQuote, Quote, QuoteLine, QuoteWay
from practice.models.relations import Relation, RelationKind
from practice.models.running import FormDraft, FormReceipt, Heartbeat, ReferenceCounter, Tries
from practice.models.stages import Outcome, Stage, StageQuerySet
from practice.models.statuses import PartyStatus, StatusKind

__all__ = [
    "WAYS_RECORDED",
    "WAYS_TO_SHARE",
    "ActorKind",
    "Adjustment",
    "AgreedStep",
    "AutomaticMessage",
    "BankHoliday",
    "Barrier",
    "BarrierPerson",
    "BrokenGlass",
    "CalendarHorizon",
    "CallPolicy",
    "CarePlan",
    "CareReminder",
    "Circumstance",
    "CheckIn",
    "CircumstanceKind",
    "ClientQuery",
    "QueryWay",
    "WAYS_TYPED",
    "Closure",
    "ConsentToShare",
    "ConsentWay",
    "ContactKind",
    "ContactPoint",
    "DeadlineRule",
    "DeclinedNotice",
    "Department",
    "EarlierLetter",
    "DifficultConversation",
    "Expectation",
    "ExpectationKind",
    "FileNote",
    "FirmProfile",
    "FormDraft",
    "FormReceipt",
    "Gate",
    "GateKind",
    "GateState",
    "Grievance",
    "Heartbeat",
    "InsurancePolicy",
    "JournalEntry",
    "JournalSeal",
    "JurisdictionProfile",
    "KeyDate",
    "LegalForm",
    "Matter",
    "MatterMember",
    "MatterParty",
    "Formed",
    "MatterProperty",
    "MatterQuote",
    "MatterRole",
    "MatterStage",
    "NameKind",
    "Need",
    "Office",
    "OpenTo",
    "Outcome",
    "PairState",
    "Party",
    "PartyKind",
    "PartyMerge",
    "PartyName",
    "PartyPair",
    "PartyStatus",
    "Position",
    "PriceLine",
    "PriceOption",
    "PriceTable",
    "Procedure",
    "RedressScheme",
    "Purpose",
    "PurposeConsent",
    "Quote",
    "QuoteLine",
    "QuoteWay",
    "ReferenceCounter",
    "Relation",
    "RelationKind",
    "Relationship",
    "RoleNote",
    "Rung",
    "ReminderKind",
    "Rhythm",
    "SendMode",
    "ServiceStandard",
    "Shared",
    "Side",
    "Stage",
    "StageQuerySet",
    "StatusKind",
    "Task",
    "TreatedAs",
    "Tries",
    "User",
    "WallSide",
    "WorkType",
]
