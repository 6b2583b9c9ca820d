"""A client's pages and notes, and the people they are shown with."""

from datetime import date, time, timedelta
from typing import Any

from django.urls import reverse

from e2e.pages import bodies
from e2e.pages.state import State, at, matter, of, person
from practice import clock
from practice.models import (
    Adjustment,
    CircumstanceKind,
    ConsentWay,
    ContactKind,
    Matter,
    MatterParty,
    MatterRole,
    NameKind,
    Party,
    Purpose,
    RelationKind,
    Shared,
    StatusKind,
)
from practice.office import local_date, main_office
from practice.reach import fingerprint
from practice.services.consents import ShareFacts, record_purpose, record_share, withdraw_share
from practice.services.naming import Days, LegalName, record_name, set_name_aside, take_legal_name
from practice.services.needs import Agreed, end_need, record_circumstance, record_need
from practice.services.notes import write_note
from practice.services.parties import PartyFacts, confirm_contact, record_party
from practice.services.reach import ReachRules, add_contact_point, change_reach, end_contact_point
from practice.services.relations import record_relation
from practice.services.statuses import record_status


def _recorded(name: str) -> Party:
    """Record somebody of whom nothing is known but a confirmed number and mailbox."""
    facts = PartyFacts(name=name, phone="07700 900871", email="eve@mail.example", voicemail_is_safe=True)
    party = record_party(facts=facts, by=person("reception"), now=clock.now())
    for point in party.contacts.all():
        confirm_contact(contact_id=point.pk, how="Face to face", by=person("reception"), now=clock.now())
    return party


def _without_rules() -> int:
    return _recorded("Evelyn Harcastle").pk


def _with_rules() -> int:
    """Return somebody whose rules were changed at the front desk."""
    party = _recorded("Evangeline Harcastle")
    rules = ReachRules(
        voicemail_is_safe=False,
        email_is_safe=False,
        post_is_safe=False,
        may_name_firm=False,
        only_number=party.contacts.phones(clock.now().date())[0].pk,
        ring_from=time(9, 30),
        ring_until=time(14, 30),
        words="Not while the children are at home",
    )
    change_reach(
        party_id=party.pk, rules=rules, over=None, seen=fingerprint(party), by=person("reception"), now=clock.now()
    )
    return party.pk


def _with_consents() -> int:
    """Return the client of a matter, of whose consents one stands, one was taken back and one has run out."""
    found, by, now = matter(stage="open"), person("reception"), clock.now()
    client, today = found.clients()[0], local_date(main_office(), now)
    told = Party.objects.exclude(kind="individual").order_by("pk")[0]
    said: dict[str, Any] = {
        "what": Shared.DATES,
        "limits": "not the price",
        "given_on": today,
        "way": ConsentWay.SIGNED,
    }
    for name, relation, body, until in (
        ("", "mortgage broker", told, today + timedelta(days=90)),
        ("Oliver Harcastle", "their nephew", None, today + timedelta(days=30)),
        ("Olive Harcastle", "", None, today),
    ):
        facts = ShareFacts(told=body, told_name=name, relation=relation, matter=found, until=until, **said)
        share = record_share(party_id=client.pk, facts=facts, by=by, now=now)
        if relation == "their nephew":
            withdraw_share(share_id=share.pk, way=ConsentWay.RANG_US, by=by, now=now)
    for purpose, is_given in ((Purpose.FEEDBACK, True), (Purpose.MARKETING, True), (Purpose.MARKETING, False)):
        record_purpose(
            party_id=client.pk,
            purpose=purpose,
            is_given=is_given,
            said_on=today,
            way=ConsentWay.SIGNED,
            notice_version="2026-11",
            by=by,
            now=now,
        )
    return client.pk


def _on_a_matter() -> str:
    return f"{reverse('note')}?matter={matter(stage='open').pk}"


def _with_a_note() -> str:
    text = "She rang about the boundary.\nThe plan of 1987 shows another line."
    note = write_note(text=text, matter=matter(stage="open"), by=person("solicitor"), now=clock.now())
    return f"{reverse('note')}?corrects={note.pk}"


def _with_two_numbers() -> int:
    party, by, now = _recorded("Everard Harcastle"), person("reception"), clock.now()
    for kind, text in ((ContactKind.PHONE, "0113 496 0812"), (ContactKind.ADDRESS, "4 Beck Lane\nLeeds")):
        later = now.date() + timedelta(days=30)
        add_contact_point(party_id=party.pk, kind=kind, text=text, began_on=later, by=by, now=now)
    gone = add_contact_point(party_id=party.pk, kind=ContactKind.PHONE, text="0113 496 0813", by=by, now=now)
    end_contact_point(contact_id=gone.pk, because="Moved house", by=by, now=now)
    return party.pk


