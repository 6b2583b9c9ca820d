"""
Three hundred matters over two years: what they are about, who is in them, where they stand.

Their letters, and the gates that letters open, are written by `letters.py` and `before.py`.
"""

import random
from datetime import date, datetime, timedelta

from django.db import transaction

from clientcare.demo.firm import Firm
from practice import journal
from practice.calendar import WorkingCalendar
from practice.models import (
    Gate,
    GateKind,
    GateState,
    KeyDate,
    Matter,
    MatterParty,
    MatterRole,
    MatterStage,
    Party,
    WorkType,
)
from practice.references import next_reference
from practice.services.matters import write_update
from practice.services.properties import write_property

MATTERS = 300
OPEN = 180
_WORK = {
    "RP": [(WorkType.RESIDENTIAL_PURCHASE, "Purchase of {place}"), (WorkType.RESIDENTIAL_SALE, "Sale of {place}")],
    "PC": [(WorkType.PRIVATE_CLIENT, "Estate of the late {late}"), (WorkType.PRIVATE_CLIENT, "Will of {name}")],
    "FA": [(WorkType.FAMILY, "Separation, {name}")],
    "DE": [(WorkType.DISPUTES, "Claim by {name}"), (WorkType.EMPLOYMENT, "Settlement agreement, {name}")],
    "PD": [(WorkType.LETTINGS, "Letting of {place}"), (WorkType.SURVEY, "Survey of {place}")],
}
# Every third of these is of another kind, so that each kind of work has matters.
_INSTEAD = {
    WorkType.DISPUTES: (WorkType.PERSONAL_INJURY, "Injury of {name}"),
    WorkType.EMPLOYMENT: (WorkType.BUSINESS, "Retainer, {name}"),
}
_SHARE = ["RP"] * 5 + ["PC"] * 2 + ["FA", "DE", "PD"]
_STATUS = {
    WorkType.RESIDENTIAL_PURCHASE: [
        "The searches are back and show nothing to worry you. We are waiting for the seller to answer three questions.",
        "Your mortgage offer has arrived. We have asked the other side for a date to exchange contracts.",
        "The contract papers are with us and we are checking the title. You hear from us when that is done.",
    ],
    WorkType.RESIDENTIAL_SALE: [
        "The contract papers have gone to the buyer's solicitor. They usually come back with questions within a week.",
        "We have answered the buyer's questions about the boundary and the boiler and wait for their next step.",
        "The buyer is ready. We have asked their solicitor for a date to exchange contracts.",
    ],
    WorkType.PRIVATE_CLIENT: [
        "The papers for the registry are ready for you to sign. We have sent them to you by post.",
        "We have written to the bank and the building society and wait for both to answer.",
    ],
    WorkType.FAMILY: ["Both financial statements have been exchanged. The next step is a meeting to go through them."],
    WorkType.DISPUTES: ["The letter before claim went out. The other side has until the date we gave you to answer."],
    WorkType.EMPLOYMENT: ["Your employer's draft agreement is here. We go through it with you at our next meeting."],
    WorkType.PERSONAL_INJURY: ["The medical report is here. We go through it with you before it goes to the insurer."],
    WorkType.BUSINESS: ["Your terms of trade are with you to read. We talk them through at our next meeting."],
    WorkType.LETTINGS: ["The references are in and the draft tenancy is with you to read."],
    WorkType.SURVEY: ["The inspection is booked and the report follows within five working days of it."],
}  # fmt: skip
_LATE = "Edith Harold Winifred Stanley Doris Cyril Muriel Leonard".split()
_OPENED = "We have opened your file. The letter that says what we do and what it costs follows."
# On how many working days before today the newest began, by their place: nobody wrote to the first four yet.
LATELY = dict([
    *((121, 0), (126, 1), (133, 1), (147, 1)),
    *((122, 1), (131, 1), (132, 2), (143, 1), (150, 2), (156, 1)),  # drafts
    *((151, 2), (162, 2), (142, 1), (103, 1)),  # to be approved; in the post tray
    *((124, 6), (144, 8), (152, 24)),  # joint clients
    *((123, 13), (127, 15), (128, 17)),  # plain text, large print, paid by result
])  # fmt: skip
NEW = 2  # working days: what began since has not everything yet
_SOME_TIME = 9  # days, at least, since all others began
_STREETS = "Quarry Mount, Larch Grove, Canal Wharf, Kirk View, Beck Lane, Mill Row, Ashlar Terrace, Wharf Lane".split(
    ", "
)


