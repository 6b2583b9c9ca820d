"""What stands on my day, in as many questions whether there is one row or a hundred."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, prefetch_related_objects

from callbacks.forms import RecordAttempt
from callbacks.metrics import kept_promises
from callbacks.models import Block, Callback, Promise
from callbacks.policies import calendar_of, policy_for
from callbacks.rules import CallPolicyValue, Judgement, offer_sentence
from callbacks.services import Away, holding_among
from callbacks.team import fallen_to, helpers_for
from clientcare.my_day import forms, ruler
from clientcare.promises import expected_calls
from practice.calendar import DAY, WorkingCalendar
from practice.holding import Talk
from practice.models import ClientQuery, KeyDate, Matter, MatterRole, MatterStage, Party, Task, User
from practice.phrases import Due

_DAYS_OF_KEY_DATES = 14
_DAYS_OF_UPDATES = 7


@dataclass(frozen=True, slots=True)
class Call:
    """One call to return, with the form in which its outcome is recorded."""

    callback: Callback
    promise: Promise | None
    form: RecordAttempt
    is_open: bool
    is_late: bool
    talk: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A row with the day it is for."""

    row: Any
    due: Due


def context(user: User, now: datetime, *, typed: Any = None, about: int | None = None, **bound: Any) -> dict[str, Any]:
    """
    Return everything my day shows.

    ``typed``: the form of the call ``about``, refused or wrong, as it was typed.
    """
    calendar, policy = calendar_of(user), policy_for(user)
    today, tomorrow = calendar.local_date(now), calendar.end_of_day(calendar.local_date(now))
    due_calls = calls_of(user, now, until=tomorrow)
    first = next((one.pk for one in due_calls), None)
    talk = holding_among(due_calls, now)
    open_pk = about if about is not None else first
    listed = [
        Call(
            callback=one,
            promise=_promise(one),
            form=typed if one.pk == about and typed else attempt_form(one, calendar, now, talk=talk),
            is_open=one.pk == open_pk,
            is_late=_is_late(_promise(one), now),
            talk=talk.get(one.pk, ""),
        )
        for one in due_calls
    ]
    quiet = Block.objects.at(now).filter(adviser=user).first()
    updates = _updates(user, calendar, today)
    soon = [one for one in updates if one.due.on < today + timedelta(days=_DAYS_OF_UPDATES)]
    tasks = [_dated(task, task.due_on, today, calendar) for task in Task.objects.open_for(user)]
    read = list(Callback.objects.visible_to(user).messages_for(user).select_related("matter", "taken_by"))
    month = calendar.start_of_day(today.replace(day=1))
    return {
        "now": calendar.local(now),
        "today": today,
        "calls": listed,
        "later_calls": _later_calls(user, tomorrow),
        "window": _window(policy, calendar, now),
        "to_read": read,
        "queries": [(one, one.stands(now)) for one in _queries(user)],
        "team_calls": fallen_to(user, now),
        "expected": [
            one
            for one in expected_calls(user, calendar.start_of_day(today), tomorrow)
            if one.check_in.host_id == user.pk
        ],
        "updates": soon,
        "later_updates": len(updates) - len(soon),
        "key_dates": _key_dates(user, calendar, today),
        "tasks": tasks,
        "quiet": quiet,
        "quiet_left": round((quiet.until - now).total_seconds() / 60) if quiet else 0,
        "dnd_form": dnd_form(user, now, policy=policy, calendar=calendar),
        "says": _says(user, policy, calendar, now),
        "figures": [kept_promises(month, now, by=user, reader=user)],
        "ruler": _ruler(user, now, policy, calendar, [one.promise for one in listed if one.promise]),
        "summary": _summary(len(listed), soon, today, len(tasks) + len(read)),
        **bound,
    }


def calls_of(user: User, now: datetime, *, until: datetime) -> list[Callback]:
    """Return the calls somebody has to make before then, late ones too, in the order of their promises."""
    rows = (
        Callback.objects.visible_to(user)
        .to_return()
        .filter(adviser=user)
        .filter(Q(promises=None) | Q(promises__replaced_by=None, promises__starts_at__lt=until))
        .select_related("matter", "caller__only_number", "adviser")
        .prefetch_related(
            Prefetch("promises", Promise.objects.current(), to_attr="current"),
            "attempts",
            "caller__needs",
            "caller__names",
        )
        .distinct()
    )
    return sorted(rows, key=lambda one: (_promise(one).starts_at if _promise(one) else one.taken_at, one.pk))  # type: ignore[union-attr]


def helpers_of(calls: Sequence[Callback], user: User, now: datetime) -> dict[Callback, list[tuple[User, str]]]:
    """
    Return who may ring instead, those whom the matter names first, for each call that can still be handed over.

    As many queries for one call as for a hundred, but for those of restricted matters.
    """
    office = "department__office"
    people = ("fee_earner", "assistant", "supervisor", "care_plan__deputy")
    with_matter = [call for call in calls if call.matter_id is not None]
    prefetch_related_objects([user], office, f"substitute__{office}")
    prefetch_related_objects(with_matter, *(f"matter__{who}__{office}" for who in people))
    promised = ((call, _promise(call)) for call in with_matter)
    return {call: helpers_for(user, call.matter) for call, one in promised if one is not None and one.ends_at > now}


