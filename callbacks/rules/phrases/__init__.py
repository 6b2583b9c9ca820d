"""When a call would suit, in the caller's own words: read, asked about, or refused; never guessed (domain 5.2)."""

from callbacks.rules.phrases.book import DayPart, PhraseBook
from callbacks.rules.phrases.reader import read_phrase
from callbacks.rules.phrases.reading import NotRead, Question, Reading

__all__ = ["DayPart", "NotRead", "PhraseBook", "Question", "Reading", "read_phrase"]
