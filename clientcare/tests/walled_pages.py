"""Every page of the map, by what somebody outside a barrier must find there: nothing new, or nothing at all."""

from collections.abc import Callable
from typing import Any

from clientcare.dashboard import call_figures
from clientcare.tests.walled import MARK, PHONE, World
from engagement.letters import CLOSING

DIGITS = PHONE[-6:]
# Pages about no single row: asked by somebody outside before the matter is there and after, and nothing may differ.
LISTS: dict[str, tuple[str, ...]] = {
    "home": ("",),
    "barriers": ("",),
    "grievances": ("", "as=csv"),
    "complaints": (
        "",
        *(f"show={one}" for one in ("open", "overdue", "soon", "stage1", "mine", "year", "unsorted")),
        "show=year&as=csv",
    ),
    "complaints:log": ("", f"q={MARK}"),
    "complaints:dates": ("",),
    "complaints:take": ("",),
    "imports:index": ("",),
    "bill_lists": ("",),
    "letters": ("", "view=all", "mine=1", "as=csv", "show=waiting", "show=waiting&as=csv"),
    "mailings:index": ("",),
    "mailings:make": ("",),
    "forecast": ("",),
    "callbacks:cadence": ("",),
    "windows:index": ("",),
    "windows:firm": ("",),
    "callbacks:handbook": ("",),
    "callbacks:voicemail": ("",),
    "told": ("",),
    "outbox:index": ("",),
    "outbox:post_tray": ("",),
    "outbox:printed_post": ("",),
    "intake:enquiries": ("", "view=all", "view=all&as=csv", "of=received"),
    "intake:enquiry": ("", f"name={MARK}&number={DIGITS}"),
    "intake:questions": ("",),
    "intake:suspicions": ("",),
    "clients": (
        "",
        f"q={MARK}",
        "view=mine&sort=call",
        f"view=all&q={DIGITS}&sort=-update",
        "view=all&sort=-matters&as=csv",
    ),
    "conflicts": ("", "as=csv"),
    "conflict_interests": ("", "as=csv"),
    "conflict_lists": ("",),
    "matters": (
        "",
        f"q={MARK}",
        *(f"view={one}" for one in ("mine", "overdue", "prospective", "closed", "all")),
        f"view=all&q={DIGITS}&sort=-update",
        "view=all&as=csv",
    ),
    "search": (
        f"q={MARK}",
        f"q={DIGITS}",
        "q=RP-26-",
        f"q=q@{MARK}.example",
        f"q={MARK}-1",
        *(f"q={one}&as=csv" for one in (MARK, DIGITS, "RP-26-")),
    ),
    "duplicates": ("", "as=csv"),
    "note": ("", f"q={MARK}", f"q={DIGITS}", "q=RP-26-0001"),
    "find": (f"q={MARK}", f"q={DIGITS}", "q=RP-26-", f"kind=party&q={MARK}"),
    "looks_like": (f"name={MARK}", f"caller_name={MARK}&number={PHONE}"),
    "dashboard": ("", "month=2026-11"),
    "dashboard_calls": tuple(f"month=2026-11&of={one}" for one in (*call_figures.ALL, "open-since&which=0")),
    "dashboard_needs": ("", "work=residential_purchase&need=large_print"),
    "dashboard_rows": tuple(
        f"key={one}&month=2026-11"
        for one in (
            *("letters", "accepted", "worked_early", "conflicts", "acknowledged", "automatic", "outcomes", "calls"),
            *("billed", "updates", "enquiries"),
        )
    ),
    "desk": ("", f"q={MARK}", f"q={DIGITS}"),
    "desk_callers": (f"q={MARK}", f"q={DIGITS}"),
    "desk_today": ("",),
    "desk_list": ("",),
    "callbacks:arrivals": ("",),
    "my_day": ("",),
    "my_day_away": ("",),
}
# Pages of one row that hangs on the matter: to somebody outside there is no such page.
ROWS: dict[str, Callable[[World], dict[str, Any]]] = {
    "matter": lambda world: {"pk": world.matter.pk},
    "matter_add_party": lambda world: {"pk": world.matter.pk},
    "matter_add_property": lambda world: {"pk": world.matter.pk},
    "matter_property": lambda world: {"pk": world.matter.pk, "property_id": 1},
    "matter_queries": lambda world: {"pk": world.matter.pk},
    "matter_check_in": lambda world: {"pk": world.matter.pk},
    "matter_care": lambda world: {"pk": world.matter.pk},
    "matter_team": lambda world: {"pk": world.matter.pk},
    "matter_barrier": lambda world: {"pk": world.matter.pk},
    "client": lambda world: {"pk": world.party.pk},
    "client_names": lambda world: {"pk": world.party.pk},
    "client_reach": lambda world: {"pk": world.party.pk},
    "client_consents": lambda world: {"pk": world.party.pk},
    "client_needs": lambda world: {"pk": world.party.pk},
    "client_people": lambda world: {"pk": world.body.pk},
    "client_role": lambda world: {"pk": world.party.pk},
    "client_grievance": lambda world: {"pk": world.party.pk},
    "client_pass_on": lambda world: {"pk": world.party.pk, "answer_id": 1},
    "callbacks:detail": lambda world: {"pk": world.call.pk},
    "callbacks:invite": lambda world: {"pk": world.matter.pk},
    "callbacks:visit_book": lambda world: {"pk": world.matter.pk},
    "engagement:letter": lambda world: {"pk": world.matter.pk},
    "engagement:earlier": lambda world: {"pk": world.matter.pk},
    "engagement:earlier_file": lambda world: {"pk": world.matter.pk},
    "engagement:issue": lambda world: {"pk": world.matter.pk},
    "engagement:draft_pdf": lambda world: {"pk": world.matter.pk},
    "engagement:draft_terms_pdf": lambda world: {"pk": world.matter.pk},
    "engagement:copy_pdf": lambda world: {"pk": world.letter.pk},
    "engagement:closing_pdf": lambda world: {"pk": world.matter.letters_issued.get(kind=CLOSING).pk},
    "engagement:close": lambda world: {"pk": world.matter.pk},
    "engagement:instructions": lambda world: {"pk": world.matter.pk},
    "engagement:costs": lambda world: {"pk": world.matter.pk},
    "engagement:cost_update": lambda world: {"pk": world.matter.pk},
    "engagement:update_draft_pdf": lambda world: {"pk": world.matter.pk},
    "engagement:cost_copy_pdf": lambda world: {"pk": world.cost_copy.pk},
    **dict.fromkeys(
        "engagement:cost_certificate engagement:cost_evidence engagement:cost_record engagement:cost_code".split(),
        lambda world: {"pk": world.cost_copy.pk},
    ),
    "engagement:agreement_pdf": lambda world: {"pk": world.letter.letter.agreements.get().pk},
    "engagement:copy_text": lambda world: {"pk": world.letter.pk},
    "engagement:certificate_pdf": lambda world: {"pk": world.letter.pk},
    "engagement:evidence": lambda world: {"pk": world.letter.pk},
    "engagement:record": lambda world: {"pk": world.letter.pk},
    "engagement:give_code": lambda world: {"pk": world.letter.pk},
    "engagement:terms_pdf": lambda world: {"pk": world.letter.pk},
    "mailings:row_pdf": lambda world: {"pk": world.mailing_row.pk},
    "complaints:detail": lambda world: {"reference": world.complaint.reference},
    "complaints:letter": lambda world: {"reference": world.complaint.reference, "pk": 1},
    "complaints:deed": lambda world: {"reference": world.complaint.reference, "slug": "handler"},
    "complaints:account": lambda world: {"pk": world.account.pk},
    "conflict": lambda world: {"pk": world.check.pk},
    "conflict_report": lambda world: {"pk": world.check.pk},
    "conflict_report_pdf": lambda world: {"pk": world.check.pk},
    "conflict_hit": lambda world: {"pk": world.hit.pk},
    "conflict_waiver": lambda world: {"pk": world.hit.pk},
    "conflict_letter_write": lambda world: {"pk": world.hit.pk},
    "conflict_letter": lambda world: {"pk": world.told.pk},
    "conflict_letter_pdf": lambda world: {"pk": world.told.pk},
    "conflict_scan": lambda world: {"pk": world.scan.pk},
    "intake:detail": lambda world: {"pk": world.enquiry.pk},
    "intake:decline": lambda world: {"pk": world.enquiry.pk},
    "intake:letter": lambda world: {"pk": world.enquiry.pk},
    "intake:quote": lambda world: {"pk": world.enquiry.pk},
    "intake:quote_given": lambda world: {"pk": world.enquiry.pk, "number": 1},
    "intake:meeting": lambda world: {"pk": world.matter.pk},
    "intake:meeting_record": lambda world: {"pk": world.matter.pk, "number": 1},
    "intake:identity": lambda world: {"pk": world.matter.pk},
    "outbox:message": lambda world: {"pk": world.message.pk},
    "outbox:document": lambda world: {"pk": world.document.pk},
}
_TYPED = "the public form: what one person typed in one browser"
_BY_LINK = "a client at their own letter, by their own link and code: engagement/tests/test_public_pages.py"
_LINKED = (
    "accept_link accept_letter accept_ask accept_asked accept_decline accept_share accept_paper accept_wanted".split()
)
# Pages that hold nothing of a matter, each with the reason why that is so.
APART = {
    **dict.fromkeys(_LINKED, _BY_LINK),
    "callbacks:visit_move": "an appointment; one behind a wall is none: callbacks/tests/test_visits.py",
    **dict.fromkeys(
        "callbacks:feeds calendar_feed".split(),
        "times of their owner; what is restricted is busy there: callbacks/tests/test_feeds.py",
    ),
    **dict.fromkeys(
        "callback_link callback_file callback_want".split(),
        "a client at their own call, which shows three figures and times: callbacks/tests/test_choosing.py",
    ),
    "conflict_hit_notes": "places of a name in many notes; what is walled is dropped: intake/tests/test_mentions.py",
    **dict.fromkeys(
        "enquire enquire_saved enquire_check enquire_sent enquire_resume enquire_page".split(),
        _TYPED,
    ),
    **dict.fromkeys(
        "imports:columns imports:detail imports:rejects".split(),
        "rows of an uploaded list; those of a walled party are left out: intake/tests/test_import_views.py",
    ),
    **dict.fromkeys(
        "conflict_list conflict_list_progress".split(),
        "rows of an uploaded list; hits on a walled party have no name there: intake/tests/test_views_lists.py",
    ),
    **dict.fromkeys(
        "wording:clauses wording:clause wording:compare wording:change wording:templates wording:template "
        "wording:template_pdf wording:contents wording:reading wording:kinds wording:new "
        "wording:order".split(),
        "what the firm says to everybody: words, and examples of nobody",
    ),
    "wording:draft": "what a change touches, walls kept: engagement/tests/test_wording_changes.py",
    "wording:template_draft": "what another order touches, walls kept: engagement/tests/test_wording_changes.py",
    **dict.fromkeys(
        "mailings:detail mailings:change mailings:sample mailings:progress".split(),
        "letters to many clients; whoever is behind a wall is a number: engagement/tests/test_mailing_views.py",
    ),
    **dict.fromkeys(
        "windows:department windows:person windows:days".split(),
        "when calls are returned; the calls a change touches are those that the reader may see",
    ),
    "healthz": "counts nothing, names no row",
    "livez": "says that the process is up",
    "complaints:procedure": "what is published",
    "callbacks:how": "what is published",
    "complaints:procedure_of": "what is published",
    "glass": "shown to compliance and to whoever was told: test_barriers",
    "duplicate": "two records, of which one may be behind a wall: duplicates/tests/test_views.py",
    "merge": "of two such records: the same",
    "desk_blank": "empty paper",
    "desk_difficult": "what one person noted, read by two: desk/tests/test_hard.py",
    "gallery": "samples",
    "demo_mail": "the mailboxes of the demo, which are not the house's pages; not mounted in production",
    "demo_mail_message": "the same",
    "demo_mail_paper": "the same",
}
# Addresses with the number of a row that hangs on no matter.
NO_TRACE = {
    **dict.fromkeys([*_LINKED, "accept_code", "accept_want", "accept_unshare", "accept_received"], _BY_LINK),
    **dict.fromkeys(
        "callback_link callback_file callback_off callback_want".split(), "a client at their own call, by their link"
    ),
    **dict.fromkeys("calendar_feed callbacks:feed_revoke".split(), "one's own times"),
    "enquire_page": _TYPED,
    "enquire_resume": _TYPED,
    **dict.fromkeys(
        "imports:columns imports:detail imports:discard imports:rejects imports:run imports:undo".split(),
        "an uploaded list",
    ),
    **dict.fromkeys("conflict_list conflict_list_progress".split(), "an uploaded list"),
    **dict.fromkeys(
        "windows:department windows:person windows:days windows:take_back".split(), "when somebody returns calls"
    ),
    **dict.fromkeys(
        (
            "mailings:ask mailings:change mailings:detail mailings:progress mailings:release mailings:sample "
            "mailings:send_back mailings:stop mailings:try"
        ).split(),
        "a letter to many clients, of whom each row names one",
    ),
    "intake:suspicion_decide": "notes that the MLRO alone may open",
    "complaints:procedure_of": "what is published",
    "conflict_interest_end": "interests of staff",
    "dashboard_rows": "a figure",
    "demo_mail_message": "the mailboxes of the demo",
    "demo_mail_paper": "the mailboxes of the demo",
    "desk_back": "one's own call, brought back within minutes",
    "desk_through": "a person to put through to",
    "desk_unpark": "one's own slip, as it was typed",
    "glass": "a look over a wall, shown to compliance",
    "merge": "two records that were both seen by whoever merged them",
    "glass_end": "one's own look",
    "my_day_dnd_end": "one's own time",
    **dict.fromkeys(
        "wording:clause wording:compare wording:change wording:preview wording:reviewed wording:take_back "
        "wording:draft wording:ask wording:publish wording:send_back wording:withdraw wording:template "
        "wording:template_pdf wording:new wording:preview_new wording:order wording:template_draft wording:ask_order "
        "wording:publish_order wording:send_order_back wording:take_order_back wording:withdraw_order".split(),
        "words of the firm, about nobody",
    ),
}
