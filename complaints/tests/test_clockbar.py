"""The drawing of the clocks: what stands where."""

from datetime import date

from complaints.clockbar import Stretch, bar

RECEIVED = date(2026, 11, 12)


def boxes(*stretches: Stretch, today: date) -> list[tuple[str, str, str]]:
    drawn = bar(received_on=RECEIVED, today=today, stretches=stretches, eight_weeks_on=date(2027, 1, 7))
    return [(box.css, box.x, box.width) for box in drawn.boxes]


ACK_LATE = Stretch("acknowledgement", RECEIVED, date(2026, 11, 15), date(2026, 11, 16), "late")
OUTCOME = Stretch("stage 1 outcome", RECEIVED, date(2026, 11, 26), None, "soon")


def test_a_late_stage_is_drawn_kept_up_to_its_day_and_late_beyond() -> None:
    assert boxes(ACK_LATE, OUTCOME, today=date(2026, 11, 24)) == [
        ("c-kept", "5", "13.2"),
        ("c-late", "18.2", "4.4"),
        ("c-open", "23.1", "43.5"),
        ("c-soon", "22.6", "35.2"),
    ]


def test_what_comes_after_the_running_stage_is_not_drawn() -> None:
    waiting = Stretch("acknowledgement", RECEIVED, date(2026, 11, 15), None, "calm")

    assert {css for css, _, _ in boxes(waiting, OUTCOME, today=date(2026, 11, 13))} == {"c-open", "c-calm c-run"}


def test_the_label_says_it_in_words() -> None:
    drawn = bar(
        received_on=RECEIVED, today=date(2026, 11, 24), stretches=[ACK_LATE, OUTCOME], eight_weeks_on=date(2027, 1, 7)
    )

    assert drawn.label == ("Day 12 of 56. Acknowledgement done on day 4, 1 day late. Stage 1 outcome due on day 14.")


def test_an_extended_stage_shows_its_first_date() -> None:
    extended = Stretch("stage 1 outcome", RECEIVED, date(2026, 12, 3), None, "calm", date(2026, 11, 26))

    drawn = bar(received_on=RECEIVED, today=date(2026, 11, 24), stretches=[extended], eight_weeks_on=None)

    assert (drawn.limits, drawn.marks) == (("66.6",), ("97.4",))
