"""From facts and clauses to HTML: one body, the same on the page and on paper."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nh3
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from wording import liquid, markdown
from wording.facts.plain import GAP_CLOSES, GAP_OPENS, Context
from wording.library import TemplateText
from wording.rules import ClauseText, Place, Slot

_TAGS = {"p", "b", "i", "br", "ul", "ol", "li", "span", "h2", "table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"th": {"scope"}, "span": {"data-q"}}
_CLASSES = {"span": {"cc-sent", "big", "nb"}, "th": {"num"}, "td": {"num"}, "tr": {"total"}}
_GAP = re.compile(f"{GAP_OPENS}([a-z0-9_]+)\\|([^{GAP_CLOSES}]*){GAP_CLOSES}")
_SENTENCE = re.compile(r'<span class="cc-sent" data-q="([a-z0-9_]+)">((?:(?!<span|</span)[^\ue000])*)</span>')
_html_of = lru_cache(maxsize=512)(markdown.to_html)  # clauses are few, letters many
_ONE_PARAGRAPH = re.compile(r"\A<p>((?:(?!<p>).)*)</p>\Z", re.DOTALL)


@dataclass(frozen=True)
class Placed:
    """A clause in its place, filled in."""

    clause: ClauseText
    slot: Slot
    html: str
    required: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One headed part of a letter. Number 0 is an unnumbered one."""

    number: int
    heading: str
    style: str
    html: str


def fill(clause: ClauseText, slot: Slot, context: Context) -> Placed:
    """Fill a clause in: Markdown first, then the facts, escaped, then nothing but the allowed tags."""
    filled = liquid.render(_html_of(clause.body), context)
    cleaned = nh3.clean(
        filled,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=set(),
        strip_comments=True,
        link_rel=None,
    )
    required = liquid.render_text(clause.required_text, context).splitlines()
    return Placed(clause, slot, _tidy(cleaned), tuple(line for line in map(squeeze, required) if line))


def squeeze(words: str) -> str:
    """Make white space single, so that a sentence can be found wherever its lines broke."""
    return re.sub(r"\s+", " ", words).strip()


def section_numbers(template: TemplateText, slots: Sequence[Slot]) -> dict[str, int]:
    """Return the section number of each clause that stands in a section."""
    numbers: dict[str, int] = {}
    headings: list[str] = []
    for slot in slots:
        if slot.place == Place.SECTION:
            if not headings or headings[-1] != slot.heading:
                headings.append(slot.heading)
            numbers[slot.clause] = len(headings)
    return numbers


def parts(template: TemplateText, placed: Sequence[Placed], context: Context) -> dict[str, Any]:
    """Return what a letter consists of: open gaps and sentences are still marks."""
    sections = _sections(template, placed)
    return {
        "template": template,
        "context": context,
        "heading": liquid.render_text(template.heading, context),
        "subheading": liquid.render_text(template.subheading, context),
        "opening": _join(placed, Place.OPENING),
        "key_facts": [
            (one.slot.heading, mark_safe(_ONE_PARAGRAPH.sub(r"\1", one.html)))  # noqa: S308  through nh3 above
            for one in placed
            if one.slot.place == Place.KEY
        ],
        "sections": sections,
        "closing": _join(placed, Place.CLOSING),
        "acceptance": [one for one in placed if one.slot.place == Place.ACCEPTANCE],
    }


def body(parts: Mapping[str, Any]) -> str:
    """Return the letter without what differs between page and paper: open gaps are still marks."""
    return render_to_string("letters/letter.html", dict(parts)).strip()


def plain(html: str) -> SafeString:
    """Return a part of a letter for somebody who reads it: sentences lead to no questions."""
    return mark_safe(_SENTENCE.sub(r"\2", html))  # noqa: S308  through nh3 above


def paper(letter: str, *, title: str, author: str, iso_date: str) -> str:
    """Return the whole document for the letter printer; sentences need no marks there, and each would cost bytes."""
    plain = _SENTENCE.sub(r"\2", letter)
    facts = {"letter": mark_safe(plain), "title": title, "author": author, "iso_date": iso_date}  # noqa: S308
    return render_to_string("letters/paper.html", facts)


def screen(letter: str) -> str:
    """Return the letter for the page: sentences and gaps link to their questions (`#q-...`)."""
    linked = _SENTENCE.sub(r'<a class="cc-sent" href="#q-\1">\2</a>', letter)
    return _GAP.sub(r'<a class="cc-gap" href="#q-\1">\2</a>', linked)


def gaps(letter: str) -> dict[str, str]:
    """Return the open questions of a letter, each with its words, in the order of reading."""
    return dict(_GAP.findall(letter))


def _sections(template: TemplateText, placed: Sequence[Placed]) -> list[Section]:
    found: list[Section] = []
    for one in placed:
        if one.slot.place != Place.SECTION:
            continue
        if not found or found[-1].heading != one.slot.heading:
            number = len(found) + 1 if template.numbered else 0
            found.append(Section(number, one.slot.heading, one.slot.style, mark_safe(one.html)))  # noqa: S308
        else:
            last = found[-1]
            together = _attach(last.html, one.html) if one.slot.joins else f"{last.html}\n{one.html}"
            found[-1] = Section(last.number, last.heading, last.style or one.slot.style, mark_safe(together))  # noqa: S308
    return found


def _join(placed: Sequence[Placed], place: Place) -> str:
    return mark_safe("\n".join(one.html for one in placed if one.slot.place == place))  # noqa: S308


def _attach(before: str, after: str) -> str:
    """Run two clauses on in one paragraph where both have one there."""
    if before.endswith("</p>") and after.startswith("<p>"):
        return f"{before[:-4]} {after[3:]}"
    return f"{before}\n{after}"


def _tidy(cleaned: str) -> str:
    """Take out white space and paragraphs that an untaken `if` left behind."""
    lines = [re.sub(r"\s+", " ", line).strip() for line in cleaned.splitlines()]
    joined = re.sub(r"\s+(?=</(?:p|li|td|th|h2)>)", "", "\n".join(line for line in lines if line))
    return re.sub(r"(<(?:p|li|td|th)>)\s+", r"\1", joined).replace("<p></p>", "").strip()
