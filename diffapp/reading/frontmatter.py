"""The YAML block at the head of a text: who issued it, when, in what language.

Scalars are taken as they are written: with YAML's own types the language ``no`` would become False
and the number ``1.10`` would become 1.1. So the base loader is used, which knows only strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LIMIT: Final = 64 * 1024
"""Longest front matter that is looked at, in characters."""

_DEEPEST: Final = 20
_MOST_ALIASES: Final = 20
_HEAD: Final = re.compile(r"---[ \t]*\n")
_FOOT: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_ABSENT: Final = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block says (``fields``: scalars only), and the text after it."""

    fields: dict[str, str]
    body: str
    warnings: tuple[str, ...] = ()


def split(text: str) -> FrontMatter:
    r"""Part a text from its front matter.

    Args:
        text: the cleaned text, with "\n" as line end.

    Returns:
        The fields and the rest. A block that cannot be read stays in the body, with a warning;
        "---" without a second "---" or "..." is an ordinary line.
    """
    head = _HEAD.match(text)
    foot = _FOOT.search(text, head.end(), head.end() + LIMIT) if head else None
    # The search sees the end of its window as a line's end: "---" cut there may be the start of more.
    if head is None or foot is None or not (foot.end() == len(text) or text[foot.end()] == "\n"):
        return FrontMatter({}, text)
    loaded = _load(text[head.end() : foot.start()])
    if loaded is None:
        note = "The front matter could not be read; it was left in the text."
        return FrontMatter({}, text, (note,))
    return FrontMatter(loaded, text[foot.end() + 1 :])


def _load(block: str) -> dict[str, str] | None:
    """The scalars of a YAML mapping; None if it is no mapping or cannot be read."""
    import yaml  # noqa: PLC0415 - slow to import, and most texts have no front matter

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        if not _harmless(yaml.parse(block, Loader=loader)):
            return None
        loaded = yaml.load(block, Loader=loader)  # noqa: S506 - the base loader makes strings alone
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if loaded is None or loaded == "":
        return {}
    if not isinstance(loaded, dict):
        return None
    return {
        key: " ".join(value.split())
        for key, value in loaded.items()
        if isinstance(key, str) and isinstance(value, str) and value not in _ABSENT
    }


def _harmless(events: Iterable[object]) -> bool:
    """Whether a block nests no deeper and repeats no more than one that people write."""
    depth = aliases = 0
    for event in events:
        kind = type(event).__name__
        aliases += kind == "AliasEvent"
        depth += kind in {"MappingStartEvent", "SequenceStartEvent"}
        depth -= kind in {"MappingEndEvent", "SequenceEndEvent"}
        if depth > _DEEPEST or aliases > _MOST_ALIASES:
            return False
    return True
