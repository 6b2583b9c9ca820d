"""
Lines of text, measured once: most words of a letter stand in the next one too, and in a table each is measured thrice.

WeasyPrint 70 asks Pango for every line of every cell and paragraph anew, a third of the work of a letter, and loses a
list of font features each time, 120 kB a letter. Both are mended from outside, under the same bytes, which a test
compares with WeasyPrint as it comes. What is kept holds no words, only their hash: a child knows no client but the one
in its hands. Look at this again with every new WeasyPrint.
"""

from collections import OrderedDict
from collections.abc import Hashable
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import font_features

MOST_LINES = 6000  # of some ten letters; a few megabytes
LONGEST = 4000  # characters; the rest of a longer paragraph would be hashed for each of its lines
_FEATURES = (
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings"),
)
_STYLE = (  # everything of a style that decides how a line comes out
    *_FEATURES,
    *("font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_variation_settings"),
    *("font_language_override", "lang", "direction", "white_space", "letter_spacing", "word_spacing", "tab_size"),
    *("hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character"),
    *("overflow_wrap", "word_break", "text_decoration_line"),
)
_MEASURED = (
    *("justification_spacing", "max_width", "first_line_direction"),
    *("ascent", "underline_position", "strikethrough_position"),
)
_measures = attrgetter(*_MEASURED)
_split = line_break.split_first_line
_setup = line_break.Layout.setup


class Lines:
    """What came of lines that were split before, the oldest forgotten first. One for each FontConfiguration."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, tuple[Any, ...]] = OrderedDict()
        self._styles: dict[Hashable, Hashable] = {}

    def forget(self) -> None:
        """Forget all: another font may draw the same words differently."""
        self._known.clear()

    def split_first_line(
        self,
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> tuple[Any, ...]:
        """Do what WeasyPrint's own function does, or say again what it said."""
        if len(text) > LONGEST:
            return _split(text, style, context, max_width, justification_spacing, is_line_start, minimum)  # type: ignore[no-any-return]
        values = tuple(map(style.__getitem__, _STYLE))
        kind = self._styles.setdefault(values, values)
        digest = blake2b(text.encode(), digest_size=16).digest()
        key = (digest, len(text), id(kind), max_width, justification_spacing, is_line_start, minimum)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            length, measures, rest = known
            return (_layout(text[:length], measures), *rest)
        found: tuple[Any, ...] = _split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        layout, *rest = found
        if text.startswith(layout.text) and layout.ascent is None:
            self._known[key] = len(layout.text), _measures(layout), tuple(rest)
            if len(self._known) > MOST_LINES:
                self._known.popitem(last=False)
        return found


def _layout(text: str, measures: tuple[Any, ...]) -> Any:
    """Return a layout as WeasyPrint puts one away: it is set again from its text when it is drawn."""
    layout = line_break.Layout.__new__(line_break.Layout)
    layout.text = text
    for name, value in zip(_MEASURED, measures, strict=True):
        setattr(layout, name, value)
    return layout


def _set_up(layout: Any, style: Any) -> None:
    """Set a layout up with features of its own, given back with it."""
    _setup(layout, style)
    if features := font_features(*map(style.__getitem__, _FEATURES)):
        words = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(words))
        pango.pango_layout_set_attributes(layout.layout, attributes)


def install() -> Lines:
    """Put ours in the places of WeasyPrint's, in this process, and return what is kept."""
    lines = Lines()
    for module in (line_break, inline, preferred):
        module.split_first_line = lines.split_first_line
    line_break.Layout.setup = _set_up
    line_break.font_features = lambda *_: {}  # set up above, so that nothing is lost
    return lines
