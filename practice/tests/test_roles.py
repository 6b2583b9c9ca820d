"""Whom we treat as a client without acting for them, and what we told them of our role (domain 4.7, A09)."""

from typing import Any

import pytest

from practice.models import (
    DifficultConversation,
    GateKind,
    GateState,
    JournalEntry,
    Matter,
    MatterParty,
    MatterRole,
    Relationship,
    TreatedAs,
)
from practice.permissions import Role
from practice.reach import NOT_PRIVILEGED, sentence
from practice.services.matters import set_gate
from practice.services.roles import (
    IsAClient,
    NoNoteForThem,
    NotTreatedAsOne,
    explain_role,
    note_conversation,
    treat_as,
)
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
TODAY = NOON.date()


def test_whoever_is_treated_as_a_client_is_named_so_wherever_somebody_makes_contact() -> None:
    wim, by = (
        factories.party("Wim Ward", relationship=Relationship.THIRD_PARTY, voicemail_is_safe=True),
        factories.user(),
    )
    told: dict[str, Any] = {"words": "We prosecute; we are not your lawyer.", "explained_on": TODAY, "explained_by": by}
    with pytest.raises(NotTreatedAsOne):
        explain_role(party_id=wim.pk, **told, by=by, now=NOON)

    made = treat_as(party_id=wim.pk, kind=TreatedAs.WITNESS, by=by, now=NOON)
    explain_role(party_id=wim.pk, **told, by=by, now=NOON)
    after = treat_as(party_id=wim.pk, kind=None, by=by, now=NOON)

    assert (made.relationship, made.treated_as, sentence(made)) == ("pseudo_client", "witness", NOT_PRIVILEGED)
    assert (after.relationship, after.treated_as, sentence(after)) == ("third_party", "", "")
    assert wim.role_notes.get().explained_by == by


def test_a_difficult_conversation_is_read_by_whoever_held_wrote_or_works_on_it_and_journalled_without_a_word() -> None:
    wim, holder, writer = factories.party("Wim Ward"), factories.user(), factories.user()
    matter = factories.matter(client=factories.party("Ada"))
    MatterParty.objects.create(matter=matter, party=wim, role=MatterRole.OTHER)
    said: dict[str, Any] = {"told": "The case ends.", "next_steps": "A letter", "held_on": TODAY, "held_by": holder}
    for kind in (None, TreatedAs.COURT):
        treat_as(party_id=wim.pk, kind=kind, by=writer, now=NOON)
        with pytest.raises(NoNoteForThem):
            note_conversation(party_id=wim.pk, matter=None, **said, by=writer, now=NOON)
    treat_as(party_id=wim.pk, kind=TreatedAs.VICTIM, by=writer, now=NOON)

    alone = note_conversation(party_id=wim.pk, matter=None, **said, by=writer, now=NOON)
    ours = note_conversation(party_id=wim.pk, matter=matter, **said, by=writer, now=NOON)

    read = {
        name: set(DifficultConversation.objects.visible_to(user))
        for name, user in {
            "held": holder, "wrote": writer, "works on it": matter.fee_earner, "colleague": factories.user(),
            "managing partner": factories.user(Role.MANAGING_PARTNER),
        }.items()
    }  # fmt: skip
    assert read == {
        "held": {alone, ours}, "wrote": {alone, ours}, "works on it": {ours}, "colleague": set(),
        "managing partner": set(),
    }  # fmt: skip
    Matter.objects.filter(pk=matter.pk).update(is_restricted=True)
    assert set(DifficultConversation.objects.visible_to(writer)) == set()  # it and they are kept from the writer now
    assert set(DifficultConversation.objects.visible_to(matter.fee_earner)) == {ours}
    entry = JournalEntry.objects.filter(event="conversation.noted").latest("pk")
    assert (entry.facts, entry.party_id, entry.matter_id) == ({}, None, None)


@pytest.mark.parametrize("relationship", [Relationship.CLIENT, Relationship.FORMER, Relationship.INTERNAL_CLIENT])
def test_a_client_stays_one_for_the_checks(relationship: Relationship) -> None:
    with pytest.raises(IsAClient):
        treat_as(
            party_id=factories.party("Wim", relationship=relationship).pk,
            kind=TreatedAs.VICTIM,
            by=factories.user(),
            now=NOON,
        )


def test_whoever_has_a_letter_is_no_pseudo_client_and_a_matter_without_retainer_is_owed_none() -> None:
    wim, by = factories.party("Wim"), factories.user()
    matter = factories.matter(client=wim)
    owed = Matter.objects.owed_a_letter().filter(pk=matter.pk)
    set_gate(matter=matter, kind=GateKind.LETTER, state=GateState.OPEN, because="Issued", now=NOON)
    with pytest.raises(IsAClient):
        treat_as(party_id=wim.pk, kind=TreatedAs.VICTIM, by=by, now=NOON)
    set_gate(matter=matter, kind=GateKind.LETTER, state=GateState.CLOSED, because="Stopped", now=NOON)

    before = owed.exists()
    treat_as(party_id=wim.pk, kind=TreatedAs.VICTIM, by=by, now=NOON)
    without = owed.exists()
    MatterParty.objects.create(matter=matter, party=factories.party("Ann"), role=MatterRole.CLIENT)

    assert (before, without, owed.exists()) == (True, False, True)
