"""Care plans, who works on what, what clients also need, and disagreements with them."""

from datetime import time, timedelta

from django.urls import reverse

from callbacks import services
from callbacks.models import ExpectedCall
from clientcare.matter_page.giving import give_matter
from e2e.pages.state import State, at, matter, of, person
from intake.models import InterviewAnswer
from practice import clock
from practice.care import plan_of
from practice.models import Expectation, ExpectationKind, Grievance, Matter, QueryWay, ReminderKind
from practice.office import local_date, main_office
from practice.services.allocation import Team, team_ids
from practice.services.care import PlanFacts, note_reminder, set_plan
from practice.services.expectations import Told, change_expectation, record_expectation
from practice.services.grievances import note_grievance, settle_grievance
from practice.services.queries import record_query


def cared_for() -> Matter:
    """Return a matter with a plan, something expected, a change nobody has written about, and a date for later."""
    found, by, now = matter(stage="open"), person("solicitor"), clock.now()
    if Expectation.objects.filter(matter=found).exists():
        return found
    today, client = local_date(main_office(), now), found.clients()[0]
    deputy = person("head")
    facts = PlanFacts(rhythm="working_days", every=5, deputy=deputy, owners={client.pk: by})
    plan = plan_of(found)
    set_plan(matter_id=found.pk, facts=facts, seen=plan.version if plan else 0, by=by, now=now)
    told = Told(
        words="Ten to twelve weeks, of which others control most.",
        told_on=today,
        told_how="At the first meeting",
        review_on=today + timedelta(days=28),
    )
    expected = [
        record_expectation(matter_id=found.pk, kind=kind, told=told, by=by, now=now)
        for kind in (ExpectationKind.TIMESCALE, ExpectationKind.OUTCOME)
    ]
    changed = Told(words="Not before the end of March.", review_on=today + timedelta(days=28))
    change_expectation(expectation_id=expected[0].pk, told=changed, by=by, now=now)
    note_reminder(
        matter_id=found.pk,
        kind=ReminderKind.RATE_END,
        words="",
        on=today + timedelta(days=700),
        remind_on=today + timedelta(days=600),
        by=by,
        now=now,
    )
    return found


def _given() -> int:
    found, now = matter(stage="closed"), clock.now()
    team = Team(fee_earner=found.fee_earner, assistant=None if found.assistant else person("secretary"))
    if team.ids != team_ids(found):
        by = person("solicitor")
        give_matter(
            matter_id=found.pk, team=team, because="Workload", seen=team_ids(found), with_work=True, by=by, now=now
        )
    return found.pk


def _pass_on() -> str:
    spotted = InterviewAnswer.objects.filter(item__code="other_needs").exclude(words="").order_by("pk")[0]
    return reverse("client_pass_on", args=[spotted.interview.matter.clients()[0].pk, spotted.pk])


def _noted() -> str:
    """Return the list with one note that is settled and one that is not."""
    by, now, found = person("reception"), clock.now(), matter(stage="open")
    if Grievance.objects.filter(noted_by=by).count() < 2:
        for words in ("He said we never ring back, and hung up.", "She was told off for being late."):
            note = note_grievance(
                party=found.clients()[0],
                staff=person("solicitor"),
                matter=found,
                happened_on=local_date(main_office(), now),
                words=words,
                by=by,
                now=now,
            )
        settle_grievance(grievance_id=note.pk, how="They spoke, and both are content.", by=by, now=now)
    return reverse("grievances")


def _client() -> int:
    return matter(stage="open").clients()[0].pk


def _asking() -> int:
    """A question of last week that nobody answered, and one of just now."""
    found, by, now = matter(stage="open"), person("solicitor"), clock.now()
    if not found.queries.exists():
        for days in (7, 0):
            record_query(
                matter_id=found.pk, party=found.clients()[0], way=QueryWay.EMAIL, words="When do we exchange?",
                asked_at=now - timedelta(days=days), by=by, now=now,
            )  # fmt: skip
    return found.pk


def _checking_in() -> int:
    """A weekly call that did not come an hour ago, and the next in a week."""
    now, host = clock.now(), person("solicitor")
    found = matter(stage="open")
    if not found.check_ins.exists():
        agreed = services.agree_check_in(
            matter_id=found.pk, party=found.clients()[0], host=host, weekday=2, at=time(10), by=host, now=now
        )
        ExpectedCall.objects.create(
            check_in=agreed, on=now.date() - timedelta(days=1), expected_at=now - timedelta(hours=1), state="not_come"
        )
    return found.pk


STATES = {
    "matter_care": [
        State("nothing yet", "solicitor", of("matter_care", lambda: matter(stage="prospective").pk)),
        State("a plan, and a change", "solicitor", of("matter_care", lambda: cared_for().pk)),
        State("a plan that stands", "solicitor", of("matter_care", lambda: cared_for().pk), press="Save the care"),
        State("nothing to expect", "solicitor", of("matter_care", _given), press="Enter it", status=422),
        State("no change", "solicitor", of("matter_care", lambda: cared_for().pk), press="Save what", status=422),
        State("no way", "solicitor", of("matter_care", lambda: cared_for().pk), press="Record the letter", status=422),
        State("no date", "solicitor", of("matter_care", _given), press="Remember it", status=422),
        State("no reason", "solicitor", of("matter_care", lambda: cared_for().pk), press="Take the", status=422),
        State("not for this role", "reception", of("matter_care", lambda: matter(stage="open").pk), status=403),
    ],
    "matter_queries": [
        State("none yet", "solicitor", of("matter_queries", lambda: matter(stage="prospective").pk)),
        State("one late, one open", "solicitor", of("matter_queries", _asking)),
        State("no words", "solicitor", of("matter_queries", _asking), press="Log it", status=422),
    ],
    "matter_check_in": [
        State("none agreed", "solicitor", of("matter_check_in", lambda: matter(stage="prospective").pk)),
        State("one that did not come", "solicitor", of("matter_check_in", _checking_in)),
        State("no time", "solicitor", of("matter_check_in", _checking_in), press="Agree it", status=422),
        State("no reason", "solicitor", of("matter_check_in", _checking_in), press="End the weekly", status=422),
    ],
    "matter_team": [
        State("as it is", "solicitor", of("matter_team", lambda: matter(stage="open").pk)),
        State("given before", "solicitor", of("matter_team", _given)),
        State("no reason", "solicitor", of("matter_team", _given), press="Give it", status=422),
    ],
    "client_pass_on": [
        State("spotted in a meeting", "solicitor", _pass_on),
        State("no department", "solicitor", _pass_on, press="Pass it on", status=422),
    ],
    "grievances": [
        State("nothing noted", "secretary", at("grievances")),
        State("settled and not", "reception", _noted),
        State("not said how", "reception", _noted, press="Write it", status=422),
    ],
    "client_grievance": [
        State("nothing typed", "reception", of("client_grievance", _client)),
        State("nothing said", "reception", of("client_grievance", _client), press="Keep the note", status=422),
    ],
}
