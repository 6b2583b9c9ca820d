"""Letters in the making, for whoever wants to know what a change of wording touches."""

from collections.abc import Collection

from engagement.letters.cost_updates import TEMPLATE
from engagement.models import CostUpdate, Letter
from wording.drafts import InTheMaking


def unsent(template_codes: Collection[str]) -> list[InTheMaking]:
    """Return the drafts of these templates with the person who will sign each."""
    letters = Letter.objects.in_the_making().filter(template_code__in=template_codes)
    updates = CostUpdate.objects.in_the_making() if TEMPLATE in template_codes else CostUpdate.objects.none()
    return [
        *(
            InTheMaking(letter.matter, letter.prepared_for, letter.template_code, "engagement:letter")
            for letter in letters.select_related("matter", "prepared_for")
        ),
        *(
            InTheMaking(update.matter, update.prepared_for, TEMPLATE, "engagement:cost_update")
            for update in updates.select_related("matter", "prepared_for").order_by("pk")
        ),
    ]