def load_matters(
    rng: random.Random,
    *,
    firm: Firm,
    clients: list[Party],
    bodies: list[Party],
    now: datetime,
    calendar: WorkingCalendar,
) -> list[Matter]:
    """Write the matters, newest last. The first OPEN of them are open, the rest were closed long ago."""
    today = calendar.local_date(now)
    made = []
    for number in range(MATTERS):
        is_open = number < OPEN
        days_ago = rng.randint(3, 300) if is_open else rng.randint(320, 720)
        client = clients[number % len(clients)]
        opened_at = _opened_at(number, days_ago, now=now, today=today, calendar=calendar)
        matter = _open_matter(rng, number, firm=firm, client=client, opened_at=opened_at)
        _add_others(rng, number, matter=matter, clients=clients, bodies=bodies)
        if is_open:
            _tell(rng, number, matter=matter, opened_at=opened_at, now=now, today=today, calendar=calendar)
        else:
            matter.stage, matter.closed_on = MatterStage.CLOSED, today - timedelta(days=days_ago - 150)
            matter.save(update_fields=["stage", "closed_on"])
        made.append(matter)
    return made


def _opened_at(number: int, days_ago: int, *, now: datetime, today: date, calendar: WorkingCalendar) -> datetime:
    """Return a time of a working day; promises that are overdue were made long ago, and walls are older too."""
    if number in LATELY:
        day = calendar.add_working_days(today, -LATELY[number])
    else:
        least = 60 if number % 17 == 0 or number % 47 == 46 else _SOME_TIME
        day = calendar.last_working_day_on_or_before(today - timedelta(days=max(days_ago, least)))
    at = calendar.opening(calendar.last_working_day_on_or_before(day)) + timedelta(minutes=30 + 37 * (number % 10))
    return min(at, now - timedelta(minutes=30))


@transaction.atomic
def _open_matter(rng: random.Random, number: int, *, firm: Firm, client: Party, opened_at: datetime) -> Matter:
    code = _SHARE[number % len(_SHARE)]
    department = firm.departments[code]
    lawyers = firm.fee_earners(code)
    lawyer = lawyers[number % len(lawyers)]
    work_type, pattern = rng.choice(_WORK[code])
    if number // len(_SHARE) % 3 == 0:
        work_type, pattern = _INSTEAD.get(work_type, (work_type, pattern))
    place = f"{rng.randint(1, 90)} {rng.choice(_STREETS)}"
    late = f"{_LATE[number % len(_LATE)]} {client.name.split()[-1]}"
    title = pattern.format(place=place, name=client.name, late=late)
    matter = Matter.objects.create(
        title=title,
        work_type=work_type,
        department=department,
        fee_earner=lawyer,
        supervisor=department.head if department.head_id != lawyer.pk else None,
        assistant=firm.staff["secretary"] if code == "RP" else None,
        stage=MatterStage.OPEN,
        reference=next_reference(code, opened_at.year),
        instructed_on=opened_at.date(),
        practice_system_number=f"{20000 + number}-{number % 7 + 1}",
        is_restricted=number % 47 == 46,
        objective="To know where things stand each week." if number % 3 == 0 else "",
    )
    MatterParty.objects.create(matter=matter, party=client, role=MatterRole.CLIENT)
    compliance = firm.staff["compliance"]
    is_new = LATELY.get(number, NEW + 1) <= NEW
    done = [GateKind.CONFLICT]
    done += [GateKind.IDENTITY] if number % 3 or not is_new else []
    done += [GateKind.INTERVIEW] if number % 2 or not is_new else []
    Gate.objects.bulk_create(
        Gate(
            matter=matter,
            kind=kind,
            state=GateState.OPEN,
            because="Taken over from the practice system",
            set_by=compliance if kind == GateKind.CONFLICT else lawyer,
            set_at=opened_at,
        )
        for kind in done
    )
    if "{place}" in pattern:
        write_property(matter=matter, address=f"{place}, Leeds", title_number="", by=lawyer, now=opened_at)
    journal.record(subject=matter, event="matter.opened", by=lawyer, at=opened_at, matter=matter, party=client)
    return matter


