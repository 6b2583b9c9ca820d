"""What comes newer with the product beside the firm's own words, and clauses that are to be looked at again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from practice.actors import SYSTEM
from practice.errors import Refusal
from practice.journal import history_of
from practice.models import Task, User
from wording import changes, deciding, library, loading, reviewing
from wording.changes import ChangeStage, Source
from wording.models import Clause, ClauseVersion
from wording.publishing import CLAUSE
from wording.tests.proposing import NOW, asked, publish, said_at

pytestmark = pytest.mark.django_db
_READ = library.read  # before a test puts another in its place


@pytest.fixture
def reload(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], loading.Loaded]:
    """Load what ships once more, with other words for the clause."""

    def load(body: str) -> loading.Loaded:
        shipped = _READ()
        changed = {**shipped.clauses, "costs_basis": replace(shipped.clauses["costs_basis"], body=body)}
        monkeypatch.setattr(library, "read", lambda: library.Library(changed, shipped.templates))
        return loading.load_wording.__wrapped__(by=SYSTEM, now=NOW)  # type: ignore[attr-defined,no-any-return]

    return load


def test_what_comes_newer_with_the_product_is_offered_beside_the_firms_own_words_once(
    clause: Clause, writer: User, partner: User, reload: Callable[[str], loading.Loaded]
) -> None:
    publish(asked(clause, writer), partner)
    shipped = "We write with a new figure before any extra work. We promise."

    first, again = reload(shipped), reload(shipped)

    assert (first.clauses, first.offered, again.offered) == (0, ("costs_basis",), ())
    assert said_at(NOW)
    offer = clause.drafts.get(source=Source.PRODUCT)
    with pytest.raises(changes.StepNotAllowed):
        deciding.send_back(of=CLAUSE, draft_id=offer.pk, comment="No.", seen=1, by=partner, now=NOW)
    deciding.withdraw(of=CLAUSE, draft_id=offer.pk, seen=1, by=partner, now=NOW)
    assert reload(shipped).offered == ()
    assert reload(f"{shipped} Twice.").offered == ("costs_basis",)
    newest = clause.drafts.get(source=Source.PRODUCT, stage=ChangeStage.ASKED)
    taken = publish(newest, partner, now=NOW + timedelta(hours=1))
    assert (taken.source, taken.written_by, taken.approved_by) == (Source.PRODUCT, None, partner)
    assert reload(f"{shipped} Twice.").clauses == 0


def test_own_words_that_fail_after_an_update_are_named_and_become_a_task(
    clause: Clause, writer: User, partner: User, reload: Callable[[str], loading.Loaded]
) -> None:
    version = publish(asked(clause, writer), partner)
    ClauseVersion.objects.filter(pk=version.pk).update(body="{{ firm.fax }} a new figure before any extra work.")

    loaded = [reload(_READ().clauses["costs_basis"].body) for _ in range(2)]

    assert [one.unfit for one in loaded] == [("costs_basis",), ("costs_basis",)]
    mend = Task.objects.filter(done_at=None, title__startswith="Mend the clause")
    assert {task.owner for task in mend} == {writer, partner}


def test_a_clause_that_is_due_is_asked_for_once_and_settled_when_it_is_still_right(
    clause: Clause, writer: User
) -> None:
    Clause.objects.filter(code__in=["costs_basis", "complaints"]).update(review_on=date(2026, 11, 20))

    assert [reviewing.ask_for_reviews(now=NOW) for _ in range(2)] == [1, 0]
    task = Task.objects.get(done_at=None)
    assert (task.owner, task.title) == (writer, "Look again at 2 clauses")
    for code in ("costs_basis", "complaints"):
        one = Clause.objects.get(code=code)
        with pytest.raises(Refusal):
            reviewing.note_reviewed(clause_id=one.pk, review_on=date(2026, 11, 24), by=writer, now=NOW)
        reviewing.note_reviewed(clause_id=one.pk, review_on=date(2027, 5, 3), by=writer, now=NOW)

    assert not Task.objects.filter(done_at=None).exists()
    assert history_of(clause)[0].event == "clause.reviewed"
