"""What we tell of a look over a wall: who, until when, and a page that says why; never which matter (decisions 5)."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from outbox.services import Notice, to_staff
from practice.models import BrokenGlass
from practice.phrases import hhmm


def glass_broken(glass: BrokenGlass) -> Notice:
    """Alert another compliance officer or the managing partner."""
    return to_staff(
        glass.told,
        kind="barrier.glass_broken",
        subject="An information barrier was looked over",
        body=(
            f"{glass.user.name} may see a restricted matter until {hhmm(timezone.localtime(glass.expires_at))}.\n"
            f"Which one and why:\n\n{settings.BASE_URL}{reverse('glass', args=[glass.pk])}\n"
        ),
    )