def _add_others(rng: random.Random, number: int, *, matter: Matter, clients: list[Party], bodies: list[Party]) -> None:
    if matter.work_type in {WorkType.RESIDENTIAL_PURCHASE, WorkType.RESIDENTIAL_SALE}:
        others = [(bodies[1 + number % 2], MatterRole.LENDER), (bodies[5], MatterRole.OPPONENT_SOLICITOR)]
        others.append((clients[(number * 5 + 200) % len(clients)], MatterRole.OPPONENT))
        if number % 4 == 0:
            mine = clients[number % len(clients)].name
            beside = next(one for one in clients[(number + 1) % len(clients) :] if one.name != mine)
            others.append((beside, MatterRole.CLIENT))
    else:
        others = [(rng.choice(bodies), MatterRole.OTHER)]
    for party, role in others:
        MatterParty.objects.get_or_create(matter=matter, party=party, role=role)


def _tell(
    rng: random.Random,
    number: int,
    *,
    matter: Matter,
    opened_at: datetime,
    now: datetime,
    today: date,
    calendar: WorkingCalendar,
) -> None:
    """Write the last update, and before it the one that promised it; a few promised ones are overdue."""
    told_days_ago = rng.randint(1, 9)
    next_on = calendar.add_working_days(today, rng.randint(1, 9))
    if number % 17 == 0:
        next_on = calendar.add_working_days(today, -rng.randint(1, 3))
        told_days_ago = 26  # longer ago than three working days can be, so that it was a promise when it was made
    told_at = _told_at(number, today - timedelta(days=told_days_ago), calendar=calendar)
    before = _told_at(number, today - timedelta(days=told_days_ago + 14), calendar=calendar)
    said = _STATUS[WorkType(matter.work_type)]
    words, seen_at = rng.choice(said), None
    if number % 3 == 0 and before > opened_at:
        promised = calendar.add_working_days(calendar.local_date(told_at), -1 if number % 11 == 0 else 0)
        write_update(
            matter_id=matter.pk,
            status_line=said[0],
            next_update_on=promised,
            seen_at=None,
            by=matter.fee_earner,
            now=before,
        )
        seen_at = before
    write_update(
        matter_id=matter.pk,
        status_line=_OPENED if LATELY.get(number, NEW + 1) <= NEW else words,
        next_update_on=next_on,
        seen_at=seen_at,
        by=matter.fee_earner,
        now=min(now, max(told_at, opened_at + timedelta(minutes=20))),
    )
    if matter.work_type == WorkType.RESIDENTIAL_PURCHASE and number % 2:
        KeyDate.objects.create(
            matter=matter, label="Mortgage offer ends", on=today + timedelta(days=rng.randint(10, 90))
        )
    if number % 5 == 0:
        KeyDate.objects.create(
            matter=matter, label="Completion", on=calendar.add_working_days(today, rng.randint(2, 30))
        )


def _told_at(number: int, day: date, *, calendar: WorkingCalendar) -> datetime:
    return calendar.opening(calendar.last_working_day_on_or_before(day)) + timedelta(minutes=5 + 41 * (number % 11))
