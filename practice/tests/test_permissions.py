"""Which doors each role opens, as one table, and what `needs` does with it."""

from typing import cast

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from practice.http import StaffRequest
from practice.permissions import ROLES, Permission, Role, needs, permissions_of
from practice.tests import factories

# One letter a role: Receptionist, Secretary, Fee earner, Head, managing Partner, Compliance, complaints hAndler, Mlro,
# admiNistrator
LETTERS = dict(zip("RSFHPCAMN", Role, strict=True))
DOORS = {
    Permission.HOME: "RSFHPCAMN",
    Permission.DESK: "RSFHPCAM",
    Permission.CALLBACK_BOOK: "RSFHPCAM",
    Permission.CALLBACK_RECORD: "RSFHPCAM",
    Permission.CALLER_FLAG: "HPC",
    Permission.MY_DAY: "RSFHPCAMN",
    Permission.CLIENT_VIEW: "RSFHPCAM",
    Permission.MATTER_VIEW: "RSFHPCAM",
    Permission.MATTER_EDIT: "SFHP",
    Permission.ENQUIRY_TAKE: "RSFHPCAM",
    Permission.CONFLICT_ASK: "SFHPC",
    Permission.CONFLICT_DECIDE: "HPC",
    Permission.CONFLICT_OVERRIDE: "PC",
    Permission.LETTER_WRITE: "SFHP",
    Permission.LETTER_ISSUE: "FHP",
    Permission.MAILING_MAKE: "SPC",
    Permission.MAILING_RELEASE: "PC",
    Permission.COMPLAINT_LOG: "RSFHPCAM",
    Permission.COMPLAINT_HANDLE: "HCA",
    Permission.COMPLAINT_REVIEW: "P",
    Permission.COMPLAINT_OVERSEE: "C",
    Permission.BARRIER_KEEP: "C",
    Permission.REGISTER_KEEP: "SHC",
    Permission.DASHBOARD: "HPC",
    Permission.OUTBOX_VIEW: "CN",
    Permission.POST_TRAY: "SC",
    Permission.CDD: "SFHPCM",
    Permission.CDD_APPROVE: "HPCM",
    Permission.CDD_RETAIN: "CM",
    Permission.SUSPICION_READ: "M",
    Permission.IMPORT: "PN",
    Permission.WORDING_READ: "RSFHPCAMN",
    Permission.WORDING_WRITE: "HPC",
    Permission.WORDING_PUBLISH: "PC",
    Permission.ADMIN: "N",
}


@pytest.mark.parametrize("permission", list(Permission))
def test_a_door_opens_to_exactly_these_roles(permission: Permission) -> None:
    assert {role for role in Role if permission in ROLES[role]} == {LETTERS[letter] for letter in DOORS[permission]}


def test_several_roles_open_what_any_of_them_opens() -> None:
    both = permissions_of([Role.RECEPTIONIST, Role.COMPLIANCE])

    assert both == ROLES[Role.RECEPTIONIST] | ROLES[Role.COMPLIANCE]


@needs(Permission.CONFLICT_DECIDE, Permission.ADMIN)
def _room(request: StaffRequest) -> HttpResponse:
    return HttpResponse(f"come in, {request.user.family_name}")


def _request(*roles: Role, is_active: bool = True) -> HttpRequest:
    request = cast("StaffRequest", RequestFactory().get("/"))
    request.user = factories.user(*roles, family="Marsh", is_active=is_active)
    return request


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COMPLIANCE, Role.ADMINISTRATOR])
def test_any_of_the_named_permissions_opens_a_view(role: Role) -> None:
    answer = _room(_request(role))

    assert isinstance(answer, HttpResponse)
    assert answer.content == b"come in, Marsh"


@pytest.mark.django_db
def test_a_view_stays_shut_without_the_permission_and_to_those_who_left() -> None:
    for request in (_request(Role.FEE_EARNER), _request(Role.COMPLIANCE, is_active=False)):
        with pytest.raises(PermissionDenied):
            _room(request)


def test_a_view_says_what_it_needs() -> None:
    assert getattr(_room, "needs", None) == (Permission.CONFLICT_DECIDE, Permission.ADMIN)