def _with_names() -> int:
    """Return somebody who has married, is called otherwise by everybody, and of whom one name was typed wrongly."""
    party, by, now = _recorded("Evelina Marguerite Harcastle"), person("solicitor"), clock.now()
    for text, kind, days in (
        ("Lina Harcastle", NameKind.KNOWN_AS, Days()),
        ("Евелина Харкастл", NameKind.TRANSLITERATION, Days(date(2015, 6, 1))),
        ("Harcastle Bespoke Joinery and Restoration", NameKind.TRADING, Days(date(2015, 6, 1), date(2022, 3, 31))),
        ("Evelina Hardcastle", NameKind.ALIAS, Days()),
    ):
        record_name(party_id=party.pk, text=text, kind=kind, days=days, by=by, now=now)
    wrong = party.names.get(text="Evelina Hardcastle")
    set_name_aside(name_id=wrong.pk, because="Typed wrongly on the telephone", by=by, now=now)
    legal = LegalName(
        text="Evelina Marguerite Whitlock",
        since_on=date(2024, 9, 14),
        before=NameKind.MAIDEN,
        title="Mrs",
        salutation="Mrs Whitlock",
    )
    take_legal_name(party_id=party.pk, legal=legal, by=by, now=now)
    return party.pk


def _with_a_name_chosen() -> str:
    party = _with_names()
    maiden = Party.objects.get(pk=party).names.get(kind=NameKind.MAIDEN)
    return f"{reverse('client_names', args=[party])}?legal={maiden.pk}"


def _related() -> int:
    """Return somebody with a company, its parent company and a husband."""
    evadne, by, now = _recorded("Evadne Harcastle"), person("solicitor"), clock.now()
    company, parent, husband = (
        _recorded(name) for name in ("Harcastle Mills Ltd", "Beck Holdings plc", "Ivo Harcastle")
    )
    for one, kind, other in (
        (evadne, RelationKind.DIRECTOR, company),
        (parent, RelationKind.PARENT_COMPANY, company),
        (husband, RelationKind.SPOUSE, evadne),
        (husband, RelationKind.ATTORNEY, evadne),
    ):
        record_relation(party_id=one.pk, kind=kind, other_id=other.pk, by=by, now=now)
    return evadne.pk


def mourned() -> int:
    """Return somebody who has died and was bankrupt, and whose son acts."""
    edwin, by, now = _recorded("Edwin Harcastle"), person("solicitor"), clock.now()
    son = _recorded("Ivo Harcastle")
    record_relation(party_id=son.pk, kind=RelationKind.PERSONAL_REPRESENTATIVE, other_id=edwin.pk, by=by, now=now)
    for kind in (StatusKind.BANKRUPT, StatusKind.DECEASED):
        record_status(party_id=edwin.pk, kind=kind, since_on=now.date(), evidence="Told by the son", by=by, now=now)
    return edwin.pk


def stood_for() -> int:
    """Return somebody who lacks capacity, and for whom a friend acts by a power of attorney."""
    edgar, by, now = _recorded("Edgar Harcastle"), person("solicitor"), clock.now()
    friend = _recorded("Ida Harcastle")
    record_relation(party_id=friend.pk, kind=RelationKind.ATTORNEY, other_id=edgar.pk, by=by, now=now)
    record_status(
        party_id=edgar.pk,
        kind=StatusKind.LACKS_CAPACITY,
        since_on=now.date(),
        evidence="Power of attorney seen",
        by=by,
        now=now,
    )
    return edgar.pk


def with_needs() -> int:
    """Return a client of the solicitor with something agreed, something ended and the reason why."""
    party, by, now = _recorded("Ernestine Harcastle"), person("reception"), clock.now()
    lawyer = person("solicitor")
    assert lawyer.department is not None  # every solicitor of the demo firm has one
    own = Matter.objects.create(
        title="Sale of 3 Beck Lane", work_type="residential_sale", department=lawyer.department, fee_earner=lawyer
    )
    MatterParty.objects.create(matter=own, party=party, role=MatterRole.CLIENT)
    today = local_date(main_office(), now)
    for adjustment in (Adjustment.LARGE_PRINT, Adjustment.NO_VOICEMAIL, Adjustment.BREAKS, Adjustment.INTERPRETER):
        language = "Polish" if adjustment == Adjustment.INTERPRETER else ""
        agreed = Agreed(
            adjustment=adjustment,
            language=language,
            starts_on=today,
            consented_on=today,
            consented_how="On the phone",
            review_on=today + timedelta(days=365),
        )
        need = record_need(party_id=party.pk, agreed=agreed, by=by, now=now)
        if adjustment == Adjustment.BREAKS:
            end_need(need_id=need.pk, because="No longer wanted", by=by, now=now)
    record_circumstance(
        party_id=party.pk,
        kind=CircumstanceKind.ILLNESS,
        words="My eyes have been bad since the spring",
        consented_on=today,
        consented_how="On the phone",
        by=person("solicitor"),
        now=now,
    )
    return party.pk


