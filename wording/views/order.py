"""Arranging the clauses of a template: every press sends the whole list, so that it works without JavaScript."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other
from wording import arranging, examples, moving, ordering, saying
from wording.forms_order import NEW_SECTION, Arrange
from wording.library import Library
from wording.models import Template, TemplateDraft
from wording.rules import Place, Slot
from wording.services import library_at, version_text


@require_http_methods(["GET", "POST"])
@needs(Permission.WORDING_WRITE)
def order(request: StaffRequest, code: str) -> HttpResponse:
    """Show the places of a template; POST takes a step in the list, or keeps it as a proposal."""
    page = _Page(request, code)
    form = page.form
    if request.method == "GET":
        return page.shown(page.begun)
    if form.step:
        return page.shown(form.moved())
    if not form.is_valid():
        return page.shown(form.slots(), status=422)
    try:
        draft = ordering.save_order(
            code=code,
            slots=form.slots(),
            reason=form.cleaned_data["reason"],
            in_force_on=form.cleaned_data["in_force_on"],
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=page.now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return page.shown(form.slots(), refusal=refusal)
    messages.success(request, "Saved. No letter has changed yet.")
    return see_other("wording:template_draft", draft.pk)


class _Page:
    """The list as it was typed or stands, with the library of the day on which it would begin."""

    def __init__(self, request: StaffRequest, code: str) -> None:
        self.request, self.now = request, clock.now()
        last = Template.objects.filter(code=code, in_force_to=None).first()
        if last is None:
            raise Http404
        self.last = last
        self.draft: TemplateDraft | None = ordering.open_draft(code)
        self.before = version_text(last.pk)
        self.begun = ordering.text_of(self.draft).slots if self.draft else self.before.slots
        self.form = self._form()
        self.library: Library = library_at(moving.begins(self._day(), now=self.now))
        self.form.known = self._known()

    def shown(self, slots: Sequence[Slot], *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
        groups = arranging.grouped(slots)
        after = replace(self.before, slots=tuple(slots))
        context = {
            "template": self.last,
            "draft": self.draft,
            "form": self._shown_form(refusal=refusal),
            "groups": [self._group(number, group) for number, group in enumerate(groups, start=1)],
            "candidates": arranging.may_go_in(self.library, self.before, slots),
            "new_section": NEW_SECTION,
            "wanted": self.request.GET.get("put_in", ""),
            "problems": arranging.problems(after, self.before, self.library, examples.contexts()),
            "changes": arranging.compare(self.before.slots, slots, self.titles),
            "focus": dict(zip(("step", "on"), self.form.focus(), strict=True)) if self.form.step else {},
            "chose_nothing": self.form.step.startswith("in:") and tuple(slots) == self.form.slots(),
            "refusal": refusal,
        }
        return render(self.request, "wording/order.html", context, status=refusal.status if refusal else status)

    @property
    def titles(self) -> dict[str, str]:
        return {code: one.title for code, one in self.library.clauses.items()}

    def _form(self) -> Arrange:
        if self.request.method == "POST":
            return Arrange(self.request.POST)
        draft = self.draft
        more: dict[str, Any] = {"reason": draft.reason, "in_force_on": draft.in_force_on} if draft else {}
        return Arrange(initial={"seen": draft.draft_version if draft else 0, **more})

    def _shown_form(self, *, refusal: Refusal | None) -> Arrange:
        """Return the form as typed: a step asks for nothing yet, and after a refusal saving again is one more press."""
        if self.form.step:
            return Arrange(initial=self.form.as_typed())
        if refusal is None:
            return self.form
        typed = self.request.POST.copy()
        typed["seen"] = str(self.draft.draft_version if self.draft else 0)
        return Arrange(typed)

    def _day(self) -> date | None:
        """Return the day that was typed, of a form that needs not be right yet, or that of the open proposal."""
        if self.form.is_bound:
            self.form.full_clean()
            day: date | None = self.form.cleaned_data.get("in_force_on")
            return day
        return self.draft.in_force_on if self.draft else None

    def _known(self) -> dict[str, Slot]:
        """Return a place for every clause that may stand in it: as it does, as it did, or a new one."""
        new = arranging.may_go_in(self.library, self.before, ())
        return {
            **{one.code: Slot(one.code, Place.SECTION, one.title) for one in new},
            **{slot.clause: slot for slot in self.before.slots},
            **{slot.clause: slot for slot in self.begun},
        }

    def _group(self, number: int, group: arranging.Group) -> dict[str, Any]:
        rows = []
        for slot in group.slots:
            clause = self.library.clauses.get(slot.clause)
            when = saying.in_words(clause.trigger) if clause else ""
            rows.append(
                {"slot": slot, "clause": clause, "title": clause.title if clause else slot.clause, "when": when}
            )
        return {"number": number, "group": group, "rows": rows}
