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
from callbacks.models.diary import Block, BlockKind, DayWindow, DiaryEntry, EntryState, span_ends
from callbacks.models.overrides import Override, UrgentReason
from callbacks.models.promises import CallbackStage, CallbackStageQuerySet, Promise, PromiseQuerySet

__all__ = [
    "Attempt",
    "Block",
    "BlockKind",
    "CadenceVersion",
    "Callback",
    "CallbackQuerySet",
    "CallbackStage",
    "CallbackStageQuerySet",
    "DayWindow",
    "DiaryEntry",
    "EntryState",
    "Fact",
    "Override",
    "Promise",
    "PromiseQuerySet",
    "PutThrough",
    "Subject",
    "Urgency",
    "UrgentReason",
    "span_ends",
]
