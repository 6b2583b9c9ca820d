"""What a voicemail says when somebody cannot take a call: when they ring back, and never why (domain 5.8, D03, D12)."""

from dataclasses import dataclass

WORDS_A_MINUTE = 150
FEWEST_WORDS, MOST_WORDS = 50, 75  # twenty to thirty seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicemailFacts:
    """
    What is put in. ``returns``: "between 2 and 4". ``helper``, ``helper_line``: who helps now, both empty if nobody.

    ``closed``: the next day that the office is shut for, "" if none is near.
    """

    name: str
    firm: str
    returns: str
    desk_line: str
    helper: str = ""
    helper_line: str = ""
    closed: str = ""


def voicemail(facts: VoicemailFacts) -> str:
    """Write the text to read out; what matters less is left out where it would grow too long."""
    needed = [
        f"You have reached {facts.name} at {facts.firm}. I cannot take your call now.",
        f"I return calls {facts.returns}.",
        "Please leave your name, spelled out, your number, slowly, your matter and the best time to ring you.",
        f"If it is urgent, ring {facts.desk_line} and say so.",
    ]
    wanted = [
        f"For help now, ring {facts.helper} on {facts.helper_line}." if facts.helper and facts.helper_line else "",
        f"We are closed on {facts.closed}." if facts.closed else "",
        "Please leave nothing private.",
        "Complaining to us is free.",
        "Another client's call is never interrupted for yours, nor yours for theirs.",
    ]
    text = " ".join(needed)
    for sentence in filter(None, wanted):
        if count_words(f"{text} {sentence}") <= MOST_WORDS:
            text = f"{text} {sentence}"
    return text


def count_words(text: str) -> int:
    """Count words as they are read out; a telephone number counts by its groups."""
    return len(text.split())


def seconds_of(text: str) -> int:
    return round(count_words(text) * 60 / WORDS_A_MINUTE)


def is_right_length(text: str) -> bool:
    return FEWEST_WORDS <= count_words(text) <= MOST_WORDS
