"""The order of a template is changed by two people, letters that are issued keep theirs, and the firm's stays."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from practice.actors import SYSTEM
from practice.journal import history_of
from practice.models import Task, User
from wording import arranging, changes, deciding, library, loading, moving, ordering, services
from wording.changes import ChangeStage, Source
from wording.models import Template, TemplateDraft
from wording.ordering import ORDER
from wording.tests.factories import CARE, care_letter
from wording.tests.proposing import NOW

pytestmark = pytest.mark.django_db


def in_force() -> Template:
    return Template.objects.get(code=CARE, in_force_to=None)


def save(by: User, *, out: str = "options", seen: int = 0, on: date | None = None) -> TemplateDraft:
    slots = arranging.take_out(services.version_text(in_force().pk).slots, out)
    return ordering.save_order(
        code=CARE, slots=slots, reason="Nobody reads it.", in_force_on=on, seen=seen, by=by, now=NOW
    )


def asked(by: User, **more: object) -> TemplateDraft:
    draft = save(by, **more)  # type: ignore[arg-type]
    return deciding.ask(of=ORDER, draft_id=draft.pk, seen=draft.draft_version, by=by, now=NOW)


def publish(draft: TemplateDraft, by: User, **more: object) -> Template:
    given = {"draft_id": draft.pk, "seen": draft.draft_version, "by": by, "now": NOW, **more}
    return deciding.publish(of=ORDER, **given)  # type: ignore[arg-type]


def has_options(now: datetime) -> bool:
    made = services.compose(template_code=CARE, facts=care_letter(), now=now, large_print=False)
    return "options" in {slot.clause for slot in made.template.slots}


def test_an_order_that_a_second_person_publishes_stands_in_letters_from_its_day(writer: User, partner: User) -> None:
    draft = asked(writer, on=date(2026, 12, 1))
    assert [task.owner for task in Task.objects.filter(done_at=None)] == [partner]
    with pytest.raises(changes.NotYourOwn):
        publish(draft, writer)

    made = publish(draft, partner)

    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    assert [has_options(midnight - timedelta(seconds=1)), has_options(midnight)] == [True, False]
    assert (made.version, made.source, made.written_by, made.approved_by) == (2, Source.FIRM, writer, partner)
    assert [entry.event for entry in history_of(made)] == ["template.published"]
    assert [entry.event for entry in history_of(draft)] == ["template.publication_asked", "template.proposed"]
    assert not Task.objects.filter(done_at=None).exists()

    ordering.take_back_order(template_id=made.pk, reason="A slip.", by=partner, now=NOW)

    assert has_options(midnight)
    assert publish(asked(writer), partner).version == 3


def test_what_must_be_in_is_kept_as_typed_and_cannot_be_asked_for(writer: User, partner: User) -> None:
    draft = save(writer, out="cancellation")

    with pytest.raises(changes.NotFit, match="“Right to cancel” is mandatory"):
        deciding.ask(of=ORDER, draft_id=draft.pk, seen=1, by=writer, now=NOW)

    draft.refresh_from_db()
    assert (draft.stage, len(draft.slots)) == (ChangeStage.DRAFT, in_force().places.count() - 1)
    with pytest.raises(moving.DraftMoved):
        save(partner)


def test_the_database_keeps_the_firms_order_from_having_one_person_or_no_reason(writer: User) -> None:
    made = publish(asked(writer), writer, alone_because="Alone here.")

    for wrong in ({"alone_because": ""}, {"reason": ""}, {"approved_by": None}):
        with (
            pytest.raises(IntegrityError, match="wording_firms_own_template_has_two_people_and_a_reason"),
            transaction.atomic(),
        ):
            Template.objects.filter(pk=made.pk).update(**wrong)


def test_a_newer_order_of_the_product_is_offered_beside_the_firms_own_once(
    writer: User, partner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert loading.load_wording(by=SYSTEM, now=NOW).templates == 0
    own = publish(asked(writer), partner)
    shipped = library.read()
    newer = replace(shipped.templates[CARE], slots=arranging.take_out(shipped.templates[CARE].slots, "share_time"))
    monkeypatch.setattr(library, "read", lambda: library.Library(shipped.clauses, {**shipped.templates, CARE: newer}))

    offered = [loading.load_wording(by=SYSTEM, now=NOW).offered for _ in range(2)]

    assert offered == [(CARE,), ()]
    must = replace(newer, must_have=(*newer.must_have, "options"))
    monkeypatch.setattr(library, "read", lambda: library.Library(shipped.clauses, {**shipped.templates, CARE: must}))
    assert loading.load_wording(by=SYSTEM, now=NOW).unfit == (CARE,)
    asked_of = {task.owner: task.title for task in Task.objects.filter(key__startswith=f"template:{own.pk}:")}
    assert set(asked_of) == {writer, partner}
    assert "“What we talked about” is mandatory" in asked_of[partner]
    monkeypatch.setattr(library, "read", lambda: library.Library(shipped.clauses, {**shipped.templates, CARE: newer}))
    loading.load_wording(by=SYSTEM, now=NOW)
    assert in_force() == own
    draft = TemplateDraft.objects.get(source=Source.PRODUCT, stage=ChangeStage.ASKED)
    with pytest.raises(changes.StepNotAllowed):
        deciding.send_back(of=ORDER, draft_id=draft.pk, comment="No.", seen=1, by=partner, now=NOW)
    later = NOW + timedelta(minutes=1)
    assert publish(draft, partner, now=later).source == Source.PRODUCT
    assert services.version_text(in_force().pk).slots == newer.slots
    assert loading.load_wording(by=SYSTEM, now=later).templates == 0
