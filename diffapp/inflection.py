"""All forms of English verbs, so that a cue is written once."""

from __future__ import annotations

import re
from typing import Final

_DOUBLED: Final = re.compile(r"[^aeiou][aeiou][bdglmnprt]$")
_IRREGULAR: Final = {
    row.split()[0]: frozenset(row.split())
    for row in (
        "bear bore borne",
        "bind bound",
        "bring brought",
        "draw drew drawn",
        "find found",
        "give gave given",
        "hold held",
        "leave left",
        "make made",
        "put putting",
        "see saw seen",
        "seek sought",
        "set setting",
        "stand stood",
        "stick stuck",
        "take took taken",
        "undertake undertook undertaken",
        "uphold upheld",
        "wear wore worn",
    )
}
PAST: Final = frozenset(
    form for row in _IRREGULAR.values() for form in row if not form.endswith("ing")
) - set(_IRREGULAR)
"""Past tenses and participles that do not end in -ed."""


def forms(verb: str) -> frozenset[str]:
    """All forms of a regular verb, and a few that do not exist, which harms nobody.

    >>> sorted(forms("deny"))
    ['denied', 'denies', 'deny', 'denying']
    """
    stem = verb.removesuffix("e")
    found = {verb, verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s"), stem + "ed"}
    found.add(verb + "ing" if verb.endswith("ee") else stem + "ing")
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        found = {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    if _DOUBLED.search(verb):
        found |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
    return frozenset(found | _IRREGULAR.get(verb, frozenset()))
