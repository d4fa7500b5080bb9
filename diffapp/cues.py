"""cues.toml -> Cues: patterns of words, ready to be tried where their first word stands.

The pattern language is described at the head of data/cues.toml. A pattern is tried word by word, with gaps
of bounded length, so the work grows in proportion to the text, whatever the text is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

from diffapp.errors import SettingsError
from diffapp.inflection import forms

STANCES: Final = (
    "offer",
    "condition",
    "request",
    "refusal",
    "reaffirmation",
    "concern",
    "warning",
    "obligation",
    "statement",
)
SUBJECTS: Final = frozenset({"own", "other", "named", "role", "thing", "open", "any"})
NEEDS: Final = frozenset({"", "not", "not not", "modal", "denial", "condition", "alone", "last"})
COMPANY: Final = frozenset({"condition", "alone", "last"})
PASTS: Final = frozenset({"keep", "drop", "joint"})
ANY, NAME, OWNER, DONE = "<any>", "<name>", "<owner>", "<done>"
FIRMEST: Final = 5
GAP: Final = 6
_LIST: Final = re.compile(r"<([a-z_]+)>")


class Step(NamedTuple):
    """One place in a pattern: the words that may stand there, after at most ``gap`` others."""

    words: frozenset[str]
    gap: int
    optional: bool


class Pattern(NamedTuple):
    """A row of steps; ``head`` is "^" or "^^" where it counts only at the head of a clause or a sentence.

    A sentence without any of the words ``needed`` is not tried, unless they are none.
    """

    steps: tuple[Step, ...]
    head: str
    verb: bool
    needed: frozenset[str] = frozenset()


class Rule(NamedTuple):
    """One [[cue]] of the file, without its patterns."""

    label: str
    strength: int
    negated: str
    needs: str
    past: str
    subject: frozenset[str]
    order: int


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """What a passage is read with: rules by the word that a pattern of theirs begins with, and word lists."""

    index: Mapping[str, tuple[tuple[Rule, Pattern], ...]]
    words: Mapping[str, frozenset[str]]


class _Reader:
    """Turns one file's tables into Cues; ``name`` is what the file is called in a message."""

    def __init__(self, name: str, words: Mapping[str, frozenset[str]], labels: Mapping[str, Any]) -> None:
        self.name, self.words, self.labels = name, words, labels

    def wrong(self, why: str) -> SettingsError:
        return SettingsError(f"The cue file {self.name} cannot be used: {why}.")

    def rules(self, tables: object, before: int = 0) -> Iterator[tuple[Rule, Pattern]]:
        """Read the [[cue]] tables; ``before`` is how many others win over these where two are as long."""
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.wrong("its cues must be [[cue]] tables")
        for number, table in enumerate(tables, 1):
            rule = self.rule(table, number)._replace(order=before + number)
            patterns = table.get("patterns")
            if (
                not isinstance(patterns, list)
                or not patterns
                or not all(isinstance(p, str) for p in patterns)
            ):
                raise self.wrong(f"cue {number} needs a list of patterns")
            for pattern in patterns:
                yield from ((rule, one) for one in self.pattern(pattern))

    def rule(self, table: Mapping[str, Any], number: int) -> Rule:
        label = table.get("label")
        if label not in STANCES:
            raise self.wrong(f"cue {number} has the label {label!r}, which is none of {', '.join(STANCES)}")
        unknown = set(table) - {"label", "strength", "negated", "needs", "past", "subject", "patterns"}
        if unknown:
            raise self.wrong(f"cue {number} has the unknown key {min(unknown)!r}")
        keys = {"strength": 3, "needs": "", **self.labels.get(label, {}), **table}
        subject = keys.get("subject", ["any"])
        allowed = {
            "strength": range(FIRMEST + 1),
            "needs": NEEDS,
            "past": PASTS,
            "negated": {*STANCES, "drop", "same"},
        }
        for key, values in allowed.items():
            if not isinstance(keys.get(key), int | str) or keys[key] not in values:
                raise self.wrong(f"cue {number} has the {key} {keys.get(key)!r}")
        if not isinstance(subject, list) or not all(isinstance(s, str) and s in SUBJECTS for s in subject):
            raise self.wrong(f"cue {number} has the subject {subject!r}")
        negated, needs, past = keys["negated"], keys["needs"], keys["past"]
        return Rule(label, keys["strength"], negated, needs, past, frozenset(subject), number)

    def pattern(self, text: str) -> Iterator[Pattern]:
        """Read one pattern; where its first word may be left out, it is two."""
        steps: list[Step] = []
        gap = 0
        parts = text.split()
        head = parts[0] if parts[:1] in (["^"], ["^^"]) else ""
        for part in parts[bool(head) :]:
            if re.fullmatch(r"\*\d{0,2}", part):
                gap = int(part[1:] or GAP)
                continue
            optional = part.startswith("[") and part.endswith("]")
            steps.append(Step(self.choices(part.strip("[]"), text), gap, optional))
            gap = 0
        if gap or not steps or steps[0].gap or all(step.optional for step in steps):
            raise self.wrong(f"the pattern {text!r} must begin and end with a word")
        verb = re.match(r"[^\s\]]*\+", text) is not None
        while steps[0].optional:
            yield Pattern((steps[0]._replace(optional=False), *steps[1:]), head, verb)
            steps = steps[1:]
        yield Pattern(tuple(steps), head, verb)

    def choices(self, part: str, pattern: str) -> frozenset[str]:
        found: set[str] = set()
        for choice in part.split("|"):
            word = choice.removesuffix("+").lower()
            listed = _LIST.fullmatch(word)
            if word in {".", NAME, OWNER, DONE}:
                found.add(ANY if word == "." else word)
                continue
            if (
                (listed and listed[1] not in self.words)
                or not word
                or (not listed and set(word) & set("<>[]*"))
            ):
                raise self.wrong(f"the pattern {pattern!r} has a part {choice!r} that means nothing")
            words = self.words[listed[1]] if listed else {word}
            found |= {form for w in words for form in forms(w)} if choice.endswith("+") else words
        return frozenset(found)


