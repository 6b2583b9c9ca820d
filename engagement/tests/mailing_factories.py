"""The smallest honest letter to many clients, and the people who make and release it."""

from datetime import datetime
from typing import Any

from engagement.models import Mailing
from engagement.rules.mailings import MailingKind
from engagement.services import mailings
from engagement.services.mailings import Selection, Words
from engagement.tests import factories
from practice.models import User
from practice.permissions import Role
from practice.tests import factories as firm

NOW: datetime = factories.NOW
WORDS: dict[str, Any] = {
    "kind": MailingKind.OWN_WORDS,
    "title": "Ombudsman, autumn",
    "reason": "The ombudsman has moved",
    "heading": "The ombudsman has a new address",
    "changes": "The Legal Ombudsman has moved to Edward House.\n\nIts telephone number stays as it is.",
    "todo": "Keep this letter with the first one.",
}


def secretary() -> User:
    return firm.user(Role.SECRETARY, given="Sam", family="Sorter")


def compliance() -> User:
    return firm.user(Role.COMPLIANCE, given="Karl", family="Keeper", department=None)


def made(by: User | None = None, *, selection: Selection | None = None, **words: Any) -> Mailing:
    return mailings.make_mailing(
        words=Words(**{**WORDS, **words}), selection=selection or Selection(), by=by or secretary(), now=NOW
    )


def tried(mailing: Mailing, *, by: User | None = None) -> Mailing:
    return mailings.try_mailing(mailing_id=mailing.pk, by=by or mailing.made_by, now=NOW)


def released(mailing: Mailing, *, by: User | None = None) -> Mailing:
    """Take a mailing through dry run, request and a second person."""
    ready = tried(mailing)
    asked = mailings.ask_release(mailing_id=mailing.pk, seen=ready.version, by=mailing.made_by, now=NOW)
    return mailings.release_mailing(mailing_id=mailing.pk, seen=asked.version, by=by or compliance(), now=NOW)
