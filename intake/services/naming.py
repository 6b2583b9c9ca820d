"""The names of an enquiry, written with what they are found by."""

from intake.models import Enquiry, EnquiryName
from intake.nearness import enquiry_keys
from practice.matching.keys import VERSION
from practice.models import MatterRole
from practice.names import normalise


def add_names(enquiry: Enquiry, rows: list[tuple[str, MatterRole, bool]]) -> int:
    """Write names in the caller's transaction; one that is there in that role stays. Return how many were new."""
    before = enquiry.names.count()
    EnquiryName.objects.bulk_create(
        [
            EnquiryName(
                enquiry=enquiry,
                text=text,
                normalised=normalise(text),
                role=role,
                is_former=is_former,
                keys=enquiry_keys(text),
                keys_version=VERSION,
            )
            for text, role, is_former in rows
        ],
        ignore_conflicts=True,
    )
    return enquiry.names.count() - before
