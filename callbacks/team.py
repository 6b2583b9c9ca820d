"""Who may ring instead of somebody: their team, as the matter and they themselves name it (domain D09)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery

from callbacks.models import Attempt, Callback, Promise, PromiseQuerySet
from callbacks.models.calls import OPEN_STAGES
from callbacks.policies import office_of
from callbacks.presets import call_policy_preset
from practice.care import deputy_of
from practice.models import Matter, User

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def helpers_for(owner: User, matter: Matter | None) -> list[tuple[User, str]]:
    """Return who may ring instead, in the order they are offered: of the owner's office, and not behind a barrier."""
    named = [
        (matter.assistant if matter else None, "Assistant on the matter"),
        (owner.substitute, "Deputy"),
        (matter.supervisor if matter else None, "Supervisor"),
    ]
    if matter is not None:
        named[:0] = [(matter.fee_earner, "Their solicitor"), (deputy_of(matter), "Deputy on the matter")]
    found: dict[int, tuple[User, str]] = {}
    for person, why in named:
        if person is not None and person != owner and person.is_active and office_of(person) == office_of(owner):
            found.setdefault(person.pk, (person, why))
    if matter is not None and matter.is_restricted:
        walled = Matter.objects.filter(pk=matter.pk)
        return [(one, why) for one, why in found.values() if not walled.walled_from(one).exists()]
    return list(found.values())


def least_loaded(helpers: Sequence[tuple[User, str]], matter: Matter | None) -> list[tuple[User, str]]:
    """
    Return who may ring instead, whoever has the fewest calls to make in this kind of work first; of those with as many,
    whoever has not rung anybody for longest. Says so with each; one query.
    """
    if len(helpers) < 2:
        return list(helpers)
    here = Q(calls_to_make__stage__in=OPEN_STAGES, calls_to_make__needs_call=True)
    if matter is not None:
        here &= Q(calls_to_make__matter__work_type=matter.work_type)
    rang = Attempt.objects.filter(by=OuterRef("pk")).values("by").annotate(last=Max("at")).values("last")
    people = User.objects.filter(pk__in=[person.pk for person, _ in helpers])
    rows = people.annotate(waiting=Count("calls_to_make", filter=here), rang_at=Subquery(rang))
    loads = {pk: (waiting, rang_at) for pk, waiting, rang_at in rows.values_list("pk", "waiting", "rang_at")}
    ranked = sorted(helpers, key=lambda one: (loads[one[0].pk][0], loads[one[0].pk][1] or _NEVER))
    numbers = [loads[person.pk][0] for person, _ in ranked]
    said = [f"{number} call{'' if number == 1 else 's'} to make" for number in numbers]
    said[0] = f"{'longest since they rang' if numbers[1] == numbers[0] else 'fewest'}: {said[0]}"
    return [(person, f"{why}, {words}") for (person, why), words in zip(ranked, said, strict=True)]


def fallen_to(user: User, now: datetime) -> list[Promise]:
    """Return the promises of colleagues that passed untried: this person may make those calls; the oldest first."""
    mine = (
        Q(adviser__substitute=user)
        | Q(callback__matter__fee_earner=user)
        | Q(callback__matter__assistant=user)
        | Q(callback__matter__supervisor=user)
        | Q(callback__matter__care_plan__deputy=user)
    )
    rows = fallen(now).filter(mine, callback__in=Callback.objects.visible_to(user).to_return()).exclude(adviser=user)
    matter = "callback__matter"
    office = "department__office"
    rows = rows.select_related(
        "callback__caller__only_number",
        f"adviser__{office}",
        f"adviser__substitute__{office}",
        *(f"{matter}__{who}__{office}" for who in ("fee_earner", "assistant", "supervisor", "care_plan__deputy")),
    )
    found = rows.order_by("ends_at", "pk")
    return [one for one in found if any(user == who for who, _ in helpers_for(one.adviser, one.callback.matter))]


def fallen(now: datetime) -> PromiseQuerySet:
    """Return the promises that nobody has tried to keep since they were made, and whose owner's time is over."""
    over = now - timedelta(minutes=call_policy_preset().pool_after_minutes)
    tried = Attempt.objects.filter(callback=OuterRef("callback"), at__gte=OuterRef("made_at"))
    rows = Promise.objects.current().filter(callback__in=Callback.objects.to_return(), ends_at__lt=over)
    return rows.exclude(Exists(tried))
