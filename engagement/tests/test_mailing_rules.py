"""Who gets a letter to many clients, who may let it go, and what its words may not say: tables without a database."""

import pytest

from engagement.rules import mailings as rules
from engagement.rules.mailings import Known, MailingStage, MailingStep, RowState, Verdict, Why

REACHED = {"mailbox": "j@mail.example", "address": "9 Ashlar Terrace"}


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        pytest.param({}, Verdict(RowState.PLANNED, "", "email", "j@mail.example"), id="by e-mail first"),
        pytest.param({"mailbox": ""}, Verdict(RowState.PLANNED, "", "print", "9 Ashlar Terrace"), id="else by post"),
        pytest.param({"mailbox": "", "address": ""}, Verdict(RowState.REFUSED, Why.UNREACHABLE), id="no way"),
        pytest.param({"has_died": True}, Verdict(RowState.REFUSED, Why.DIED), id="died"),
        pytest.param({"lacks_capacity": True}, Verdict(RowState.REFUSED, Why.LACKS_CAPACITY), id="lacks capacity"),
        pytest.param({"is_represented": True}, Verdict(RowState.REFUSED, Why.REPRESENTED), id="represented"),
        pytest.param({"has_no_retainer": True}, Verdict(RowState.REFUSED, Why.NO_RETAINER), id="no retainer"),
        pytest.param({"is_body": True}, Verdict(RowState.REFUSED, Why.NO_PERSON), id="a body without anybody"),
        pytest.param(
            {"is_body": True, "has_person": True},
            Verdict(RowState.PLANNED, "", "email", "j@mail.example"),
            id="a body with somebody",
        ),
        pytest.param(
            {"is_restricted": True},
            Verdict(RowState.HELD, Why.COMPLIANCE, "email", "j@mail.example"),
            id="behind a wall it waits for compliance",
        ),
        pytest.param(
            {"is_restricted": True, "has_died": True}, Verdict(RowState.REFUSED, Why.DIED), id="died behind a wall"
        ),
        pytest.param(
            {"has_words": True, "mailbox": ""},
            Verdict(RowState.HELD, Why.WORDS, "print", "9 Ashlar Terrace"),
            id="words are read before paper goes",
        ),
        pytest.param(
            {"has_words": True}, Verdict(RowState.PLANNED, "", "email", "j@mail.example"), id="words do not stop e-mail"
        ),
    ],
)  # fmt: skip
def test_what_becomes_of_one_letter(facts: dict[str, object], wanted: Verdict) -> None:
    assert rules.verdict(Known(**{**REACHED, **facts})) == wanted  # type: ignore[arg-type]


MAKER, OTHER = 1, 2


@pytest.mark.parametrize(
    ("by", "others", "because", "refused"),
    [
        pytest.param(OTHER, {OTHER}, "", "", id="a second person"),
        pytest.param(MAKER, {OTHER}, "", "a second person has to release it", id="never its author"),
        pytest.param(MAKER, {OTHER}, "She is away", "a second person has to release it", id="a reason is not enough"),
        pytest.param(MAKER, set(), "", "Say why it goes", id="alone, without a reason"),
        pytest.param(MAKER, set(), "I practise alone", "", id="alone, with a reason"),
    ],
)
def test_a_second_person_releases(by: int, others: set[int], because: str, refused: str) -> None:
    def ask() -> None:
        rules.check_releaser(by=by, authors={MAKER}, others=others, alone_because=because)

    if not refused:
        return ask()
    with pytest.raises(rules.NotTheirMailing, match=refused):
        ask()
    return None


@pytest.mark.parametrize(
    ("state", "why", "keeps", "goes"),
    [
        (RowState.HELD, Why.WORDS, False, True),
        (RowState.TAKEN_OUT, Why.BY_HAND, False, True),
        (RowState.HELD, Why.FAILED, False, True),
        (RowState.HELD, Why.COMPLIANCE, False, False),
        (RowState.HELD, Why.COMPLIANCE, True, True),
        (RowState.REFUSED, Why.DIED, True, False),
        (RowState.ISSUED, "", True, False),
        (RowState.PLANNED, "", True, False),
    ],
)
def test_who_may_be_put_in(state: RowState, why: str, keeps: bool, goes: bool) -> None:  # noqa: FBT001
    if goes:
        return rules.check_put_in(state, why, keeps_barriers=keeps)
    with pytest.raises(rules.NotInTheList):
        rules.check_put_in(state, why, keeps_barriers=keeps)
    return None


def test_words_can_be_changed_until_release_and_people_until_it_is_stopped() -> None:
    may = {stage: rules.steps_from(stage) for stage in MailingStage}

    assert {stage for stage in MailingStage if MailingStep.CHANGE in may[stage]} == {"draft", "asked"}
    assert {stage for stage in MailingStage if MailingStep.CHOOSE in may[stage]} == set(MailingStage) - {"stopped"}
    assert rules.next_stage(MailingStage.ASKED, MailingStep.CHANGE) == MailingStage.DRAFT
    assert rules.next_stage(MailingStage.DONE, MailingStep.CHOOSE) == MailingStage.RELEASED
    with pytest.raises(rules.MailingStepNotAllowed, match="You cannot release this mailing"):
        rules.next_stage(MailingStage.DRAFT, MailingStep.RELEASE)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Pay into 20-45-77, please", True),
        ("Our sort code changes", True),
        ("Account no. 12345678", True),
        ("GB29 NWBK 6016 1331 9268 19", True),
        ("Ring 0113 496 0100 before 1 December 2026", False),
        ("Our bank details have not changed", False),
        ("Our reference RP-26-0007, version 15", False),
    ],
)
def test_no_letter_to_many_gives_an_account(words: str, names: bool) -> None:  # noqa: FBT001
    assert rules.names_bank_details(words) is names
