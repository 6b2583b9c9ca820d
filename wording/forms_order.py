"""What is typed about the order of a template's clauses. The whole list comes with every press, so nothing is lost."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from practice.forms import KeyedForm
from practice.inputs import DayField
from wording import arranging
from wording.arranging import Group, Slots
from wording.rules import Place, Slot

_MOST = 200  # places of a template; the longest that ships has 58
_HEADING = 120
_STEPS = {"up": -1, "down": 1}
NEW_SECTION = "new"


class Arrange(KeyedForm):
    """
    Another order of a template. `slot` comes once a place, in their order: group and clause, "2:costs_basis".

    `heading_2` is the heading of a section, `label_costs_basis` what a key fact is called, `joins_...` whether a
    clause runs on. `do` is a step to take in the list instead of saving: "up:costs_basis".
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label="Why do you change it?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Stands beside the version for good.",
    )
    in_force_on = DayField(label="From which day?", required=False, help_text="Empty: as soon as it is published.")

    data: QueryDict
    known: Mapping[str, Slot] = {}  # the clauses that may stand in it, each as it stands, did or could

    @property
    def step(self) -> str:
        """Return the step that was pressed, or "" where the whole is to be saved."""
        return str(self.data.get("do", ""))

    def as_typed(self) -> dict[str, object]:
        """Return what stands in each field, right or wrong."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, name) for name, field in self.fields.items()
        }

    def slots(self) -> Slots:
        """Return the places as they were typed; what names no clause of the template or library is left out."""
        found, places = [], self._places()
        for typed in self.data.getlist("slot")[:_MOST]:
            number, _, code = typed.partition(":")
            if code not in self.known or number not in places:
                continue
            place = places[number]
            found.append(
                Slot(
                    clause=code,
                    place=place,
                    heading=self._heading(f"heading_{number}" if place == Place.SECTION else f"label_{code}"),
                    joins=place == Place.SECTION and f"joins_{code}" in self.data,
                    style=self.known[code].style,
                )
            )
        return tuple(found)

    def moved(self) -> Slots:
        """Return the places after the step that was pressed."""
        slots = self.slots()
        name, _, what = self.step.partition(":")
        if name in _STEPS:
            return arranging.move(slots, what, _STEPS[name])
        if name == "out":
            return arranging.take_out(slots, what)
        if name in {"section_up", "section_down"}:
            place = self._places().get(what)
            heading = self._heading(f"heading_{what}")
            return arranging.move_section(slots, heading, _STEPS[name[8:]]) if place == Place.SECTION else slots
        if name == "in":
            return self._put_in(slots)
        return slots

    def focus(self) -> tuple[str, str]:
        """Return the button to stand on after the step, and of which clause or section: one goes on from there."""
        name, _, what = self.step.partition(":")
        if name == "out":
            codes = [slot.clause for slot in self.slots()]
            at = codes.index(what) if what in codes else 0
            return "out", next(iter([*codes[at + 1 : at + 2], *codes[max(0, at - 1) : at]]), "")
        if name == "in":
            return "up", str(self.data.get("put_in", ""))
        return name, self._heading(f"heading_{what}") if name.startswith("section") else what

    def _put_in(self, slots: Slots) -> Slots:
        code, into = str(self.data.get("put_in", "")), str(self.data.get("into", ""))
        if code not in self.known or any(one.clause == code for one in slots):
            return slots
        if into == NEW_SECTION:
            group = Group(Place.SECTION, self._heading("new_heading"), ())
        elif into in self._places():
            place = self._places()[into]
            group = Group(place, self._heading(f"heading_{into}") if place == Place.SECTION else "", ())
        else:
            return slots
        return arranging.put(slots, self.known[code], group)

    def _places(self) -> dict[str, str]:
        """Return which place of a letter each group of the page is, by its number."""
        found = {}
        for typed in self.data.getlist("group")[:_MOST]:
            number, _, place = typed.partition(":")
            if place in Place.values:
                found[number] = place
        return found

    def _heading(self, name: str) -> str:
        return " ".join(str(self.data.get(name, "")).split())[:_HEADING]
