"""What every form that changes something has in common."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from practice import receipts
from practice.receipts import FormKey


class KeyedForm(forms.Form):
    """A form that carries a key, so that sending it twice does the deed once."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def key(self) -> uuid.UUID | None:
        """Return the key of a bound form, whatever else is wrong in it; None if it has none."""
        field = self.fields["form_key"]
        try:
            key: uuid.UUID = field.clean(field.widget.value_from_datadict(self.data, {}, "form_key"))
        except ValidationError:
            return None
        return key

    def receipt(self) -> FormKey:
        """Return the key with a digest of what was typed. Only for a form with a valid key."""
        typed = {name: value for name, value in self.data.items() if name not in {"csrfmiddlewaretoken", "form_key"}}
        return FormKey.of(self.cleaned_data["form_key"], typed)

    def came_before(self, model: type[Model]) -> bool:
        """Say if this very form was acted on before: what it chose may be gone by its own deed (B13)."""
        if "form_key" not in self.cleaned_data:
            return False
        try:
            return receipts.earlier(self.receipt(), model) is not None
        except receipts.FormUsedForSomethingElse as refusal:
            self.add_error(None, str(refusal))
            return False

    def values(self) -> dict[str, Any]:
        """Return what was typed, without the key. Only for a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}
