"""All forms of English verbs, so that a cue is written once."""

from __future__ import annotations

import re
from typing import Final

_DOUBLED: Final = re.compile(r"[^aeiou][aeiou][bdglmnprt]$")
_IRREGULAR: Final = {
    row.split()[0]: frozenset(row.split())
    for row in (
        "bear bore borne",
        "become became",
        "begin began begun",
        "bind bound",
        "break broke broken",
        "bring brought",
        "choose chose chosen",
        "cling clung",
        "come came",
        "deal dealt",
        "draw drew drawn",
        "drive drove driven",
        "fall fell fallen",
        "feel felt",
        "find found",
        "fly flew flown",
        "forget forgot forgotten",
        "get got gotten",
        "give gave given",
        "go went gone",
        "grow grew grown",
        "hang hung",
        "hear heard",
        "hide hid hidden",
        "hold held",
        "keep kept",
        "know knew known",
        "lay laid",
        "leave left",
        "lend lent",
        "lose lost",
        "make made",
        "mean meant",
        "meet met",
        "pay paid",
        "put putting",
        "run ran running",
        "say said",
        "see saw seen",
        "seek sought",
        "send sent",
        "set setting",
        "shake shook shaken",
        "sit sat",
        "speak spoke spoken",
        "spend spent",
        "stand stood",
        "stick stuck",
        "strike struck",
        "take took taken",
        "tell told",
        "think thought",
        "undertake undertook undertaken",
        "uphold upheld",
        "wear wore worn",
        "withdraw withdrew withdrawn",
        "withhold withheld",
        "write wrote written",
    )
}
PAST: Final = frozenset(
    form for row in _IRREGULAR.values() for form in row if not form.endswith("ing")
) - set(_IRREGULAR)
"""Past tenses and participles that do not end in -ed."""


def is_past(word: str) -> bool:
    """Whether a word may be a past tense or a past participle."""
    return word.endswith("ed") or word in PAST or word in {"been", "done"}


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
