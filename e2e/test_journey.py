"""
One client from the first call to the closed complaint, as people do it: in Chromium, against the running house.

The chapters follow each other and share one house. What arrives is read from the mail server, what a letter says from
its PDF. The last chapter is the control (decisions B29): without worker, beat or web the same steps come to nothing.
"""

from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("e2e.journey")

from clientcare.testing.stack import Stack  # noqa: E402 after the line that lets their asserts explain themselves
from e2e.browser import chromium  # noqa: E402
from e2e.journey import acceptance, client, complaint, control  # noqa: E402
from e2e.journey.cast import cast  # noqa: E402
from e2e.journey.house import House  # noqa: E402
from e2e.journey.story import Story  # noqa: E402

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def story(stack: Stack) -> Iterator[Story]:
    people = cast()
    with chromium() as browser:
        house = House(stack, browser)
        house.wait_for(client.TUESDAY_TEN)
        yield Story(house, people)
        house.close()


def test_a_caller_is_found_checked_told_and_promised_a_real_time(story: Story) -> None:
    client.a_caller_is_found_checked_told_and_promised_a_real_time(story)


def test_an_enquiry_becomes_a_matter_only_when_somebody_else_clears_it(story: Story) -> None:
    client.an_enquiry_becomes_a_matter_only_when_somebody_else_clears_it(story)


def test_a_letter_cannot_go_until_nothing_is_missing(story: Story) -> None:
    client.a_letter_cannot_go_until_nothing_is_missing(story)


def test_who_is_rung_was_told_by_email_and_who_rings_was_left_in_peace(story: Story) -> None:
    client.who_is_rung_was_told_by_email_and_who_rings_was_left_in_peace(story)


def test_the_reminder_comes_by_celery_and_the_letter_after_its_five_minutes(story: Story) -> None:
    client.the_reminder_comes_by_celery_and_the_letter_after_its_five_minutes(story)


def test_the_call_is_recorded_with_its_true_time_and_the_promise_is_kept(story: Story) -> None:
    client.the_call_is_recorded_with_its_true_time_and_the_promise_is_kept(story)


def test_what_the_solicitor_writes_is_what_reception_may_say(story: Story) -> None:
    client.what_the_solicitor_writes_is_what_reception_may_say(story)


def test_a_client_accepts_on_a_phone_and_a_new_version_takes_its_place(story: Story) -> None:
    acceptance.a_client_accepts_on_a_phone_and_a_new_version_takes_its_place(story)


def test_a_complaint_is_logged_as_received_and_acknowledged_by_letter(story: Story) -> None:
    complaint.a_complaint_is_logged_as_received_and_acknowledged_by_letter(story)


def test_each_point_is_answered_and_the_outcome_goes_out(story: Story) -> None:
    complaint.each_point_is_answered_and_the_outcome_goes_out(story)


def test_the_managing_partner_looks_again_and_the_final_response_shows_the_way_out(story: Story) -> None:
    complaint.the_managing_partner_looks_again_and_the_final_response_shows_the_way_out(story)


def test_the_person_complained_of_finds_no_row_no_count_and_no_result(story: Story) -> None:
    complaint.the_person_complained_of_finds_no_row_no_count_and_no_result(story)


def test_a_complaint_that_nobody_touches_acknowledges_itself_warns_and_escalates_once(story: Story) -> None:
    complaint.a_complaint_that_nobody_touches_acknowledges_itself_warns_and_escalates_once(story)


def test_the_manager_sees_the_figures_and_the_rows_behind_them(story: Story) -> None:
    control.the_manager_sees_the_figures_and_the_rows_behind_them(story)


def test_without_beat_or_worker_or_web_the_same_steps_come_to_nothing(story: Story) -> None:
    control.without_beat_or_worker_or_web_the_same_steps_come_to_nothing(story)
