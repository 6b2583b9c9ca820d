"""Letters in the making, for whoever wants to know what a change of wording touches."""

from collections.abc import Collection

from engagement.models import Letter
from wording.drafts import InTheMaking


def unsent(template_codes: Collection[str]) -> list[InTheMaking]:
    """Return the drafts of these templates with the person who will sign each."""
    found = Letter.objects.in_the_making().filter(template_code__in=template_codes)
    return [
        InTheMaking(letter.matter, letter.prepared_for, letter.template_code, "engagement:letter")
        for letter in found.select_related("matter", "prepared_for")
    ]
