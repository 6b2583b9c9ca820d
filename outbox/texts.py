"""What a text message is: a number that can get one, and a length."""

from datetime import datetime

import gsm0338
import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from outbox.gateway import Gateway
from practice.errors import Refusal
from practice.office import load_calendar, main_office

_ONE_PART, _OF_SEVERAL = 160, 153  # signs of the telephone's own alphabet, of which a few count twice
_ONE_PART_UNICODE, _OF_SEVERAL_UNICODE = 70, 67  # any other sign makes the whole text so
_MOBILES = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_IN_STORIES = range(7700900000, 7700901000)  # Ofcom gives these to nobody, so that stories and demos may use them
_CODEC = gsm0338.Codec()


class NoMobile(Refusal):
    """A number to which no text can go."""

    code = "no_mobile"


class TextTooLong(Refusal):
    """More parts than the firm pays for."""

    code = "text_too_long"


def is_mobile(number: str) -> bool:
    """Say if a text reaches this number as far as numbering plans tell."""
    return _mobile(number) is not None


def e164(number: str) -> str:
    """Return the number as gateways want it: "+447700900142". :raises NoMobile: if it is none that gets texts"""
    parsed = _mobile(number)
    if parsed is None:
        raise NoMobile("That is not a mobile number.")
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def parts_of(text: str) -> int:
    """Return how many messages a text is sent and paid as."""
    try:
        sizes = [len(_CODEC.encode(sign)[0]) for sign in text]
        one, of_several = _ONE_PART, _OF_SEVERAL
    except UnicodeEncodeError:
        sizes = [len(sign.encode("utf-16-be")) // 2 for sign in text]
        one, of_several = _ONE_PART_UNICODE, _OF_SEVERAL_UNICODE
    if sum(sizes) <= one:
        return 1
    parts, room = 1, of_several
    for size in sizes:
        if size > room:  # a sign is never cut in two
            parts, room = parts + 1, of_several
        room -= size
    return parts


def check_length(text: str, gateway: Gateway) -> None:
    """:raises TextTooLong: if it takes more parts than the gateway's address allows"""
    parts = parts_of(text)
    if parts > gateway.most_parts:
        raise TextTooLong(f"The text takes {parts} messages, and {gateway.most_parts} is the most. Shorten it.")


def out_of_quiet_hours(at: datetime, gateway: Gateway) -> datetime:
    """Return the moment itself if a client may be disturbed then, else the next working morning (domain 5.7)."""
    calendar = load_calendar(main_office())
    return calendar.out_of_quiet_hours(at, quiet_from=gateway.quiet_from, quiet_until=gateway.quiet_until)


def _mobile(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return None
    if parsed.country_code == 44 and parsed.national_number in _IN_STORIES:
        return parsed
    return parsed if phonenumbers.number_type(parsed) in _MOBILES else None
