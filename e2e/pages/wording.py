"""The library of clauses: lists, one clause, changes that are proposed, templates."""

from datetime import timedelta

from e2e.pages.state import State, at, of, person
from practice import clock
from wording import arranging, deciding, ordering
from wording.deeds import About, Proposal, begin_clause, save_draft
from wording.models import Clause, ClauseDraft, Template, TemplateDraft
from wording.proposals import latest
from wording.publishing import CLAUSE
from wording.services import version_text

_OLD = "We write with a new figure **before** any extra work."
_NEW = "We write to you with a new figure, and why, **before** any extra work."


def _draft(code: str = "costs_basis", *, old: str = _OLD, new: str = _NEW, who: str = "compliance") -> ClauseDraft:
    """Return the open proposal of a clause, begun if there is none."""
    clause = Clause.objects.get(code=code)
    found = clause.drafts.filter(source="firm", stage__in=["draft", "asked"]).first()
    if found:
        return found
    words, now = latest(clause), clock.now()
    return save_draft(
        clause_id=clause.pk,
        words=Proposal(
            level=words.level,
            trigger=words.trigger,
            body=words.body.replace(old, new),
            required_text=words.required_text.replace(
                "write with a new figure", "write to you with a new figure, and why,"
            ),
            in_because=words.in_because,
            out_because=words.out_because,
            reason="Clients asked why a figure had changed.",
            review_on=None,
            in_force_on=None,
        ),
        seen=0,
        by=person(who),
        now=now,
    )


def _asked() -> int:
    draft = _draft("contact_rules", old="**Tell us at once**", new="**Please tell us at once**")
    if draft.stage == "draft":
        draft = deciding.ask(
            of=CLAUSE, draft_id=draft.pk, seen=draft.draft_version, by=person("compliance"), now=clock.now()
        )
    return draft.pk


def _wrong() -> int:
    return _draft("objectives", old="{{ work.objectives }}", new="{{ work.objectivs }}").pk


def _changed() -> str:
    """Return a clause that was changed, with a proposal beside the words in force."""
    clause = Clause.objects.get(code="key_complaints")
    if clause.versions.count() == 1:
        draft = _draft(clause.code, old="Tell us:", new="Please tell us:")
        draft = deciding.ask(
            of=CLAUSE, draft_id=draft.pk, seen=draft.draft_version, by=person("compliance"), now=clock.now()
        )
        deciding.publish(of=CLAUSE, draft_id=draft.pk, seen=draft.draft_version, by=person("partner"), now=clock.now())
    Clause.objects.filter(pk=clause.pk).update(review_on=clock.now().date() - timedelta(days=3))
    return clause.code


def _published() -> int:
    _changed()
    return ClauseDraft.objects.filter(stage="published").order_by("pk")[0].pk


def _new(title: str = "Keeping pets in the home") -> ClauseDraft:
    """Return the proposal of a clause of the firm's own, begun if there is none."""
    found = ClauseDraft.objects.filter(clause__title=title).first()
    if found:
        return found
    return begin_clause(
        made_for="care_letter",
        code="",
        about=About(title=title, owner_role="compliance", presets=[], review_months=12),
        words=Proposal(
            level="R",
            trigger='work_type == "lettings"',
            body="Ask {{ people.lead.name }} before you let somebody keep a pet in the home.",
            required_text="",
            in_because="landlords asked",
            out_because="nothing is let",
            reason="Three landlords asked in October.",
            review_on=None,
            in_force_on=None,
        ),
        by=person("compliance"),
        now=clock.now(),
    )


def _own() -> str:
    """Return a published clause of the firm's own that no template has a place for."""
    draft = _new("Smoke alarms")
    if draft.stage == "draft":
        draft = deciding.ask(of=CLAUSE, draft_id=draft.pk, seen=1, by=person("compliance"), now=clock.now())
        deciding.publish(of=CLAUSE, draft_id=draft.pk, seen=1, by=person("partner"), now=clock.now())
    return draft.clause.code


