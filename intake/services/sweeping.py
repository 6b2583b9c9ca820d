"""The sweep of new names: each is held against all open matters once, and what comes near is somebody's task."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from intake.models import ConflictPolicy, NameSource, SweptName
from intake.people import deciders, who_answers
from intake.sweeping import NewName, Pair, new_names, pairs_of
from practice.models import Matter, Party, User
from practice.office import local_date
from practice.permissions import Role
from practice.services.tasks import give_task

BATCH = 500  # names a run: a large import takes its turn, and no transaction is long
_log = logging.getLogger(__name__)


def sweep_new_names(*, now: datetime) -> int:
    """
    Hold the next batch of new names against all open matters; return how many were swept.

    A batch that fails is repeated name by name, so that one bad row stops nobody (decisions B7).
    """
    names = new_names(BATCH)
    if not names:
        return 0
    try:
        _sweep(names, now=now)
    except Exception:
        _log.exception("A batch of new names failed; taking them one by one")
        return sum(_swept_alone(name, now=now) for name in names)
    return len(names)


def _swept_alone(name: NewName, *, now: datetime) -> bool:
    try:
        _sweep([name], now=now)
    except Exception:
        _log.exception("New name %s %s could not be swept", name.source, name.row)
        return False
    return True


@transaction.atomic(durable=True)
def _sweep(names: Sequence[NewName], *, now: datetime) -> None:
    """Give the tasks and note the names in one step: a run that dies has done nothing, two at once give one task."""
    policy = (ConflictPolicy.objects.first() or ConflictPolicy()).as_rules()
    for pair in pairs_of(names, policy=policy):
        _tell(pair, now=now)
    _note(names, now=now)


@transaction.atomic(durable=True)
def take_as_met(*, now: datetime) -> None:
    """Note every new name and tell nobody: for history that is told again, whose checks were those of its time."""
    while names := new_names(BATCH):
        _note(names, now=now)


def _note(names: Sequence[NewName], *, now: datetime) -> None:
    SweptName.objects.bulk_create(
        [SweptName(source=name.source, row=name.row, swept_at=now) for name in names], ignore_conflicts=True
    )


def _tell(pair: Pair, *, now: datetime) -> None:
    """
    Ask whoever decides checks, in words that they may read: what stands behind a wall is called restricted.

    Of a restricted matter only compliance hears, and not somebody whom its barrier names outside.
    """
    matter = pair.near.matter
    not_asked = {matter.fee_earner_id} | {pk for pk in [pair.name.staff] if pk}
    owner = _compliance_for(matter, not_asked) if matter.is_restricted else _decider(not_asked)
    hides_name = pair.name.source == NameSource.PARTY and not _may_see(owner, pair.name.thing)
    if hides_name and not matter.is_restricted:
        owner = _compliance_for(matter, not_asked)
        hides_name = not _may_see(owner, pair.name.thing)
    new = "A restricted name" if hides_name else f"{pair.name.text} ({_from(pair.name)})"
    if matter.is_restricted:
        title, url = f"{new} is near a restricted matter: ask its people", _page_of(pair.name, hides_name)
    else:
        role = pair.near.get_role_display().lower()
        title = f"{new} is near {pair.near.party}, {role} in {matter.reference_or_stage}: {pair.why.lower()}"
        url = reverse("matter", args=[matter.pk])
    give_task(
        key=pair.key,
        owner=owner,
        title=title,
        url=url,
        due_on=local_date(matter.department.office, now),
        now=now,
        matter=matter,
    )


def _decider(not_asked: Collection[int]) -> User:
    """Return who decides checks, but for whoever does the work or has the interest; in a firm of one, who there is."""
    return (deciders(without=not_asked) or deciders(without=()))[0]


def _compliance_for(matter: Matter, not_asked: set[int]) -> User:
    """Return a compliance officer whom nothing bars and who stands not outside the wall; else who answers inside."""
    barred = matter.outside_ids() | not_asked
    found = User.objects.with_role(Role.COMPLIANCE).exclude(pk__in=barred).order_by("pk").first()
    return found or who_answers(matter, without=not_asked)


def _may_see(user: User, party_id: int) -> bool:
    return Party.objects.visible_to(user).filter(pk=party_id).exists()


def _from(name: NewName) -> str:
    return {
        NameSource.PARTY: "new on record",
        NameSource.ENQUIRY: "new enquiry",
        NameSource.INTEREST: "own interest of staff",
    }[name.source]


def _page_of(name: NewName, is_hidden: bool) -> str:
    if is_hidden:
        return reverse("conflicts")
    if name.source == NameSource.INTEREST:
        return reverse("conflict_interests")
    return reverse("client" if name.source == NameSource.PARTY else "intake:detail", args=[name.thing])
