"""Edits of the concepts: each is a value that turns one glossary into another, and undoing drops the last.

There are two kinds: making a family, with terms of its own and those of the families whose place it takes
(adding takes the place of none, renaming of one, merging of several), and removing one. What cannot be done
is refused in a sentence before anything has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from diffapp.errors import EditError
from diffapp.glossary import Concept, Glossary
from diffapp.usage import is_broad

LONGEST = 160
"""Characters of a name or a term: a phrase, no paragraph."""
MOST_TERMS = 100
APART = re.compile(r"[,;\n\r]")
SYNTAX = re.compile(r"\s*[|+]\s*")
"""What a term of a glossary file is composed with, and a phrase taken from a text means as it stands."""
EDGES = " \t.,;:!?()[]{}\"'“”„«»‘’…–—-"


@dataclass(frozen=True, slots=True)
class Edit:
    """Make the family ``name`` in the place of those in ``of``; without a name, take those away.

    ``terms`` come after the terms of the families that it takes the place of.
    """

    name: str
    terms: tuple[str, ...] = ()
    of: tuple[str, ...] = ()


def edited(glossary: Glossary, edits: Sequence[Edit]) -> Glossary:
    """Apply the edits in turn; one that has nothing to work on in this glossary changes nothing."""
    if not edits:
        return glossary
    made = reduce(_apply, edits, glossary)
    return Glossary(made.concepts, f"{glossary.source} + edits" if glossary.source else "edits")


def own_names(glossary: Glossary) -> list[str]:
    """The families that the user made."""
    return [c.name for c in glossary.concepts if c.own]


def adding(glossary: Glossary, name: str, terms: str) -> Edit:
    """Add a family; its terms are set apart by commas, semicolons or lines.

    Raises:
        EditError: The name or the terms cannot be used.
    """
    return Edit(_new_name(glossary, name), _terms(terms))


def marking(glossary: Glossary, phrase: str) -> Edit:
    """Add a phrase that was marked in a text: it is the name and the only term.

    Raises:
        EditError: There is no word in it, it is too long, or there is such a concept.
    """
    name = " ".join(SYNTAX.sub(" ", phrase).split()).strip(EDGES)
    if not re.search(r"\w", name):
        raise EditError("There is no word in what was marked.")
    return Edit(_new_name(glossary, name), (name,))


def renaming(glossary: Glossary, old: str, new: str, terms: Iterable[str] = ()) -> Edit:
    """Give a family another name; a phrase that is no family becomes one, with ``terms``.

    Raises:
        EditError: The new name cannot be used.
    """
    return Edit(_new_name(glossary, new, (old,)), tuple(terms), (old,))


def merging(glossary: Glossary, names: Sequence[str], name: str = "", terms: Iterable[str] = ()) -> Edit:
    """Make one family of several, with the terms of all; it goes by ``name``, or as the first.

    Raises:
        EditError: There are not two to merge, or the name cannot be used.
    """
    if len(set(names)) < 2:  # noqa: PLR2004
        raise EditError("Choose two concepts or more to merge.")
    return Edit(_new_name(glossary, name or names[0], names), tuple(terms), tuple(dict.fromkeys(names)))


def removing(glossary: Glossary, name: str) -> Edit:
    """Take away a family that the user made.

    Raises:
        EditError: There is none of this name.
    """
    if name not in own_names(glossary):
        raise EditError(f"“{name}” is not a concept that you added, so it cannot be removed.")
    return Edit("", (), (name,))


def _new_name(glossary: Glossary, name: str, besides: Sequence[str] = ()) -> str:
    """Check a name: it must say something and be free, but for the families whose place is taken."""
    told = " ".join(name.split())
    if not told:
        raise EditError("A concept needs a name.")
    if len(told) > LONGEST:
        raise EditError(f"The name of a concept may have {LONGEST} characters at most.")
    if is_broad(told):
        raise EditError("A name may not end in “(broad)”: such families are not shown.")
    taken = {c.name.casefold() for c in glossary.concepts} - {other.casefold() for other in besides}
    if told.casefold() in taken:
        raise EditError(f"There is already a concept called “{told}”; choose another name, or merge the two.")
    return told


def _terms(text: str) -> tuple[str, ...]:
    """Read a list of terms, each once."""
    found: dict[str, str] = {}
    for part in APART.split(text):
        term = " ".join(part.split())
        if re.search(r"\w", term):
            found.setdefault(term.casefold(), term)
    terms = tuple(found.values())
    if not terms:
        raise EditError("A concept needs at least one term to look for.")
    if len(terms) > MOST_TERMS:
        raise EditError(f"A concept may have {MOST_TERMS} terms at most; {len(terms)} were given.")
    if any(len(term) > LONGEST for term in terms):
        raise EditError(f"A term may have {LONGEST} characters at most; set terms apart by commas or lines.")
    return terms


def _apply(glossary: Glossary, edit: Edit) -> Glossary:
    gone = [c for c in glossary.concepts if c.name in edit.of]
    terms = tuple(dict.fromkeys([*(term for c in gone for term in c.terms), *edit.terms]))
    kept = [_refer(c, edit) for c in glossary.concepts if c.name not in {*edit.of, edit.name}]
    if not edit.name or not terms:
        return Glossary(tuple(kept), glossary.source) if gone and not edit.name else glossary
    known = {c.name for c in kept}
    related = dict.fromkeys(name for c in gone for name in c.related if name in known)
    broader = next((c.broader for c in gone if c.broader in known), "")
    domain = next((c.domain for c in gone if c.domain), "")
    made = Concept(edit.name, terms, domain, tuple(related), broader, own=True)
    return Glossary((*kept, made), glossary.source)


def _refer(concept: Concept, edit: Edit) -> Concept:
    """Let a family that names one whose place is taken name the new one."""
    gone = set(edit.of)
    if not gone & {*concept.related, concept.broader}:
        return concept
    names = (edit.name if name in gone else name for name in concept.related)
    related = tuple(dict.fromkeys(name for name in names if name))
    broader = edit.name if concept.broader in gone else concept.broader
    return replace(concept, related=related, broader=broader)
