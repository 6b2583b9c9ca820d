"""What a client care letter says: the matter's rows and people's answers as facts, composed for each client."""

from engagement.letters.answers import Defaults, defaults, template_of
from engagement.letters.background import Background, Recipient, background, letter_policy
from engagement.letters.package import Copy, Package, Printed, PrintedCopy, bind_papers, package, print_package
from engagement.letters.reading import clauses, must_be_in
from engagement.letters.standard import against_standard
from wording.sheets import draft_html

__all__ = [
    "Background",
    "Copy",
    "Defaults",
    "Package",
    "Printed",
    "PrintedCopy",
    "Recipient",
    "against_standard",
    "background",
    "bind_papers",
    "clauses",
    "defaults",
    "draft_html",
    "letter_policy",
    "must_be_in",
    "package",
    "print_package",
    "template_of",
]
