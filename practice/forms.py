"""What every form that changes something has in common."""

import uuid
from typing import Any

from django import forms

from practice.receipts import FormKey


class KeyedForm(forms.Form):
    """A form that carries a key, so that sending it twice does the deed once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def receipt(self) -> FormKey:
        """Return the key with a digest of what was typed. Only for a valid form."""
        typed = {name: value for name, value in self.data.items() if name not in {"csrfmiddlewaretoken", "form_key"}}
        return FormKey.of(self.cleaned_data["form_key"], typed)

    def values(self) -> dict[str, Any]:
        """Return what was typed, without the key. Only for a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}