_CARE = "care_letter.family"


def _reordered(code: str, *, out: str = "") -> TemplateDraft:
    """Return another order of a care letter: timescale further up, and perhaps a clause out of it."""
    draft = ordering.open_draft(code)
    slots = version_text(Template.objects.get(code=code, in_force_to=None).pk).slots
    wanted = arranging.move_section(slots, "How long it takes", -1)
    return ordering.save_order(
        code=code,
        slots=arranging.take_out(wanted, out),
        reason="Families ask how long before they ask how much.",
        in_force_on=None,
        seen=draft.draft_version if draft else 0,
        by=person("compliance"),
        now=clock.now(),
    )


def _order_asked() -> int:
    draft = _reordered("care_letter.residential_conveyancing")
    return deciding.ask(
        of=ordering.ORDER, draft_id=draft.pk, seen=draft.draft_version, by=person("compliance"), now=clock.now()
    ).pk


STATES = {
    "wording:kinds": [State("which letters", "compliance", at("wording:kinds"))],
    "wording:new": [
        State("from nothing", "compliance", at("wording:new", "care_letter")),
        State("with nothing in it", "compliance", at("wording:new", "terms"), press="Save", status=422),
    ],
    "wording:order": [
        State("as it is", "compliance", at("wording:order", _CARE)),
        State("one step", "compliance", at("wording:order", "care_letter.employment"), press="Down"),
        State("without a reason", "compliance", at("wording:order", "terms.standard"), press="Save", status=422),
        State(
            "a clause of our own",
            "compliance",
            lambda: at("wording:order", "care_letter.lettings", query=f"?put_in={_own()}")(),
        ),
    ],
    "wording:template_draft": [
        State(
            "mandatory out", "compliance", of("wording:template_draft", lambda: _reordered(_CARE, out="complaints").pk)
        ),
        State("to be published", "partner", of("wording:template_draft", _order_asked)),
    ],
    "wording:clauses": [
        State("all", "solicitor", at("wording:clauses")),
        State("nothing proposed in a letter", "compliance", at("wording:clauses", query="?show=proposed&q=zzzz")),
        State("due", "compliance", lambda: _changed() and at("wording:clauses", query="?show=due")()),
    ],
    "wording:clause": [
        State("to read", "reception", at("wording:clause", "complaints")),
        State("changed and due", "compliance", of("wording:clause", _changed)),
        State("our own, in no letter", "compliance", of("wording:clause", _own)),
        State("reviewed wrongly", "compliance", at("wording:clause", "scope_in"), press="Still right"),
    ],
    "wording:compare": [
        State("two versions", "solicitor", of("wording:compare", _changed)),
        State("one version", "solicitor", at("wording:compare", "purpose")),
    ],
    "wording:change": [
        State("a new one", "compliance", at("wording:change", "cancellation")),
        State("without a reason", "compliance", at("wording:change", "purpose"), press="Save", status=422),
        State("not for this role", "solicitor", at("wording:change", "purpose"), status=403),
    ],
    "wording:draft": [
        State("being written", "compliance", of("wording:draft", lambda: _draft().pk)),
        State("with something wrong", "compliance", of("wording:draft", _wrong)),
        State("to be published", "partner", of("wording:draft", _asked)),
        State("sent back without a word", "partner", of("wording:draft", _asked), press="Send it back", status=422),
        State("published", "compliance", of("wording:draft", _published)),
        State("a new clause", "compliance", of("wording:draft", lambda: _new().pk)),
    ],
    "wording:templates": [State("all", "reception", at("wording:templates"))],
    "wording:template": [
        State("a care letter", "solicitor", at("wording:template", "care_letter.residential_conveyancing"))
    ],
    "wording:reading": [State("how every letter reads", "compliance", at("wording:reading"))],
    "wording:contents": [State("what every letter says", "compliance", at("wording:contents"))],
}
