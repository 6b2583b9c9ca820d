"""One policy, said everywhere: voicemail, handbook of the desk and published page read the same rows (domain D11)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from callbacks.models import VoicemailText
from callbacks.policies import calendar_of, policies_for, policy_for, value_of
from callbacks.presets import policy_row_preset, urgent_reasons
from callbacks.rules import CallKind, Standard
from callbacks.rules.script import windows_in_words
from callbacks.rules.voicemail import VoicemailFacts, voicemail
from practice import phrases
from practice.calendar import WorkingCalendar
from practice.models import CallPolicy, Department, FirmProfile, User
from practice.permissions import Role

_SOON = 10  # days: a closure further off is not worth a word yet
_AHEAD = 31
_WHO_RINGS = (Role.FEE_EARNER, Role.HEAD, Role.MANAGING_PARTNER)


@dataclass(frozen=True, slots=True)
class Line:
    """How one person returns calls, and what their voicemail says now."""

    person: User
    returns: str
    deputy: User | None
    recorded: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Published:
    """What the world is told about one department."""

    department: Department
    returns: tuple[str, ...]
    opens: str
    closes: str
    closed: tuple[str, ...]


def returns_of(user: User) -> str:
    """Say when somebody returns calls: "between 2 and 4"."""
    return windows_in_words(policy_for(user).windows)


def script_of(user: User, *, firm: FirmProfile, today: date) -> str:
    """Write what somebody's voicemail should say from today."""
    return _script(user, windows_in_words(policy_for(user).windows), firm, calendar_of(user), today)


def handbook(*, firm: FirmProfile, today: date) -> tuple[list[Line], str]:
    """Return how everybody returns calls, and a digest that changes when any of it does."""
    people = _people()
    policies = policies_for(people)
    live = {one.owner_id: one.text for one in VoicemailText.objects.filter(valid_until=None)}
    calendars = {person.department_id: calendar_of(person) for person in people}
    lines = []
    for person in people:
        returns = windows_in_words(policies[person.pk].windows)
        text = live.get(person.pk, "")
        is_stale = bool(text) and f"I return calls {returns}." not in text
        lines.append(Line(person, returns, person.substitute, text, is_stale))
    said = "|".join(f"{one.person.pk}:{one.returns}:{one.deputy and one.deputy.pk}" for one in lines)
    told = "|".join([*(f"{kind}:{one}" for kind, one in standards(today=today)), *map(str, urgent_reasons())])
    hours = "|".join(f"{one.opens_at}-{one.closes_at}" for one in calendars.values())
    return lines, hashlib.sha256(f"{said}|{told}|{hours}|{firm.phone}".encode()).hexdigest()


def standards(*, today: date) -> list[tuple[CallKind, Standard]]:
    """Return by when the firm rings whom, where no set time is promised."""
    row = CallPolicy.objects.of_firm().filter(valid_from__lte=today).order_by("-valid_from").first()
    theirs = value_of(row or policy_row_preset()).standards
    return [(kind, theirs[kind]) for kind in CallKind]


def published(*, today: date) -> list[Published]:
    """Return for each department when its people return calls and when its office is open, as the calendar has it."""
    people = _people()
    policies = policies_for(people)
    found = []
    for department in Department.objects.select_related("office").order_by("name", "pk"):
        theirs = [person for person in people if person.department_id == department.pk]
        if not theirs:
            continue
        calendar = calendar_of(theirs[0])
        returns = dict.fromkeys(windows_in_words(policies[person.pk].windows) for person in theirs)
        opens, closes = phrases.hhmm(calendar.opens_at), phrases.hhmm(calendar.closes_at)
        closed = tuple(f"{phrases.long_date(day)}, {why}" for day, why in _closed(calendar, today, _AHEAD))
        found.append(Published(department, tuple(filter(None, returns)), opens, closes, closed))
    return found


def _people() -> list[User]:
    working = User.objects.working().filter(roles__overlap=[role.value for role in _WHO_RINGS])
    rows = working.select_related("department__office", "substitute").order_by("family_name", "given_name", "pk")
    return list(rows)


def _script(user: User, returns: str, firm: FirmProfile, calendar: WorkingCalendar, today: date) -> str:
    helper = user.substitute
    closed = _closed(calendar, today, _SOON)
    return voicemail(
        VoicemailFacts(
            name=user.name,
            firm=firm.name,
            returns=returns,
            desk_line=phrases.phone_groups(firm.phone),
            helper=helper.name if helper else "",
            helper_line=phrases.phone_groups(helper.direct_line) if helper and helper.direct_line else "",
            closed=phrases.long_date(closed[0][0]) if closed else "",
        )
    )


def _closed(calendar: WorkingCalendar, today: date, days: int) -> Sequence[tuple[date, str]]:
    """Return the days from Monday to Friday on which the office is shut, with why."""
    ahead = [today + timedelta(days=n) for n in range(days)]
    return [
        (day, calendar.why_not_working(day) or calendar.shut[day])
        for day in ahead
        if day.weekday() < 5 and not calendar.is_open_on(day)
    ]
