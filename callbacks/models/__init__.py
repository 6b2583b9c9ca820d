"""Promised calls: who rings whom and when, what was tried, and the diary that keeps two from one time."""

from callbacks.models.cadence import CadenceVersion
from callbacks.models.calls import (
    Attempt,
    Callback,
    CallbackQuerySet,
    Fact,
    PutThrough,
    Subject,
    Urgency,
)
from callbacks.models.diary import Block, BlockKind, DiaryEntry, EntryState, span_ends
from callbacks.models.feeds import CalendarFeed, Shows
from callbacks.models.promises import CallbackStage, CallbackStageQuerySet, Promise, PromiseQuerySet

__all__ = [
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
    "DiaryEntry",
    "EntryState",
    "Fact",
    "Promise",
    "PromiseQuerySet",
    "PutThrough",
    "Subject",
    "Urgency",
    "span_ends",
]
