"""What is typed about one complaint: shape only, no promises and no refusals."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms

from complaints.forms.base import LONG, DeedForm, LetterForm, WhenMixin
from complaints.models import Category, Finding, HoldReason, RemedyKind, RootCause
from complaints.rules import Stage
from practice.forms import KeyedForm
from practice.inputs import DayField, MoneyField, RadioList
from practice.models import User

if TYPE_CHECKING:
    from complaints.forms.base import People, Person


class Words(DeedForm):
    """What somebody said."""

    words = forms.CharField(label="In their words", widget=LONG)


class StartStage1(DeedForm):
    supervision_declared = forms.BooleanField(
        label="I am the named supervisor of this matter and did none of the work", required=False
    )


class EndEarlyResolution(StartStage1):
    because = forms.CharField(label="Why talking did not settle it", widget=LONG)


class Learn(DeedForm):
    """What a closing needs."""

    root_cause = forms.ChoiceField(label="Why it went wrong", choices=[("", "Choose"), *RootCause.choices])
    learning = forms.CharField(label="What we learn from it", widget=LONG)


class Settle(LetterForm, Learn):
    words = forms.CharField(label="What they agreed to, in their words", widget=LONG)


class Extend(LetterForm):
    new_due_on = DayField(label="New date")
    reason = forms.CharField(label="Why it takes longer", widget=LONG, help_text="The complainant is told.")
    done_so_far = forms.CharField(label="What has been done so far", widget=LONG)


class RequestReview(WhenMixin, DeedForm):
    words = forms.CharField(label="What they said", widget=LONG, required=False)


class AssignReviewer(LetterForm):
    reviewer = forms.ModelChoiceField(User.objects.none(), label="Reviewer")
    declaration = forms.CharField(
        label="The reviewer's declaration of independence",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, reviewers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("Person", self.fields["reviewer"])
        field.queryset = User.objects.working().filter(pk__in=[user.pk for user in reviewers]).by_name()


class Withdraw(LetterForm, Words):
    learning = forms.CharField(label="What we learn from it all the same", widget=LONG, required=False)


class RedressReferral(DeedForm):
    scheme_reference = forms.CharField(label="The scheme's reference", max_length=60)


class RedressDecision(DeedForm):
    decision = forms.CharField(label="What the scheme decided", widget=LONG)


class Reopen(DeedForm):
    to = forms.ChoiceField(
        label="Where it goes on",
        choices=[
            (Stage.STAGE1_INVESTIGATING.value, "At stage 1"),
            (Stage.STAGE2_REVIEWING.value, "At the review"),
        ],
        widget=forms.RadioSelect,
    )
    because = forms.CharField(label="What is new", widget=LONG)


class SortAsConcern(DeedForm):
    agreement = forms.CharField(label="How the person agreed that it is a concern", widget=LONG)


class AlreadyAcknowledged(WhenMixin, DeedForm):
    how = forms.CharField(
        label="How, by whom, and where the evidence is", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class HoldNet(DeedForm):
    reason = forms.ChoiceField(label="Because", choices=HoldReason.choices)
    note = forms.CharField(label="Note", max_length=200, required=False)


class ReleaseNet(DeedForm):
    hold = forms.TypedChoiceField(label="Hold", coerce=int, widget=RadioList)
    because = forms.CharField(label="Why it may go now", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holds = self.complaint.holds.in_force().order_by("pk")
        field = cast("forms.TypedChoiceField", self.fields["hold"])
        field.choices = [(hold.pk, hold.get_reason_display()) for hold in holds]


class AddHead(DeedForm):
    text = forms.CharField(label="The point, in their words", widget=LONG)
    category = forms.ChoiceField(label="Heading", choices=Category.choices)
    is_about_supervision = forms.BooleanField(label="It is about supervision", required=False)


class RecordFinding(DeedForm):
    head = forms.TypedChoiceField(label="Point", coerce=int, widget=RadioList)
    finding = forms.ChoiceField(label="Finding", choices=Finding.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="Reason, as the letter will give it", widget=LONG)
    root_cause = forms.ChoiceField(label="Cause", choices=[("", "Not yet"), *RootCause.choices], required=False)
    category = forms.ChoiceField(label="Heading", choices=[("", "As it is"), *Category.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heads = self.complaint.heads.order_by("position")
        field = cast("forms.TypedChoiceField", self.fields["head"])
        field.choices = [(head.pk, f"{head.position}. {head.text}") for head in heads]


class DraftAnswer(DeedForm):
    apology = forms.CharField(
        label="What we are sorry for", widget=LONG, help_text="Stands at the top of the letter. No defence."
    )


class OfferRemedy(DeedForm):
    kind = forms.ChoiceField(label="What kind", choices=RemedyKind.choices)
    what = forms.CharField(label="What we do, as the letter will say it", max_length=300)
    amount = MoneyField(label="Amount", required=False)
    due_on = DayField(label="By when", required=False)
    approved_by = forms.ModelChoiceField(
        User.objects.none(), label="Approved by", required=False, help_text="Needed over the limit of one person."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("Person", self.fields["approved_by"])
        field.queryset = User.objects.working().by_name()


class DeliverRemedy(DeedForm):
    remedy = forms.TypedChoiceField(label="Remedy", coerce=int, widget=RadioList)
    delivered_on = DayField(label="Delivered on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = self.complaint.remedies.filter(delivered_on=None).order_by("pk")
        field = cast("forms.TypedChoiceField", self.fields["remedy"])
        field.choices = [(one.pk, one.what) for one in open_ones]


class RecordContact(WhenMixin, DeedForm):
    words = forms.CharField(label="What was said", widget=LONG)


class AssignHandler(DeedForm):
    handler = forms.ModelChoiceField(User.objects.none(), label="Handler")
    because = forms.CharField(label="Why", max_length=200)

    def __init__(self, *args: Any, handlers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("Person", self.fields["handler"])
        field.queryset = User.objects.working().filter(pk__in=[user.pk for user in handlers]).by_name()


class NameSubjects(DeedForm):
    subjects = forms.ModelMultipleChoiceField(
        User.objects.none(), label="Who is complained of", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("People", self.fields["subjects"])
        field.queryset = User.objects.working().by_name()
        field.initial = self.complaint.subjects.all()


class GiveAccount(KeyedForm):
    account = forms.CharField(label="What happened, from your side", widget=forms.Textarea(attrs={"rows": 10}))
