"""Where a person starts: the page of their role."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from practice.http import StaffRequest
from practice.permissions import Permission, Role, needs
from practice.responses import see_other

_MANAGERS = (Role.HEAD, Role.MANAGING_PARTNER, Role.COMPLIANCE)


@require_GET
@needs(Permission.HOME)
def home(request: StaffRequest) -> HttpResponse:
    """Send reception to the desk, managers to the figures, everybody else to their day."""
    if request.user.has_role(Role.RECEPTIONIST):
        return see_other("desk")
    if any(request.user.has_role(role) for role in _MANAGERS):
        return see_other("dashboard")
    return see_other("my_day")
