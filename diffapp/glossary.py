"""The glossary: concept families that a user can read, replace and extend.

A file is TOML: one ``[[concept]]`` table per family with ``name``, ``terms``, and optionally ``domain``,
``related`` (names of neighbouring families) and ``broader`` (the name of a wider one). ``extend = true`` at
the top adds the families to those that the package carries; families of the same name are replaced, and
those that ``without`` names at the top are left out. ``own = true`` marks a family that the user made: it
goes by its own name, and is told even where no document mentions it.

How a term is written: words stand in a run; ``a|b`` are alternatives at one place of the run, where a hyphen
makes an alternative of several words; `` + `` joins runs that must all stand in one sentence, near each
other, in any order. Words meet by stem and function words count for nothing (see concepts.py).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from diffapp.errors import GlossaryError

MOST_BYTES = 8_000_000
KEYS = {"concept", "extend", "without"}
CONCEPT_KEYS = {"name", "terms", "domain", "related", "broader", "own"}


@dataclass(frozen=True, slots=True)
class Concept:
    """A family of terms that name one matter; ``related`` and ``broader`` are names of other families.

    ``own`` is set where the user made it: then it is always told, and by this name.
    """

    name: str
    terms: tuple[str, ...]
    domain: str = ""
    related: tuple[str, ...] = ()
    broader: str = ""
    own: bool = False


@dataclass(frozen=True)
class Glossary:
    """Families in the order of the file; ``digest`` tells one glossary's content from another's."""

    concepts: tuple[Concept, ...] = ()
    source: str = ""

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the families say."""
        said = [repr((c.name, c.terms, c.related, c.broader, *([c.own] * c.own))) for c in self.concepts]
        return sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()

    def extended_by(self, other: Glossary) -> Glossary:
        """Add the families of another glossary; those of the same name take the place of ours."""
        table = {c.name: c for c in self.concepts} | {c.name: c for c in other.concepts}
        return Glossary(tuple(table.values()), " + ".join(filter(None, (self.source, other.source))))


EMPTY = Glossary()


@cache
def default_glossary() -> Glossary:
    """Read the general glossary of security and diplomacy that the package carries."""
    return decode_glossary(general_file(), "general")


def general_file() -> bytes:
    """Read the file of the general glossary, which is also where a user's own may start."""
    return files("diffapp").joinpath("data/glossary.toml").read_bytes()


