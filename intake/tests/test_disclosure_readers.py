"""Whoever may not read why a check is in doubt finds no letter about it among what leaves the house (decisions 24)."""

import pytest

from intake.tests.factories import NOON, check, compliance
from outbox.models import CONFLICT_LETTER, Channel, Message
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


def test_its_messages_are_read_and_posted_by_those_who_decide_checks_and_nobody_else() -> None:
    helen, lawyer = compliance(), compliance(given="Dora")
    matter = check().matter
    matter.fee_earner = lawyer
    matter.save(update_fields=["fee_earner"])
    made = Message.objects.create(
        key="disclosure:1:letter",
        kind=CONFLICT_LETTER,
        channel=Channel.PRINT,
        to_address="5 Kiln Street",
        to_name="Them",
        subject="Our reference",
        matter=matter,
        owner=helen,
        created_at=NOON,
        next_attempt_at=NOON,
    )
    readers = {
        "another checker": compliance(given="Olga"),
        "another lawyer": factories.user(),
        "a head": factories.user(Role.HEAD),
        "administrator": factories.user(Role.ADMINISTRATOR),
        "secretary": factories.user(Role.SECRETARY),
        "who would do it and decides": lawyer,
    }

    found = {
        name: [
            made in Message.objects.visible_to(user),
            made in Message.objects.on_paper_for(user),
        ]
        for name, user in readers.items()
    }

    assert found == dict.fromkeys(readers, [False, False]) | {
        "another checker": [True, True],
        "a head": [False, True],  # reads the post tray only with that permission
    }
