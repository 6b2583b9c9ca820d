"""The engine for wording that staff edit: sandboxed Liquid over plain values (reliability.md 3.6)."""

import html
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from liquid import DictLoader, Environment, StrictUndefined
from liquid.exceptions import LiquidError

from practice.errors import Refusal

_FILTERS = frozenset(
    "append capitalize default downcase escape first join last minus plus prepend size strip upcase".split()
)
_TAGS = frozenset("# assign break capture case comment content continue for if illegal output unless".split())
_PLAIN = (str, int, bool)


class BadWording(Refusal):
    """A clause does not parse, uses what it may not, or asks for a fact that no letter has."""

    code = "bad_wording"


class _Sandbox(Environment):
    loop_iteration_limit = 2_000
    local_namespace_limit = 50_000
    output_stream_limit = 200_000
    context_depth_limit = 10
    block_nesting_limit = 10


def _sandbox() -> _Sandbox:
    """Return an engine that knows only listed filters and tags: what a new release adds stays out until listed."""
    sandbox = _Sandbox(autoescape=True, undefined=StrictUndefined, loader=DictLoader({}))
    sandbox.filters = {name: known for name, known in sandbox.filters.items() if name in _FILTERS}
    sandbox.tags = {name: known for name, known in sandbox.tags.items() if name in _TAGS}
    return sandbox


_engine = _sandbox()


@lru_cache(maxsize=512)
def _parse(body: str) -> Any:
    try:
        return _engine.from_string(body)
    except LiquidError as problem:
        raise BadWording(f"This wording does not parse: {problem}") from problem


def analyse(body: str) -> frozenset[str]:
    """
    Return the facts that a wording uses, as dotted names such as `firm.phone`.

    :raises BadWording: when it does not parse, or uses a tag or filter that is not allowed.
    """
    found = _parse(body).analyze()
    strangers = sorted(set(found.filters) - _FILTERS)
    if strangers:
        raise BadWording(f"This wording uses a filter that is not allowed: {', '.join(strangers)}.")
    return frozenset(
        ".".join(str(segment) for segment in use.segments) for uses in found.globals.values() for use in uses
    )


class Plain(dict[str, Any]):
    """Facts that were looked at once, for all the clauses of a letter. Nothing may be put in afterwards."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        _check_plain(dict(facts), "facts")
        super().__init__(facts)


def render(body: str, facts: Mapping[str, Any]) -> str:
    """
    Return the wording with the facts in it, escaped for HTML.

    :raises BadWording: when a fact is missing, or a limit of the sandbox is passed.
    """
    if not isinstance(facts, Plain):
        _check_plain(facts, "facts")
    try:
        return str(_parse(body).render(**facts))
    except LiquidError as problem:
        raise BadWording(f"This wording cannot be filled in: {problem}") from problem


def render_text(body: str, facts: Mapping[str, Any]) -> str:
    """Return the wording with the facts in it, as plain text and not for HTML."""
    return html.unescape(render(body, facts))


def _check_plain(value: object, where: str) -> None:
    """Let only text, whole numbers, yes/no, lists and dicts of these in: an object could be walked."""
    if type(value) in _PLAIN or value is None:
        return
    if type(value) in (list, tuple):
        for number, item in enumerate(value):  # type: ignore[arg-type,var-annotated]  # narrowed by exact type
            _check_plain(item, f"{where}[{number}]")
    elif type(value) is dict:
        for key, item in value.items():
            _check_plain(item, f"{where}.{key}")
    else:
        raise TypeError(f"{where} is a {type(value).__name__}; wording takes plain values only.")
