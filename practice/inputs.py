"""Form fields that ask the way people answer: a day in three numbers, a clock time, pounds, choices, a scan."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from practice.phrases import phone_groups
from practice.unseen import where_unseen
from practice.uploads import MOST_BYTES, NotAScan, Upload, read_scan

_NO_NUMBER = "That is no telephone number. Enter it with its area code, or with + and the country."
_PARTS = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))


def phone(text: str) -> str:
    """
    Return a number in any human form as it is read aloud; "" for none.

    :raises ValidationError: if no telephone could have it
    """
    if not text.strip():
        return ""
    try:
        parsed = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException as problem:
        raise ValidationError(_NO_NUMBER) from problem
    if phonenumbers.is_possible_number_with_reason(parsed) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise ValidationError(_NO_NUMBER)
    return phone_groups(text)


class DayMonthYear(forms.Widget):
    """Three number inputs for one date. What was typed comes back as it was, a 31 November too."""

    template_name = "inputs/day_month_year.html"
    use_fieldset = True

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        return f"{id_}_day" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        typed = _typed(value)
        widget["is_invalid"] = bool(widget["attrs"].get("aria-invalid"))
        widget["parts"] = [
            {
                "label": label,
                "name": f"{name}_{part}",
                "id": f"{widget['attrs'].get('id', name)}_{part}",
                "figures": figures,
                "value": typed[part],
            }
            for part, label, figures in _PARTS
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        typed = {part: (data.get(f"{name}_{part}") or "").strip() for part, _, _ in _PARTS}
        if not any(typed.values()):
            return data.get(name)  # a link or a test may give the date whole
        return f"{typed['year']}-{typed['month']}-{typed['day']}"

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}_{part}" in data for part, _, _ in _PARTS)


def _typed(value: Any) -> dict[str, str]:
    """Take a date, or "2026-11-31" as value_from_datadict gives it back, apart into what stands in each input."""
    if isinstance(value, date):
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
    year, _, rest = str(value or "").partition("-")
    month, _, day = rest.partition("-")
    return {"day": day, "month": month, "year": year}


class DayField(forms.DateField):
    """A date, typed as day, month and year. A two-figure year is no year."""

    widget = DayMonthYear
    default_error_messages = {"invalid": "Enter a real date, such as 24 11 2026."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


class ClockInput(forms.TimeInput):
    """A time in one text input: the browser's own time input follows the machine's language, not the firm's."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off", **(attrs or {})}, format="%H:%M"
        )


class ClockField(forms.TimeField):
    """A 24-hour time: "14:20", "14.20" or "1420"."""

    widget = ClockInput
    default_error_messages = {"invalid": "Enter a time on the 24-hour clock, such as 14:20."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H%M"], **kwargs)


class LetterText(forms.CharField):
    """Words that a letter will print as they are typed. What nobody would see on the paper is refused."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if wrong := where_unseen(value):
            raise ValidationError(wrong, code="unseen")


class MoneyInput(forms.TextInput):
    """Pounds, shown behind a £ sign."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class MoneyField(forms.DecimalField):
    """An amount in pounds, Decimal with two places; "£1,450" and "1450.00" are the same."""

    widget = MoneyInput
    default_error_messages = {
        "invalid": "Enter an amount in pounds, such as 1,450.00.",
        "min_value": "That is too little: the least is £%(limit_value)s.",
        "max_value": "That is too much: the most is £%(limit_value)s. Check the noughts.",
        "max_digits": "That is too much. Check the noughts.",
        "max_whole_digits": "That is too much. Check the noughts.",
        "max_decimal_places": "Give pounds and pence: two figures after the point at most.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, **kwargs)

    def run_validators(self, value: Any) -> None:
        """Say one thing that is wrong, not that it is too much and has too many figures."""
        try:
            super().run_validators(value)
        except ValidationError as wrong:
            raise ValidationError(wrong.error_list[:1]) from None

    def to_python(self, value: Any) -> Any:
        """Take commas for thousands only: "14,50" is refused, not read as 1450."""
        return super().to_python(re.sub(r"[£\s]|(?<=\d),(?=\d{3}\b)", "", value) if isinstance(value, str) else value)


def row_number(typed: object) -> int:
    """Return the number of a row as an address or a hidden input names it; 0, which no row has, for anything else."""
    text = str(typed)
    return int(text) if text.isdecimal() and len(text) < 19 else 0


class RadioList(forms.RadioSelect):
    """Radios below one another, for choices that are sentences. Short ones stand as chips: plain RadioSelect."""


class Chips(forms.CheckboxSelectMultiple):
    """Boxes beside one another, for choices of a word."""


class ScanField(forms.FileField):
    """A PDF, JPEG or PNG, read while it is checked: what is wrong with it is said beside it."""

    widget = forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def __init__(self, **kwargs: Any) -> None:
        usual = {
            "allow_empty_file": True,
            "help_text": f"PDF, JPEG or PNG, up to {MOST_BYTES // 1_000_000} MB.",
            "error_messages": {"required": "Choose the scan."},
        }
        super().__init__(**{**usual, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        file: UploadedFile[bytes] | None = super().clean(data, initial)
        if not file:
            return None
        try:
            return read_scan(file, size=file.size or 0, name=file.name or "")
        except NotAScan as problem:
            raise ValidationError(str(problem)) from problem
