"""Who may open which page. Which rows they see there is `visible_to(user)`."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest
from django.http.response import HttpResponseBase

if TYPE_CHECKING:
    from practice.http import StaffRequest


class Role(TextChoices):
    """What a person is in the firm. One person may hold several (decisions 29)."""

    RECEPTIONIST = "receptionist", "Receptionist"
    SECRETARY = "secretary", "Secretary or paralegal"
    FEE_EARNER = "fee_earner", "Fee earner"
    HEAD = "head", "Head of department"
    MANAGING_PARTNER = "managing_partner", "Managing partner"
    COMPLIANCE = "compliance", "Compliance officer"
    COMPLAINTS_HANDLER = "complaints_handler", "Complaints handler"
    MLRO = "mlro", "MLRO or privacy lead"
    ADMINISTRATOR = "administrator", "Administrator"


class Permission(StrEnum):
    """A door. Rows behind it may still be closed to a person."""

    HOME = "home"
    DESK = "desk"
    CALLBACK_BOOK = "callback_book"
    CALLBACK_RECORD = "callback_record"
    CALLER_FLAG = "caller_flag"
    MY_DAY = "my_day"
    CLIENT_VIEW = "client_view"
    MATTER_VIEW = "matter_view"
    MATTER_EDIT = "matter_edit"
    ENQUIRY_TAKE = "enquiry_take"
    CONFLICT_ASK = "conflict_ask"
    CONFLICT_DECIDE = "conflict_decide"
    CONFLICT_OVERRIDE = "conflict_override"
    LETTER_WRITE = "letter_write"
    LETTER_ISSUE = "letter_issue"
    WORDING_READ = "wording_read"
    WORDING_WRITE = "wording_write"
    WORDING_PUBLISH = "wording_publish"
    MAILING_MAKE = "mailing_make"
    MAILING_RELEASE = "mailing_release"
    COMPLAINT_LOG = "complaint_log"
    COMPLAINT_HANDLE = "complaint_handle"
    COMPLAINT_REVIEW = "complaint_review"
    COMPLAINT_OVERSEE = "complaint_oversee"
    BARRIER_KEEP = "barrier_keep"
    REGISTER_KEEP = "register_keep"
    DASHBOARD = "dashboard"
    OUTBOX_VIEW = "outbox_view"
    POST_TRAY = "post_tray"
    CDD = "cdd"
    CDD_APPROVE = "cdd_approve"
    CDD_RETAIN = "cdd_retain"
    SUSPICION_READ = "suspicion_read"
    IMPORT = "import"
    ADMIN = "admin"


_EVERYONE = {
    Permission.HOME,
    Permission.MY_DAY,
    Permission.CLIENT_VIEW,
    Permission.MATTER_VIEW,
    Permission.COMPLAINT_LOG,
    Permission.CALLBACK_BOOK,
    Permission.CALLBACK_RECORD,
    Permission.DESK,
    Permission.ENQUIRY_TAKE,
    Permission.WORDING_READ,
}
_LAWYER = _EVERYONE | {
    Permission.MATTER_EDIT,
    Permission.CDD,
    Permission.CONFLICT_ASK,
    Permission.LETTER_WRITE,
    Permission.LETTER_ISSUE,
}
ROLES: dict[Role, frozenset[Permission]] = {
    Role.RECEPTIONIST: frozenset(_EVERYONE),
    Role.SECRETARY: frozenset(
        _EVERYONE
        | {
            Permission.MATTER_EDIT,
            Permission.CDD,
            Permission.CONFLICT_ASK,
            Permission.LETTER_WRITE,
            Permission.MAILING_MAKE,
            Permission.POST_TRAY,
            Permission.REGISTER_KEEP,
        }
    ),
    Role.FEE_EARNER: frozenset(_LAWYER),
    Role.HEAD: frozenset(
        _LAWYER
        | {
            Permission.CALLER_FLAG,
            Permission.COMPLAINT_HANDLE,
            Permission.DASHBOARD,
            Permission.CONFLICT_DECIDE,
            Permission.REGISTER_KEEP,
            Permission.CDD_APPROVE,
            Permission.WORDING_WRITE,
        }
    ),
    Role.MANAGING_PARTNER: frozenset(
        _LAWYER
        | {
            Permission.CALLER_FLAG,
            Permission.COMPLAINT_REVIEW,
            Permission.DASHBOARD,
            Permission.CONFLICT_DECIDE,
            Permission.CONFLICT_OVERRIDE,
            Permission.MAILING_MAKE,
            Permission.MAILING_RELEASE,
            Permission.IMPORT,
            Permission.CDD_APPROVE,
            Permission.WORDING_WRITE,
            Permission.WORDING_PUBLISH,
        }
    ),
    Role.COMPLIANCE: frozenset(
        _EVERYONE
        | {
            Permission.CALLER_FLAG,
            Permission.CDD,
            Permission.CDD_APPROVE,
            Permission.CDD_RETAIN,
            Permission.CONFLICT_ASK,
            Permission.CONFLICT_DECIDE,
            Permission.CONFLICT_OVERRIDE,
            Permission.COMPLAINT_HANDLE,
            Permission.COMPLAINT_OVERSEE,
            Permission.BARRIER_KEEP,
            Permission.REGISTER_KEEP,
            Permission.MAILING_MAKE,
            Permission.MAILING_RELEASE,
            Permission.DASHBOARD,
            Permission.OUTBOX_VIEW,
            Permission.POST_TRAY,
            Permission.WORDING_WRITE,
            Permission.WORDING_PUBLISH,
        }
    ),
    Role.COMPLAINTS_HANDLER: frozenset(_EVERYONE | {Permission.COMPLAINT_HANDLE}),
    Role.MLRO: frozenset(
        _EVERYONE | {Permission.CDD, Permission.CDD_APPROVE, Permission.CDD_RETAIN, Permission.SUSPICION_READ}
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.HOME,
            Permission.MY_DAY,
            Permission.ADMIN,
            Permission.OUTBOX_VIEW,
            Permission.IMPORT,
            Permission.WORDING_READ,
        }
    ),
}


#: Work that cannot be done well without knowing what stays inside the firm; reception reads promises and what to say.
INSIDE: Final = (Permission.MATTER_EDIT, Permission.COMPLAINT_HANDLE)


def permissions_of(roles: list[str]) -> frozenset[Permission]:
    """Return everything that any of these roles may open."""
    return frozenset().union(*(ROLES[Role(role)] for role in roles))


P = ParamSpec("P")
StaffView = Callable[Concatenate["StaffRequest", P], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def needs(*permissions: Permission) -> Callable[[StaffView[P]], Door[P]]:
    """Open a view to people who hold any of these permissions; the house-rule test reads `view.needs`."""

    def decorate(view: StaffView[P]) -> Door[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            staff_request = cast("StaffRequest", request)  # LoginRequiredMiddleware has seen to that
            if not any(staff_request.user.may(permission) for permission in permissions):
                raise PermissionDenied
            return view(staff_request, *args, **kwargs)

        guarded.needs = permissions  # type: ignore[attr-defined]
        return guarded

    return decorate
