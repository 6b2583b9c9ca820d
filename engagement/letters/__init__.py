"""What a client care letter says: the matter's rows and people's answers as facts, composed for each client."""

from engagement.letters.answers import Defaults, defaults, template_of
from engagement.letters.background import Background, Recipient, background, letter_policy, matter_with_people
from engagement.letters.certificate import (
    Certified,
    Said,
    certificate_html,
    certify,
    has_right_to_cancel,
    print_certificate,
)
from engagement.letters.closing import (
    CLOSING,
    ClosingCopy,
    ClosingPackage,
    Typed,
    bind_closing,
    closing_package,
    print_closing,
)
from engagement.letters.cost_updates import (
    PrintedUpdate,
    UpdateCopy,
    UpdatePackage,
    bind_update,
    print_update,
    replaced_by,
    update_package,
)
from engagement.letters.package import Copy, Package, package
from engagement.letters.printing import Printed, PrintedCopy, bind_papers, print_package
from engagement.letters.reading import clauses, must_be_in
from engagement.letters.standard import against_standard
from wording.sheets import draft_html

__all__ = [
    "CLOSING",
    "ClosingCopy",
    "ClosingPackage",
    "Typed",
    "bind_closing",
    "closing_package",
    "print_closing",
    "Background",
    "Certified",
    "Copy",
    "Defaults",
    "Package",
    "Printed",
    "PrintedCopy",
    "PrintedUpdate",
    "Recipient",
    "Said",
    "UpdateCopy",
    "UpdatePackage",
    "against_standard",
    "background",
    "bind_papers",
    "bind_update",
    "certificate_html",
    "certify",
    "clauses",
    "defaults",
    "draft_html",
    "has_right_to_cancel",
    "letter_policy",
    "matter_with_people",
    "must_be_in",
    "package",
    "print_certificate",
    "print_package",
    "print_update",
    "replaced_by",
    "template_of",
    "update_package",
]
