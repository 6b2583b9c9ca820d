"""What a change of a clause touches: templates, drafts in the making, letters in force. Reads only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from practice.models import Matter, MatterStage, User
from wording import drafts
from wording.drafts import InTheMaking
from wording.models import Clause, IssuedLetter, IssuedLetterQuerySet, Template

_NAMED = 20  # letters in force that are listed; the others are counted


@dataclass(frozen=True)
class InForce:
    """Letters of one kind that said these words and stand: how many of each version of the clause."""

    title: str
    version: int
    count: int


@dataclass(frozen=True)
class Blast:
    """
    What publishing would touch, as one person may see it.

    `hidden_drafts` and `hidden_letters` count what is behind a wall to them: it is touched all the same.
    """

    templates: tuple[Template, ...]
    drafts: tuple[InTheMaking, ...]
    hidden_drafts: int
    in_force: tuple[InForce, ...]
    letters: tuple[IssuedLetter, ...]
    hidden_letters: int
    owners: int

    @property
    def letter_count(self) -> int:
        return sum(one.count for one in self.in_force)

    def old_words(self, published_as: int | None) -> str:
        """Return the one version that letters in force have and a new one replaces, or "" where there are several."""
        older = {one.version for one in self.in_force if published_as is None or one.version < published_as}
        return str(older.pop()) if len(older) == 1 else ""

    @property
    def unlisted(self) -> int:
        """Letters in force that this person may see and that are not listed."""
        return self.letter_count - self.hidden_letters - len(self.letters)


def blast(clause: Clause, *, for_user: User, now: datetime) -> Blast:
    """Return what a change of this clause touches; seven queries, however many letters there are."""
    templates = templates_with(clause, now=now)
    letters = letters_in_force(Q(clauses__contains=[{"code": clause.code}]))
    counts: Counter[tuple[str, int]] = Counter()
    for title, clauses in letters.values_list("template__title", "clauses"):
        counts[title, next(one["version"] for one in clauses if one["code"] == clause.code)] += 1
    return _blast(templates, letters, counts, for_user=for_user)


def blast_of_order(template: Template, *, for_user: User) -> Blast:
    """Return what another order of a template touches."""
    letters = letters_in_force(Q(kind=template.code))
    counts = Counter(letters.values_list("template__title", "template__version"))
    return _blast([template], letters, counts, for_user=for_user)


def _blast(
    templates: Sequence[Template], letters: IssuedLetterQuerySet, counts: Counter[tuple[str, int]], *, for_user: User
) -> Blast:
    found = drafts_with(templates)
    seen = visible_among(found, for_user=for_user)
    mine = letters.filter(Q(matter=None) | Q(matter__in=Matter.objects.visible_to(for_user)))
    return Blast(
        templates=tuple(templates),
        drafts=tuple(seen),
        hidden_drafts=len(found) - len(seen),
        in_force=tuple(InForce(title, version, count) for (title, version), count in sorted(counts.items())),
        letters=tuple(mine.select_related("matter").order_by("-issued_at", "-pk")[:_NAMED]),
        hidden_letters=sum(counts.values()) - mine.count(),
        owners=len({one.owner.pk for one in found}),
    )


def templates_with(clause: Clause, *, now: datetime) -> list[Template]:
    """Return the templates in force that have a place for a clause."""
    return list(Template.objects.in_force(now).filter(places__clause=clause).order_by("kind", "title"))


def drafts_with(templates: Sequence[Template]) -> list[InTheMaking]:
    """Return the drafts in the making whose letter or enclosed document has a place for the clause."""
    codes = {one.code for one in templates}
    enclosing = Template.objects.filter(in_force_to=None, companions__overlap=list(codes)).values_list(
        "code", flat=True
    )
    return drafts.in_the_making(codes | set(enclosing))


def visible_among(found: Sequence[InTheMaking], *, for_user: User) -> list[InTheMaking]:
    """Return those drafts whose matter this person may see."""
    visible = Matter.objects.visible_to(for_user).filter(pk__in={one.matter.pk for one in found})
    seen = set(visible.values_list("pk", flat=True))
    return [one for one in found if one.matter.pk in seen]


def by_owner(found: Sequence[InTheMaking]) -> list[tuple[User, list[InTheMaking]]]:
    """Return whose drafts they are, each with those of their own that they may see."""
    owned: dict[User, list[InTheMaking]] = {}
    for one in found:
        owned.setdefault(one.owner, []).append(one)
    seen = [(owner, visible_among(drafts, for_user=owner)) for owner, drafts in owned.items()]
    return [(owner, drafts) for owner, drafts in seen if drafts]


def letters_in_force(which: Q) -> IssuedLetterQuerySet:
    """Return those of the newest letters of their kind to each person on matters that are not closed."""
    of_whom = Coalesce("party", 0)  # a document for everybody has nobody
    newer = IssuedLetter.objects.alias(whom=of_whom).filter(
        kind=OuterRef("kind"), matter=OuterRef("matter"), whom=OuterRef("whom"), issued_at__gt=OuterRef("issued_at")
    )
    chosen = IssuedLetter.objects.alias(whom=of_whom).filter(which)
    return chosen.exclude(matter__stage=MatterStage.CLOSED).filter(~Exists(newer))
