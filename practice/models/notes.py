"""What somebody noted down about a client or a matter. A note never changes: a further one puts it right."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from practice.models.matters import Matter
from practice.models.parties import Party
from practice.models.people import User


class FileNoteQuerySet(models.QuerySet["FileNote"]):
    def visible_to(self, user: User) -> Self:
        """Return notes on matters, and of no matter on people, that this person may see."""
        on_matter = models.Q(matter__in=Matter.objects.visible_to(user).values("pk"))
        on_party = models.Q(matter=None, party__in=Party.objects.known_to(user).values("pk"))
        return self.filter(on_matter | on_party)


class FileNote(models.Model):
    """A note on a client, a matter, or a client of a matter. The journal's entry of it stands in their timelines."""

    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="file_notes")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="file_notes")
    text = models.TextField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = FileNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(party__isnull=False) | models.Q(matter__isnull=False),
                name="practice_file_note_is_about_somebody_or_a_matter",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="practice_file_note_says_something"),
        ]
        indexes = [GinIndex(SearchVector("text", config="folded"), name="practice_words_of_file_note")]

    def __str__(self) -> str:
        return f"Note of {self.written_by}"
