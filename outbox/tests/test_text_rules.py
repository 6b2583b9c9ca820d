"""Text messages: what a number and a length are, and what the address of a gateway says."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from outbox import texts
from outbox.gateway import Gateway, read_gateway


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("a" * 160, 1, id="one"),
        pytest.param("a" * 161, 2, id="one sign more"),
        pytest.param("€" * 80, 1, id="signs that count twice"),
        pytest.param("a" + "€" * 153, 3, id="never cut in two"),
        pytest.param("ł" * 70, 1, id="another alphabet"),
        pytest.param("ł" * 71, 2, id="another alphabet, one more"),
        pytest.param("😀" * 67, 3, id="pairs are never cut"),
    ],
)
def test_a_text_is_as_many_messages_as_it_is_sent_as(text: str, parts: int) -> None:
    assert texts.parts_of(text) == parts


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("07700 900 142", "+447700900142"),
        ("+44 7400 123456", "+447400123456"),
        ("+353 87 123 4567", "+353871234567"),
        ("0113 496 0999", ""),
        ("07700 9", ""),
        ("nobody", ""),
    ],
)
def test_only_a_mobile_gets_texts(number: str, found: str) -> None:
    assert texts.is_mobile(number) == bool(found)
    if found:
        assert texts.e164(number) == found
    else:
        with pytest.raises(texts.NoMobile):
            texts.e164(number)


def test_the_address_of_the_gateway_says_everything_and_shows_no_secret() -> None:
    address = (
        "https://firm:s%2Fcret@sms.example/v1/send?from=%2B441134960100&format=json&to_field=recipient&idempotent=yes"
        "&parts=2&quiet_from=21:00"
    )

    found = read_gateway({"SMS_URL": address}, mode="production", kept_at="")

    assert found is not None
    assert (found.url, found.user, found.secret, found.sender) == (
        "https://sms.example/v1/send", "firm", "s/cret", "+441134960100",
    )  # fmt: skip
    assert (found.as_json, found.to_field, found.is_idempotent, found.most_parts, found.quiet_from.hour) == (
        True, "recipient", True, 2, 21,
    )  # fmt: skip
    assert "s/cret" not in repr(found)


@pytest.mark.parametrize(
    ("mode", "address", "sentence"),
    [
        ("production", "file:///var/texts", "keeps texts in a folder"),
        ("production", "http://sms.example/?from=HV", "must begin with https"),
        ("production", "https://sms.example/", "does not say from whom"),
        ("production", "https://sms.example/?from=HV&colour=red", 'has no "colour"'),
        ("production", "https://sms.example/?from=HV&read=long", 'cannot say read="long"'),
        ("production", "https://sms.example/?from=HV&read=90", "waits too long"),
        ("production", "https://sms.example/?from=HV&quiet_from=07:00", "quiet hours"),
        ("demo", "https://sms.example/?from=HV", "The demo would send texts"),
    ],
)
def test_a_wrong_address_is_refused_in_a_sentence_without_its_secret(mode: str, address: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence) as refused:
        read_gateway({"SMS_URL": address.replace("//sms", "//firm:s3cret@sms")}, mode=mode, kept_at="")

    assert "s3cret" not in str(refused.value)


def test_without_an_address_the_demo_keeps_texts_and_a_firm_sends_none() -> None:
    kept = read_gateway({}, mode="demo", kept_at="file:///tmp/with%20space/mail")

    assert kept == Gateway(folder=Path("/tmp/with space/mail"))  # noqa: S108 named, never touched
    assert read_gateway({}, mode="production", kept_at="file:///x") is None