def handed_over(gone: Away, to: User) -> str:
    """Say how many calls went to whom; ``to``: who gets those for which nobody else is named."""
    numbers = Counter(promise.adviser.name for promise in gone.moved) or Counter({to.name: 0})
    if len(numbers) == 1:
        return f"{count(len(gone.moved), 'call')} handed to {next(iter(numbers))}."
    each = ", ".join(f"{number} to {name}" for name, number in sorted(numbers.items()))
    return f"{count(len(gone.moved), 'call')} handed over: {each}."


def attempt_form(
    callback: Callback,
    calendar: WorkingCalendar,
    now: datetime,
    typed: Any = None,
    *,
    talk: Mapping[int, Talk] | None = None,
) -> RecordAttempt:
    """
    Return the form for one call; a voicemail can only be recorded where one is safe, no note after a holding call.

    ``talk``: which calls are no ordinary ones, where that has been asked already.
    """
    found = holding_among([callback], now) if talk is None else talk
    return RecordAttempt(
        typed,
        now=now,
        calendar=calendar,
        voicemail_is_safe=callback.caller.voicemail_is_safe if callback.caller else False,
        is_holding=found.get(callback.pk) == Talk.HOLDING,
        auto_id=f"call-{callback.pk}-%s",
    )


def dnd_form(
    user: User,
    now: datetime,
    typed: Any = None,
    *,
    policy: CallPolicyValue | None = None,
    calendar: WorkingCalendar | None = None,
) -> forms.DoNotDisturb:
    ends = forms.ends_of_quiet(now, policy=policy or policy_for(user), calendar=calendar or calendar_of(user))
    return forms.DoNotDisturb(typed, ends=ends)


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _is_late(promise: Promise | None, now: datetime) -> bool:
    """Say if the time has passed without a call, by the clock: no job needs to have run."""
    return promise is not None and (promise.is_missed or (promise.outcome == Judgement.OPEN and promise.ends_at < now))


def _promise(callback: Callback) -> Promise | None:
    return next(iter(callback.current), None)  # type: ignore[attr-defined]


def _later_calls(user: User, since: datetime) -> int:
    return (
        Promise.objects.current()
        .filter(callback__in=Callback.objects.visible_to(user).to_return(), adviser=user, starts_at__gte=since)
        .count()
    )


def _queries(user: User) -> list[ClientQuery]:
    """Return the questions somebody has to answer, the one due first on top."""
    rows = ClientQuery.objects.visible_to(user).open().filter(owner=user)
    return list(rows.select_related("party").order_by("due_at", "pk"))


def _dated(row: Any, on: Any, today: Any, calendar: WorkingCalendar) -> Dated:
    return Dated(row, Due(on=on, today=today, working_days=calendar.working_days_between(today, on)))


def _updates(user: User, calendar: WorkingCalendar, today: Any) -> list[Dated]:
    clients = Party.objects.filter(roles__role=MatterRole.CLIENT).distinct()
    rows = (
        Matter.objects.visible_to(user)
        .open()
        .filter(fee_earner=user, next_update_on__isnull=False)
        .order_by("next_update_on", "pk")
        .prefetch_related(Prefetch("parties__party", clients))
    )
    return [_dated(matter, matter.next_update_on, today, calendar) for matter in rows]


def _key_dates(user: User, calendar: WorkingCalendar, today: Any) -> list[Dated]:
    rows = (
        KeyDate.objects.visible_to(user)
        .filter(
            matter__fee_earner=user,
            matter__stage=MatterStage.OPEN,
            on__gte=today,
            on__lte=today + timedelta(days=_DAYS_OF_KEY_DATES),
        )
        .select_related("matter")
        .order_by("on", "pk")
    )
    return [_dated(one, one.on, today, calendar) for one in rows]


def _window(policy: CallPolicyValue, calendar: WorkingCalendar, now: datetime) -> str:
    today = calendar.local_date(now)
    if not calendar.is_open_on(today):
        return ""
    return ", ".join(f"{one.starts:%H:%M} to {one.ends:%H:%M}" for one in policy.windows_of(today))


def _says(user: User, policy: CallPolicyValue, calendar: WorkingCalendar, now: datetime) -> str:
    """Return what the desk says for this person: never a reason (domain D03)."""
    day = today = calendar.local_date(now)
    for _ in range(policy.search_days):
        for window in policy.windows_of(day) if calendar.is_open_on(day) else ():
            if calendar.at(day, window.ends) > now:
                return offer_sentence(
                    user.formal_name, on=day, today=today, starts=window.starts, ends=window.ends, times=()
                )
        day += DAY
    return f"{user.formal_name} is not available at the moment. May I take a message?"


def _ruler(
    user: User, now: datetime, policy: CallPolicyValue, calendar: WorkingCalendar, promises: Sequence[Promise]
) -> ruler.Ruler:
    day = calendar.local_date(now)
    blocks = Block.objects.touching(calendar.start_of_day(day), calendar.end_of_day(day)).filter(adviser=user)
    starts = calendar.start_of_day(day)
    todays = [one for one in promises if one.starts_at >= starts]
    return ruler.draw(now, policy=policy, calendar=calendar, blocks=blocks.order_by("span"), promises=todays)


def _summary(calls: int, updates: Sequence[Dated], today: Any, waiting: int) -> str:
    """Say the day in one sentence."""
    people = "Nobody expects" if not calls else "One person expects" if calls == 1 else f"{calls} people expect"
    due = sum(one.due.on <= today for one in updates)
    told = f"{count(due, 'update')} {'is' if due == 1 else 'are'} due" if due else "no update is due"
    things = "nothing waits" if not waiting else "one thing waits" if waiting == 1 else f"{waiting} things wait"
    return f"{people} your call, {told} and {things} for you."
