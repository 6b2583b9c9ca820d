"""Forms of calls and of conflict checks: how each bears coming twice. The others stand in test_repeats.py."""

STAGE = "compare-and-set on its stage: the second is told that it has been done (409)"
SAME = "writes the same words over the same row; the journal keeps both"
ONCE = "done once; doing it again changes nothing"
KEYED_CALLS = {
    "callbacks:attempt": "callbacks/detail.html",
    "callbacks:feeds": "callbacks/feeds.html",
    "callbacks:cadence": "callbacks/cadence.html",
    "callbacks:move": "callbacks/detail.html",
    "callbacks:send_link": "callbacks/detail.html",
    "callbacks:invite": "callbacks/invite.html",
    "callback_link": "callbacks/public/choose.html",
    "callback_off": "callbacks/public/choose.html",
}
HARMLESS_CALLS_AND_CHECKS = {
    "callbacks:feed_revoke": ONCE,
    "callback_want": "one task for one wish",
    "callbacks:close": STAGE,
    "conflict_again": "a waiting check is searched again, and stays one check",
    "conflict_clear": STAGE,
    "conflict_consent": "one person's consent of one day is one row",
    "conflict_consent_scan": "the same scan again changes nothing; another one is 409",
    "conflict_consent_withdraw": ONCE,
    "conflict_letter": "a letter is sent once: the second is 409",
    "conflict_letter_answer": "an answer is given once: the second is 409",
    "conflict_letter_write": "one unsent letter a person: the second writes over the first",
    "conflict_decide": STAGE,
    "conflict_hit": SAME,
    "conflict_holding_call": "a name that is known is not added again",
    "conflict_interest_end": ONCE,
    "conflict_interests": "one row for one person and one body: the second writes over the first",
    "conflict_waiver": SAME,
    "conflict_low": "hits that are decided are not decided again",
}
