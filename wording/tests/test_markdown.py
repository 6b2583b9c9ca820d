"""A little Markdown, before any fact is in it."""

import pytest

from wording.markdown import to_html

CASES = {
    "paragraphs": ("one\ntwo\n\nthree", "<p>one two</p>\n<p>three</p>"),
    "inline": (
        "**a** *b* ++c++ ~~d~~",
        '<p><b>a</b> <i>b</i> <span class="big">c</span> <span class="nb">d</span></p>',
    ),
    "sentence": ("[[by: before {{ x }}.]]", '<p><span class="cc-sent" data-q="by">before {{ x }}.</span></p>'),
    "bold around a fact": ("**{{ a }}**, b", "<p><b>{{ a }}</b>, b</p>"),
    "ours is escaped": ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    "bullets": ("- a\n- b\n  and c", "<ul>\n<li>a</li>\n<li>b and c</li>\n</ul>"),
    "numbers in a loop": (
        "{% for a in b %}\n1. {{ a }}\n{% endfor %}",
        "<ol>\n{% for a in b %}\n<li>{{ a }}</li>\n{% endfor %}\n</ol>",
    ),
    "heading": ("## Whom to tell\nMe", "<h2>Whom to tell</h2>\n<p>Me</p>"),
    "table": (
        "| A | B |\n|---|--:|\n{% for r in s %}\n| {{ r.a }} | {{ r.b | upcase }} |\n{% endfor %}\n|= All | {{ t }} |",
        '<table><thead><tr><th scope="col">A</th><th scope="col" class="num">B</th></tr></thead>\n<tbody>\n'
        '{% for r in s %}\n<tr><th scope="row">{{ r.a }}</th><td class="num">{{ r.b | upcase }}</td></tr>\n'
        "{% endfor %}\n"
        '<tr class="total"><th scope="row">All</th><td class="num">{{ t }}</td></tr>\n</tbody></table>',
    ),
    "inline tags in a paragraph": ("{% if a %}x{% else %}y{% endif %}", "<p>{% if a %}x{% else %}y{% endif %}</p>"),
    "a loop in one line": ("{% for a in b %}{{ a }}{% endfor %}", "<p>{% for a in b %}{{ a }}{% endfor %}</p>"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "wanted"), CASES.values(), ids=CASES.keys())
def test_markdown(source: str, wanted: str) -> None:
    assert to_html(source) == wanted