def matter_of(party: int) -> int:
    return MatterParty.objects.get(party=party).matter_id


STATES = {
    "clients": [
        State("with open matters", "solicitor", at("clients")),
        State("the desk's search", "reception", at("clients", query="?view=all&q=a&sort=-update")),
        State("nobody", "solicitor", at("clients", query="?q=zzzzzz")),
    ],
    "client": [
        State("a client", "solicitor", of("client", lambda: matter(stage="open").clients()[0].pk)),
        State("somebody with needs", "reception", of("client", with_needs)),
        State(
            "a body",
            "reception",
            of("client", lambda: Party.objects.exclude(kind="individual").order_by("pk")[0].pk),
        ),
        *bodies.CLIENTS,
        State("related to others", "solicitor", of("client", _related)),
        State("with many names", "solicitor", of("client", _with_names)),
        State("who has died", "solicitor", of("client", mourned)),
        State("a status without evidence", "solicitor", of("client", mourned), press="Record the status", status=422),
        State("ended without a reason", "solicitor", of("client", mourned), press="End this status", status=422),
        State("related to nobody named", "solicitor", of("client", _related), press="Add the relation", status=422),
    ],
    "client_names": [
        State("one name", "solicitor", of("client_names", _without_rules)),
        State("many names", "solicitor", of("client_names", _with_names)),
        State("only to read", "reception", of("client_names", _with_names)),
        State("one chosen for letters", "solicitor", _with_a_name_chosen),
        State("no name typed", "solicitor", of("client_names", _with_names), press="Add the name", status=422),
        State("no legal name", "solicitor", of("client_names", _with_names), press="Use it on letters", status=422),
        State("no reason", "solicitor", of("client_names", _with_names), press="Set it aside", status=422),
        State("ended", "solicitor", of("client_names", _with_names), press="End it"),
    ],
    "client_reach": [
        State("no rule yet", "solicitor", of("client_reach", _without_rules)),
        State("with rules", "reception", of("client_reach", _with_rules)),
        State("nobody said how", "reception", of("client_reach", _without_rules), press="Save the rules", status=422),
        State("nothing to add", "reception", of("client_reach", _without_rules), press="Add it", status=422),
        State("no reason to end it", "reception", of("client_reach", _with_rules), press="Use it no more", status=422),
        State("another preferred", "reception", of("client_reach", _with_two_numbers), press="Prefer"),
    ],
    "client_consents": [
        State("nothing yet", "reception", of("client_consents", _without_rules)),
        State("with consents", "solicitor", of("client_consents", _with_consents)),
        State("a name looked for", "reception", of("client_consents", _without_rules, "?told=ellison")),
        State("no word", "reception", of("client_consents", _without_rules, "?told=el"), press="Record it", status=422),
        State("no answer", "reception", of("client_consents", _without_rules), press="Record the answer", status=422),
        State("withdrawn", "reception", of("client_consents", _with_consents), press="Tell them nothing more"),
    ],
    "note": [
        State("on nobody yet", "solicitor", at("note")),
        State("looked for", "solicitor", at("note", query="?q=ellison")),
        State("on a client of several matters", "solicitor", lambda: f"{reverse('note')}?client={_with_consents()}"),
        State("empty", "solicitor", _on_a_matter, press="Save the note", status=422),
        State("put right", "solicitor", _with_a_note),
        State("not for this role", "reception", at("note"), status=403),
    ],
    "client_needs": [
        State("nothing agreed", "solicitor", of("client_needs", _without_rules)),
        State("agreed, ended and why", "solicitor", of("client_needs", with_needs)),
        State("without the reason", "reception", of("client_needs", with_needs)),
        State("nothing chosen", "reception", of("client_needs", _without_rules), press="Record it", status=422),
        State("no reason to end it", "reception", of("client_needs", with_needs), press="End this", status=422),
        State("the same again", "reception", of("client_needs", with_needs), press="Save the change"),
        State("no words", "solicitor", of("client_needs", with_needs), press="Keep it", status=422),
        State("why, for no reason", "solicitor", of("client_needs", with_needs), press="Take it off", status=422),
    ],
}
