"""Promised calls: who rings whom and when, what was tried, and the diary that keeps two from one time."""

from callbacks.models.cadence import CadenceVersion
from callbacks.models.calls import (
    Action,
    Attempt,
    Callback,
    CallbackQuerySet,
    Fact,
    PutThrough,
    Relation,
    Subject,
    Urgency,
)
from callbacks.models.checkins import ExpectedCall, ExpectedCallStage
from callbacks.models.diary import Block, BlockKind, DayWindow, DiaryEntry, EntryState, span_ends
from callbacks.models.feeds import CalendarFeed, Shows
from callbacks.models.hard import CallerFlag, HardCall, Manner
from callbacks.models.promises import CallbackStage, CallbackStageQuerySet, Promise, PromiseQuerySet
from callbacks.models.said import HandbookRead, VoicemailText
from callbacks.models.visits import Room, Visit, VisitQuerySet

__all__ = [
    "Action",
    "Room",
    "Visit",
    "VisitQuerySet",
    "CalendarFeed",
    "Shows",
    "Attempt",
    "Block",
    "BlockKind",
    "CadenceVersion",
    "Callback",
    "CallbackQuerySet",
    "CallbackStage",
    "CallbackStageQuerySet",
    "CallerFlag",
    "DayWindow",
    "DiaryEntry",
    "EntryState",
    "ExpectedCall",
    "ExpectedCallStage",
    "Fact",
    "HardCall",
    "Manner",
    "HandbookRead",
    "Promise",
    "PromiseQuerySet",
    "PutThrough",
    "Relation",
    "Subject",
    "Urgency",
    "VoicemailText",
    "span_ends",
]
