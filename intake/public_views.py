"""The form that anybody may fill in, without an account and without JavaScript (decisions 23, B12, B13)."""

from datetime import datetime, time
from typing import Any, cast
from uuid import UUID

from django import forms as django_forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intake import links, public_forms, services
from intake.forms_wishes import Wishes
from intake.models import EnquiryDraft, IntakePolicy, PrivacyNotice
from intake.public_forms import PAGES, TITLES
from intake.rules import Question
from practice import clock
from practice.errors import Refusal
from practice.models import WorkType
from practice.office import load_calendar, local_date, main_office
from practice.responses import see_other
from practice.throttle import too_often

_OPEN, _SENT = "enquire", "enquire_sent"  # in the session: the form being filled in, and the one that was sent


@require_http_methods(["GET", "POST"])
@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """Say what happens and what becomes of the data; begin on POST."""
    now = clock.now()
    today = local_date(main_office(), now)
    form = public_forms.Trapped(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        if _too_often(request, "begin"):
            return _slow_down(request)
        try:
            draft = services.begin_draft(today=today, now=now)
        except Refusal as no:
            refusal = no
        else:
            request.session[_OPEN] = str(draft.pk)
            return see_other("enquire_page", PAGES[0])
    context = {
        "form": form,
        "refusal": refusal,
        "going": _draft(request, now=now),
        "notice": PrivacyNotice.objects.in_force(today),
        "policy": _policy(),
    }
    return _render(request, "enquire", context, status=422 if form.errors or refusal else 200)


@require_http_methods(["GET", "POST"])
@login_not_required
def page(request: HttpRequest, page: str) -> HttpResponse:
    """Show one page of the form; keep it as typed, and go on when it is right."""
    if page not in PAGES:
        raise Http404
    now = clock.now()
    draft = _draft(request, now=now)
    if draft is None:
        return _over(request)
    if request.method == "GET":
        form = public_forms.form_of(page, None, typed=draft.typed, questions=_questions(draft))
        return _page(request, page, form, draft)
    if _too_often(request, "save"):
        return _slow_down(request)
    try:
        draft = services.save_draft(draft_id=draft.pk, page=page, typed=request.POST, now=now)
    except Refusal:
        return _over(request)
    if "later" in request.POST:
        return see_other("enquire_saved")
    form = public_forms.form_of(page, request.POST, typed=draft.typed, questions=_questions(draft))
    if not form.is_valid():
        return _page(request, page, form, draft, status=422)
    if getattr(form, "not_shown", ()):
        return see_other("enquire_page", page)  # an answer opened more questions
    following = PAGES[PAGES.index(page) + 1 :]
    return see_other("enquire_page", following[0]) if following else see_other("enquire_check")


@require_http_methods(["GET", "POST"])
@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    """Show every answer; send on POST. Sent twice, it is one enquiry."""
    now = clock.now()
    if request.method == "POST" and request.POST.get("form_key") == request.session.get(_SENT):
        return see_other("enquire_sent")
    draft = _draft(request, now=now)
    if draft is None:
        return _over(request)
    pages = {
        one: public_forms.form_of(one, None, typed=draft.typed, questions=_questions(draft), again=True)
        for one in PAGES
    }
    for one, form in pages.items():
        if not form.is_valid():
            return see_other("enquire_page", one)
    if request.method == "GET":
        return _check(request, draft, pages, public_forms.Send(initial={"form_key": draft.pk}))
    if _too_often(request, "send"):
        return _slow_down(request)
    send = public_forms.Send(request.POST)
    if not send.is_valid():
        return _check(request, draft, pages, send, status=422)
    if send.cleaned_data["form_key"] != draft.pk:
        send.add_error(
            None, "Another form was begun in this browser since. These are its answers: check them, then send."
        )
        return _check(request, draft, pages, send, status=409)
    calendar = load_calendar(main_office())
    try:
        services.send_draft(
            draft_id=draft.pk,
            facts=public_forms.facts_of(pages, notice_version=draft.notice.version, now=now),
            due_on=calendar.local_date(now),
            now=now,
            calendar=calendar,
        )
    except Refusal as refusal:
        send.add_error(None, str(refusal))
        return _check(request, draft, pages, send, status=refusal.status)
    request.session[_SENT] = str(draft.pk)
    request.session.pop(_OPEN, None)
    return see_other("enquire_sent")


@require_GET
@login_not_required
def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next, and by when. Nothing typed is shown again."""
    sent_id = request.session.get(_SENT)
    draft = EnquiryDraft.objects.select_related("enquiry").filter(pk=sent_id).first() if sent_id else None
    if draft is None or draft.enquiry is None:
        return see_other("enquire")
    return _render(request, "enquire_sent", {"enquiry": draft.enquiry})


@require_GET
@login_not_required
def saved(request: HttpRequest) -> HttpResponse:
    """Show the link and the six figures that open what is half typed."""
    draft = _draft(request, now=clock.now())
    if draft is None:
        return _over(request)
    return _saved(request, draft, public_forms.MailLink(initial={"email": draft.typed.get("you", {}).get("email", "")}))


@require_POST
@login_not_required
def mail(request: HttpRequest) -> HttpResponse:
    """Send the link, without the figures, to the mailbox typed here and now."""
    now = clock.now()
    draft = _draft(request, now=now)
    if draft is None:
        return _over(request)
    if _too_often(request, "send"):
        return _slow_down(request)
    form = public_forms.MailLink(request.POST)
    if not form.is_valid():
        return _saved(request, draft, form, status=422)
    is_new = services.mail_link(
        draft_id=draft.pk, to=form.cleaned_data["email"], today=local_date(main_office(), now), now=now
    )
    return _saved(request, draft, public_forms.MailLink(), mailed="new" if is_new else "before")


@require_http_methods(["GET", "POST"])
@login_not_required
def resume(request: HttpRequest, draft_id: UUID, token: str) -> HttpResponse:
    """Open what is half typed, by its link and the six figures. GET opens nothing."""
    now = clock.now()
    if not links.fits(draft_id, token) or not EnquiryDraft.objects.alive(now).filter(pk=draft_id).exists():
        return _over(request)
    form = public_forms.Resume(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if _too_often(request, "save"):
            return _slow_down(request)
        status = 422
        if form.is_valid():
            try:
                draft = services.open_draft(draft_id=draft_id, code=form.cleaned_data["code"], now=now)
            except Refusal as refusal:
                form.add_error("code", str(refusal))
            else:
                request.session[_OPEN] = str(draft.pk)
                return see_other("enquire_page", _first_open(draft))
    return _render(request, "enquire_resume", {"form": form}, status=status)


def _draft(request: HttpRequest, *, now: datetime) -> EnquiryDraft | None:
    key = request.session.get(_OPEN)
    return EnquiryDraft.objects.alive(now).select_related("notice").filter(pk=key).first() if key else None


def _first_open(draft: EnquiryDraft) -> str:
    return next((one for one in PAGES if one not in draft.typed), PAGES[-1])


def _questions(draft: EnquiryDraft) -> list[Question]:
    work_type = draft.typed.get("about", {}).get("work_type", "")
    return services.questions_of(work_type) if work_type in WorkType.values else []


def _page(
    request: HttpRequest, page: str, form: django_forms.Form, draft: EnquiryDraft, status: int = 200
) -> HttpResponse:
    number = PAGES.index(page)
    context = {
        "form": form,
        "title": TITLES[page],
        "number": number + 1,
        "pages": len(PAGES),
        "before": PAGES[number - 1] if number else "",
        "draft": draft,
        "further": form.further() if isinstance(form, Wishes) else (),
    }
    return _render(request, "enquire_page", context, status=status)


def _check(
    request: HttpRequest, draft: EnquiryDraft, pages: dict[str, Any], send: public_forms.Send, status: int = 200
) -> HttpResponse:
    told = [(one, TITLES[one], _told(form)) for one, form in pages.items() if one != "questions" or form.asked]
    return _render(request, "enquire_check", {"told": told, "send": send, "draft": draft}, status=status)


def _told(form: django_forms.Form) -> list[tuple[str, list[str]]]:
    """Return each question with its answer as people read it; of what they may add only what they did."""
    may_stay_empty = {bound.name for bound in form.further()} if isinstance(form, Wishes) else set()
    return [
        (str(bound.label), _lines(bound.field, value))
        for bound in form.visible_fields()
        if (value := form.cleaned_data.get(bound.name)) or bound.name not in may_stay_empty
    ]


def _lines(field: django_forms.Field, value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["Yes" if value else "No"]
    if isinstance(value, tuple):
        return list(value)
    if isinstance(field, django_forms.ChoiceField):
        choices = cast("list[tuple[str, str]]", field.choices)
        return [str(words) for key, words in choices if str(key) == str(value)]
    if isinstance(value, time):
        return [f"{value:%H:%M}"]
    if hasattr(value, "strftime"):
        return [f"{value:%a} {value.day} {value:%B %Y}"]
    return str(value).splitlines() if value not in ("", None) else []


def _saved(
    request: HttpRequest, draft: EnquiryDraft, form: public_forms.MailLink, *, mailed: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "draft": draft,
        "link": links.address(draft.pk),
        "code": links.code(draft.pk),
        "form": form,
        "mailed": mailed,
        "next": _first_open(draft),
    }
    return _render(request, "enquire_saved", context, status=status)


def _over(request: HttpRequest) -> HttpResponse:
    return _render(request, "enquire_over", {}, status=404)


def _slow_down(request: HttpRequest) -> HttpResponse:
    answer = _render(request, "enquire_slow", {}, status=429)
    answer["Retry-After"] = "3600"
    return answer


def _render(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"intake/public/{name}.html", {"office": main_office(), **context}, status=status)


def _policy() -> IntakePolicy:
    return IntakePolicy.objects.first() or IntakePolicy()


def _too_often(request: HttpRequest, deed: str) -> bool:
    """Count this against its network address, with the firm's numbers."""
    policy = _policy()
    numbers = {
        "begin": policy.public_sends_per_hour * 3,
        "save": policy.public_saves_per_hour,
        "send": policy.public_sends_per_hour,
    }
    return too_often(request, of="intake", deed=deed, an_hour=numbers[deed])
