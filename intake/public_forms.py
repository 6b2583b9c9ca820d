"""The pages of the public form: shape only. What is typed here is not confirmed by anything (decisions 23)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms

from intake.asking import BirthField, LineField, NameField, NamesField, Questions, raw_answers
from intake.forms_wishes import Wishes, wishes_of
from intake.models import Channel, EnquirySource, TimeRunning
from intake.rules import Question
from intake.services import EnquiryFacts, GivenName
from practice.inputs import DayField, RadioList
from practice.models import MatterRole, PartyKind, WorkType

PAGES = ("about", "questions", "people", "you")
TITLES = {
    "about": "What it is about",
    "questions": "A few facts",
    "people": "Who else is in it",
    "you": "Who you are, and how we may answer",
}
_TIME = [(TimeRunning.YES, "Yes"), (TimeRunning.NO, "No"), (TimeRunning.UNKNOWN, "I do not know")]
_SOURCES = [
    (EnquirySource.EXISTING_CLIENT, "I am a client already"),
    *[choice for choice in EnquirySource.choices if choice[0] != EnquirySource.EXISTING_CLIENT],
]


class Trapped(forms.Form):
    """A field that people do not see and machines fill in. Who fills it in is told so: nothing is dropped unseen."""

    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Leave this field empty. If your browser filled it in, empty it and go on.")
        return ""


class About(forms.Form):
    work_type = forms.ChoiceField(label="What kind of work is it?", choices=WorkType.choices, widget=RadioList)
    issue = LineField(
        label="What is it about, in one line?",
        max_length=160,
        help_text="Please tell us nothing confidential: we do not act for you yet.",
    )
    time_is_running = forms.ChoiceField(
        label="Is there a day by which something must be done?", choices=_TIME, widget=forms.RadioSelect
    )
    key_date = DayField(label="Which day?", required=False, help_text="The nearest one, if there are several.")
    key_date_label = LineField(label="What must be done by then?", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("time_is_running") == TimeRunning.YES and "key_date" in data and not data["key_date"]:
            self.add_error("key_date", "Give the day, or answer that you do not know.")
        if data.get("key_date_label") and "key_date" in data and not data["key_date"]:
            self.add_error("key_date", "Give the day as well.")
        return data


class People(forms.Form):
    opponents = NamesField(
        label="Who is on the other side?", help_text="People and firms, one a line. Leave it empty if there is nobody."
    )
    own_side = NamesField(
        label="Who else is on your side?", help_text="Somebody who owns, buys or claims with you. One a line."
    )
    others = NamesField(label="Anybody else?", help_text="Lenders, agents, other firms. One a line.")


class You(Wishes):
    kind = forms.ChoiceField(
        label="You are",
        choices=[(PartyKind.INDIVIDUAL, "A person"), (PartyKind.ORGANISATION, "An organisation")],
        widget=forms.RadioSelect,
    )
    title = LineField(label="Title", max_length=20, required=False)
    name = NameField(label="Full name", max_length=200)
    former_names = NamesField(label="Other names you have had", help_text="One a line. We need them for the check.")
    born_on = BirthField(help_text="If you like: it tells you from others of your name when we check.")
    phone = LineField(
        label="Telephone",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    voicemail_is_safe = forms.BooleanField(label="You may leave a message on it", required=False)
    email = forms.EmailField(label="E-mail", required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    email_is_safe = forms.BooleanField(label="You may write to it", required=False)
    address = forms.CharField(
        label="Postal address", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    post_is_safe = forms.BooleanField(label="You may send letters to it", required=False)
    safe_contact = LineField(
        label="Is there anything we must know before we ring or write?",
        max_length=200,
        required=False,
        help_text="Only after six, not at work, do not say who is calling.",
    )
    source = forms.ChoiceField(label="How did you hear of us?", choices=[("", "Choose one"), *_SOURCES])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("phone") and not data.get("email") and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", "Give a telephone number or an e-mail address, so that we can answer.")
        if data.get("phone") and sum(letter.isdigit() for letter in data["phone"]) < 6:
            self.add_error("phone", "Enter a telephone number, such as 07700 900123.")
        if data.get("kind") == PartyKind.ORGANISATION and data.get("born_on"):
            self.add_error("born_on", "An organisation has none. Choose “A person”, or leave it empty.")
        return data


class Send(Trapped):
    """The last page. The key is the form's own: sent twice, it is one enquiry."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    understood = forms.BooleanField(
        label="I understand that you do not act for me yet, and that time limits may be running",
        error_messages={"required": "Please tick this: it matters for you."},
    )
    field_order = ["form_key", "understood", "website"]


class Resume(Trapped):
    code = forms.CharField(
        label="The six figures",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 8}),
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


class MailLink(forms.Form):
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))


_FORMS: dict[str, type[forms.Form]] = {"about": About, "people": People, "you": You}


def form_of(
    page: str,
    data: Mapping[str, Any] | None,
    *,
    typed: Mapping[str, Any],
    questions: Sequence[Question],
    again: bool = False,
) -> forms.Form:
    """
    Return one page's form: bound to ``data``, or to what was typed there before if ``again``, or fresh with it.

    What was typed comes back as it was, right or wrong, so a fresh page is filled from the raw answers.
    """
    before = typed.get(page, {})
    if page == "questions":
        raw = data if data is not None else before or None
        if data is None and not again:
            return Questions(questions=questions, answers=raw_answers(questions, before))
        return Questions(raw or {}, questions=questions, all_shown=again)
    if data is not None or again:
        return _FORMS[page](data if data is not None else before)
    form = _FORMS[page]()
    form.initial = {name: _initial(field, name, before) for name, field in form.fields.items()} if before else {}
    return form


def _initial(field: forms.Field, name: str, before: Mapping[str, Any]) -> Any:
    return field.widget.value_from_datadict(before, {}, name)


def facts_of(forms_by_page: Mapping[str, forms.Form], *, notice_version: str, now: datetime) -> EnquiryFacts:
    """Return the enquiry that the pages make. Only for valid pages."""
    about, people, you = (forms_by_page[page].cleaned_data for page in ("about", "people", "you"))
    asked = forms_by_page["questions"]
    named = [(name, MatterRole.OPPONENT) for name in people["opponents"]]
    named += [(name, MatterRole.CLIENT) for name in people["own_side"]]
    named += [(name, MatterRole.OTHER) for name in people["others"]]
    return EnquiryFacts(
        received_at=now,
        channel=Channel.WEB,
        others=tuple(GivenName(text, role) for text, role in named),
        work_type=WorkType(about["work_type"]),
        issue=about["issue"],
        time_is_running=about["time_is_running"],
        key_date=about["key_date"],
        key_date_label=about["key_date_label"],
        answers=asked.answers() if isinstance(asked, Questions) else {},
        notice_version=notice_version,
        **{**wishes_of(you), "kind": PartyKind(you["kind"]), "source": EnquirySource(you["source"])},
    )
