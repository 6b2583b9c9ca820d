"""A new enquiry as it was half-typed: what is kept of it, and how it comes back into the form."""

from collections.abc import Mapping
from typing import Any

from django import forms

from intake.forms import OtherNames, TakeEnquiry

_NOT_KEPT = {"csrfmiddlewaretoken", "form_key"}


def kept(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what of a posted page is worth keeping as a draft, which can hold no zero byte."""
    return {_held(name): _held(value) for name, value in typed.items() if name not in _NOT_KEPT}


def _held(text: str) -> str:
    return text.replace("\0", "\x1a")


def as_typed(typed: Mapping[str, str], *, form_key: str) -> tuple[TakeEnquiry, Any]:
    """Return the form and the other names with everything as it was typed, right or wrong, and nothing judged yet."""
    form = TakeEnquiry(initial={"form_key": form_key})
    form.initial.update({name: value for name, value in _raw(form, typed).items() if name != "form_key"})
    others = OtherNames(prefix="other")
    for other in others:
        other.initial = _raw(other, typed)
    return form, others


def _raw(form: forms.Form, typed: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: field.widget.value_from_datadict(typed, {}, form.add_prefix(name)) for name, field in form.fields.items()
    }
