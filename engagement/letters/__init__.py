"""What a client care letter says: the matter's rows and people's answers as facts, composed for each client."""

from engagement.letters.answers import TEMPLATE, Defaults, defaults
from engagement.letters.background import Background, Recipient, background, letter_policy
from engagement.letters.certificate import (
    Certified,
    Said,
    certificate_html,
    certify,
    has_right_to_cancel,
    print_certificate,
)
from engagement.letters.package import Copy, Package, Printed, PrintedCopy, bind_papers, package, print_package
from engagement.letters.reading import clauses, draft_html, must_be_in

__all__ = [
    "TEMPLATE",
    "Background",
    "Certified",
    "Copy",
    "Defaults",
    "Package",
    "Printed",
    "PrintedCopy",
    "Recipient",
    "Said",
    "background",
    "bind_papers",
    "certificate_html",
    "certify",
    "clauses",
    "defaults",
    "draft_html",
    "has_right_to_cancel",
    "letter_policy",
    "must_be_in",
    "package",
    "print_certificate",
    "print_package",
]