def read_glossary(path: Path) -> Glossary:
    """Read a user's glossary file.

    Raises:
        GlossaryError: The file cannot be read, is no TOML, or is not made as the module says.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise GlossaryError(path.name, f"it cannot be read: {error.strerror or error}.") from error
    return decode_glossary(data, path.name)


def decode_glossary(data: bytes, source: str) -> Glossary:
    """Turn the bytes of a glossary file into a glossary; ``source`` names it in errors and exports."""
    if len(data) > MOST_BYTES:
        raise GlossaryError(source, f"a glossary may have {MOST_BYTES // 1_000_000} MB at most.")
    try:
        return parse_glossary(data.decode("utf-8-sig"), source)
    except UnicodeDecodeError as error:
        raise GlossaryError(source, "a glossary must be text in UTF-8.") from error


def parse_glossary(text: str, source: str) -> Glossary:
    """Turn the text of a glossary file into a glossary; ``source`` names it in errors and exports."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise GlossaryError(source, f"it is not valid TOML: {error}.") from error
    _check_keys(table, source)
    entries = table.get("concept", [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise GlossaryError(source, "each family must be a table under [[concept]].")
    concepts: dict[str, Concept] = {}
    for number, entry in enumerate(entries, 1):
        concept = _concept(entry, number, source)
        if concept.name in concepts:
            raise GlossaryError(source, f"the concept “{concept.name}” stands in it twice.")
        concepts[concept.name] = concept
    made = Glossary(tuple(concepts.values()), source)
    if table.get("extend", False):
        made = default_glossary().extended_by(made)
    _check_names(made, source)
    return _without(made, table.get("without", []), source)


def _check_keys(table: Mapping[str, Any], source: str) -> None:
    """Refuse what the file says that would be passed over: a misspelt key changes what is found."""
    listed = table.get("concept", [])
    entries = [e for e in listed if isinstance(e, dict)] if isinstance(listed, list) else []
    unknown = sorted({*table} - KEYS) + sorted({key for e in entries for key in {*e} - CONCEPT_KEYS})
    if unknown:
        raise GlossaryError(source, f"“{unknown[0]}” is no key of a glossary.")
    if not isinstance(table.get("extend", False), bool):
        raise GlossaryError(source, "extend must be true or false, without quotation marks.")


def _without(glossary: Glossary, names: object, source: str) -> Glossary:
    """Leave families out; those that refer to them do so no more."""
    known = {c.name for c in glossary.concepts}
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise GlossaryError(source, "what it does without must be a list of names.")
    for name in names:
        if name not in known:
            raise GlossaryError(source, f"it does without “{name}”, which is not in it.")
    gone = set(names)
    kept = [
        replace(
            concept,
            related=tuple(name for name in concept.related if name not in gone),
            broader="" if concept.broader in gone else concept.broader,
        )
        for concept in glossary.concepts
        if concept.name not in gone
    ]
    return Glossary(tuple(kept), glossary.source)


def _concept(entry: Mapping[str, Any], number: int, source: str) -> Concept:
    """Check one family as it stands in the file."""
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise GlossaryError(source, f"concept number {number} has no name.")
    lists = {key: entry.get(key, []) for key in ("terms", "related")}
    if not all(isinstance(v, list) and all(isinstance(x, str) for x in v) for v in lists.values()):
        raise GlossaryError(source, f"the terms of the concept “{name}” must be a list of texts.")
    if not any(term.strip() for term in lists["terms"]):
        raise GlossaryError(source, f"the concept “{name}” has no terms.")
    single = {key: entry.get(key, "") for key in ("domain", "broader")}
    if not all(isinstance(v, str) for v in single.values()):
        raise GlossaryError(source, f"the broader concept of “{name}” must be one name.")
    terms = tuple(term for term in lists["terms"] if term.strip())
    own = entry.get("own") is True
    return Concept(name, terms, single["domain"], tuple(lists["related"]), single["broader"], own)


def _check_names(glossary: Glossary, source: str) -> None:
    """Refuse names of families that there are not."""
    known = {c.name for c in glossary.concepts}
    for concept in glossary.concepts:
        for name in (*concept.related, *filter(None, (concept.broader,))):
            if name not in known:
                raise GlossaryError(source, f"“{concept.name}” refers to “{name}”, which is not in it.")


def write_glossary(concepts: Iterable[Concept]) -> str:
    """Write families as the text of a glossary file that reads back as the same."""
    return "\n".join(_written(concept) for concept in concepts)


def write_extension(glossary: Glossary) -> str:
    """Write a glossary as what it adds to the general one and takes from it, or whole if that is shorter."""
    general = {c.name: c for c in default_glossary().concepts}
    new = [c for c in glossary.concepts if general.get(c.name) != c]
    kept = {c.name for c in glossary.concepts}
    without = [name for name in general if name not in kept]
    if len(new) + len(without) >= len(glossary.concepts):
        return write_glossary(glossary.concepts)
    head = ["extend = true"]
    if without:
        head.append(f"without = [{', '.join(map(_quoted, without))}]")
    return "\n".join([*head, "", write_glossary(new)])


def _written(concept: Concept) -> str:
    lines = ["[[concept]]", f"name = {_quoted(concept.name)}"]
    if concept.domain:
        lines.append(f"domain = {_quoted(concept.domain)}")
    lines.append(f"terms = [{', '.join(map(_quoted, concept.terms))}]")
    if concept.related:
        lines.append(f"related = [{', '.join(map(_quoted, concept.related))}]")
    if concept.broader:
        lines.append(f"broader = {_quoted(concept.broader)}")
    if concept.own:
        lines.append("own = true")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Write a TOML basic string: backslash, quotation mark and control characters are escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
