"""Difficult conversations with those whom we treat as clients without acting for them (domain A09)."""

from typing import Self

from django.db import models

from practice.models.matters import Matter
from practice.models.parties import Party
from practice.models.people import User


class DifficultConversationQuerySet(models.QuerySet["DifficultConversation"]):
    def visible_to(self, user: User) -> Self:
        """
        Return what this person held or wrote down, and what was about matters that they work on.

        What is about a matter or somebody kept from them is kept from them too, whoever wrote it.
        """
        if not user.is_active:
            return self.none()
        theirs = models.Q(held_by=user) | models.Q(written_by=user) | models.Q(matter__in=Matter.objects.on_team(user))
        on = models.Q(matter=None) | models.Q(matter__in=Matter.objects.visible_to(user))
        return self.filter(theirs & on, party__in=Party.objects.visible_to(user))

    def newest_first(self) -> Self:
        return self.order_by("-held_on", "-pk")


class DifficultConversation(models.Model):
    """What had to be said, how it was taken, and what follows. It never changes; on no timeline, in no search."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="difficult_conversations")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    held_on = models.DateField()
    held_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    told = models.TextField(help_text="What we had to tell them.")
    taken = models.TextField(blank=True, help_text="How they took it, in their words.")
    support = models.TextField(blank=True, help_text="Who is there for them.")
    promised = models.TextField(blank=True, help_text="What we promised, and what we could not.")
    next_steps = models.TextField(help_text="What happens next, and when they hear from whom.")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = DifficultConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(told="") & ~models.Q(next_steps=""),
                name="practice_conversation_says_what_and_what_next",
            ),
        ]

    def __str__(self) -> str:
        return f"Conversation {self.pk}"
