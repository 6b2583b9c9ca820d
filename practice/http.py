"""The request of somebody who is signed in."""

from django.http import HttpRequest

from practice.models import User


class StaffRequest(HttpRequest):
    """A request whose user is a member of staff: LoginRequiredMiddleware has seen to that."""

    user: User