def _word_lists(tables: Mapping[str, Any], reader: _Reader) -> dict[str, frozenset[str]]:
    """The lists under [words]; their words stand in one string, parted by white space."""
    if not isinstance(tables, dict) or not all(isinstance(words, str) for words in tables.values()):
        raise reader.wrong("each list under [words] must be one string")
    return {name: frozenset(words.lower().split()) for name, words in tables.items()}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise SettingsError(f"The cue file {path.name} cannot be read: {why}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The cue file {path.name} is not valid TOML: {error}.") from error


@cache
def _packaged() -> dict[str, Any]:
    return tomllib.loads(files("diffapp").joinpath("data/cues.toml").read_text("utf-8"))


@cache
def _default() -> Cues:
    return _compile(_packaged(), {}, "cues.toml")


def load_cues(path: Path | None = None) -> Cues:
    """Read the packaged cues, or a file of the user's own.

    Args:
        path: a file in the form of data/cues.toml. Its cues replace the packaged ones, or come before them
            where it says ``extend = true`` at its top; its word lists replace those of the same name.

    Raises:
        SettingsError: the file cannot be read or means nothing; one sentence says where.
    """
    return _default() if path is None else _compile(_packaged(), _read(path), path.name)


def _rarest(pattern: Pattern, words: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words of the step, behind the first, that fewest sentences are likely to have."""
    common = words["auxiliary"] | words["determiner"] | words["preposition"] | {"to"}
    classes = {ANY, NAME, OWNER, DONE}
    must = [s.words for s in pattern.steps[1:] if not s.optional and s.words.isdisjoint(classes)]
    return min(must, key=lambda step: (len(step & common), len(step)), default=frozenset())


def _compile(base: Mapping[str, Any], own: Mapping[str, Any], name: str) -> Cues:
    """Join a user's tables with the packaged ones, and index the patterns by first word."""
    reader = _Reader(name, {}, {})
    words = _word_lists(base["words"], reader) | _word_lists(own.get("words", {}), reader)
    labels = own.get("labels", {})
    if not isinstance(labels, dict) or not all(isinstance(keys, dict) for keys in labels.values()):
        raise reader.wrong("[labels] must hold one table for each label")
    reader = _Reader(name, words, {k: {**v, **labels.get(k, {})} for k, v in base["labels"].items()})
    replaced = "cue" in own and not own.get("extend", False)
    tables: Sequence[Any] = own.get("cue", [])
    words["auxiliary"] = frozenset().union(*(words[name] for name in ("modal", "be", "do", "have")))
    rules = list(reader.rules(tables)) + ([] if replaced else list(reader.rules(base["cue"], len(tables))))
    index: dict[str, list[tuple[Rule, Pattern]]] = {}
    for rule, pattern in rules:
        for word in pattern.steps[0].words:
            index.setdefault(word, []).append((rule, pattern._replace(needed=_rarest(pattern, words))))
    return Cues({word: tuple(found) for word, found in index.items()}, words)
