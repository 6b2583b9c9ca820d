"""A client at their letter, by their secure link: no account, no JavaScript; GET and HEAD change nothing (B12)."""

from engagement.public_views.asking import acknowledge, ask, asked, share, unshare
from engagement.public_views.door import code, link, want, wanted
from engagement.public_views.letter import decline, letter, paper

__all__ = [
    "acknowledge",
    "ask",
    "asked",
    "code",
    "decline",
    "letter",
    "link",
    "paper",
    "share",
    "unshare",
    "want",
    "wanted",
]
