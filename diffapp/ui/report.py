"""The findings as the viewer draws them: the lead, the differences with their silences, the concepts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from diffapp.findings import ConceptUse, Difference, Mention, Nearest, Position, Proposal, Silence
from diffapp.model import Comparison, Place
from diffapp.stance import FIRMNESS
from diffapp.ui.pieces import Piece, cut, quotation

Json = dict[str, Any]
QUOTED = re.compile(r"“.*?”(?=[);.]|$)", re.DOTALL)
NEUTRAL = "statement"
VERDICTS = {"silent": "silent", "related": "related, not the same"}


class Report:
    """A comparison's findings; ``row_of`` says in which row a passage stands."""

    def __init__(self, comparison: Comparison, names: Sequence[str], row_of: Mapping[Place, int]) -> None:
        self.comparison = comparison
        self.names = names
        self.row_of = row_of
        self.rank_of = {found.concept: found.rank for found in comparison.differences}

    def whole(self) -> Json:
        """All findings, the lead first."""
        return {
            "lead": [
                {"rank": sentence.rank, "pieces": quotations_apart(sentence.text)}
                for sentence in self.comparison.lead
            ],
            "firmness": [FIRMNESS[step] for step in sorted(FIRMNESS)],
            "differences": [self._difference(found) for found in self.comparison.differences],
            "concepts": [self._concept(use) for use in self.comparison.concepts],
            "proposals": [self._proposal(proposal) for proposal in self.comparison.proposals],
        }

    def rows(self, positions: Sequence[Position]) -> list[int]:
        """The rows that mention it, in order."""
        return sorted(
            {
                self.row_of[document, mention.passage]
                for document, position in enumerate(positions)
                for mention in position.mentions
            }
        )

    def nearest(self, nearest: Nearest) -> Json:
        """The closest candidate, where it stands, and why it was not taken."""
        return {
            "document": nearest.place[0],
            "cite": self.cite(nearest.place),
            "row": self.row_of[nearest.place],
            "score": round(nearest.score, 4),
            "reason": nearest.reason,
        }

    def cite(self, place: Place) -> str:
        """A passage by its document and label."""
        return f"{self.names[place[0]]} {self.comparison.at(place).cite}"

    def _difference(self, found: Difference) -> Json:
        return {
            "rank": found.rank,
            "concept": found.concept,
            "key": found.key,
            "decided": found.decided,
            "reason": found.reason,
            "renamed": found.called != "",
            "also": list(found.also),
            "kind": found.kind,
            "said": kind_in_words(found, self.names),
            "documents": list(found.documents),
            "sides": [self._side(d, position) for d, position in enumerate(found.positions)],
            "first": self._first(found),
            "rows": self.rows(found.positions),
            "silences": [self._silence(silence) for silence in found.silences],
            "weight": round(found.weight, 4),
            "parts": [[name, round(value, 4)] for name, value in found.parts],
        }

    def _concept(self, use: ConceptUse) -> Json:
        return {
            "name": use.name,
            "family": use.family if use.family != use.name else "",
            "origin": use.origin,
            "terms": list(use.terms),
            "documents": list(use.documents),
            "sides": [self._side(d, position) for d, position in enumerate(use.positions)],
            "rows": self.rows(use.positions),
            "rank": self.rank_of.get(use.name),
        }

    def _proposal(self, proposal: Proposal) -> Json:
        """Two concepts that may be one; where they stand in the table, if they do."""
        table = [use.name for use in self.comparison.concepts]
        return {
            "names": list(proposal.names),
            "documents": list(proposal.documents),
            "concepts": [table.index(name) if name in table else None for name in proposal.names],
            "alike": round(proposal.alike, 4),
            "link": round(proposal.link, 4),
        }

    def _side(self, document: int, position: Position) -> Json | None:
        """What one document says of a concept; None where it does not mention it."""
        if not position.mentions:
            return None
        return {
            "stances": list(position.labels) or [NEUTRAL],
            "strength": position.strength,
            "count": len(position.mentions),
            "quotation": self._quotation(document, position),
        }

    def _quotation(self, document: int, position: Position) -> Json:
        """The first sentence that is quoted, its terms marked; without any, the words around a mention."""
        first = position.quotations[0] if position.quotations else position.mentions[0]
        place = (document, first.passage)
        if position.quotations:
            pieces = _marked(first, position.mentions)
        else:
            pieces = quotation(self.comparison.at(place), first.start, first.end)
        return {"cite": self.comparison.at(place).cite, "row": self.row_of[place], "pieces": pieces}

    def _silence(self, silence: Silence) -> Json:
        near = f"nearest: {self.comparison.at(silence.nearest.place).cite}" if silence.nearest else ""
        before, named, after = silence.said.rpartition(near) if near else (silence.said, "", "")
        return {
            "document": silence.document,
            "verdict": VERDICTS[silence.verdict],
            "said": [before, named, after] if named else [silence.said, "", ""],
            "searched": list(silence.searched),
            "nearest": self.nearest(silence.nearest) if silence.nearest else None,
        }

    def _first(self, found: Difference) -> Json | None:
        """The first mention on a side that raises the concept, quoted with its passage's label."""
        for document in found.documents:
            for mention in found.mentions[document]:
                place = (document, mention.passage)
                quoted = quotation(self.comparison.at(place), mention.start, mention.end)
                return {"document": document, "cite": self.cite(place), "pieces": quoted}
        return None


def _marked(sentence: Mention, mentions: Sequence[Mention]) -> list[Piece]:
    """A quoted sentence, cut at the mentions in it."""
    inside = [m for m in mentions if m.passage == sentence.passage]
    return cut(sentence.text, [(m.start - sentence.start, m.end - sentence.start, "key") for m in inside])


def quotations_apart(text: str) -> list[Piece]:
    """A sentence of the lead, cut so that what the documents say can be told from what is said of them."""
    return cut(text, [(*found.span(), "quoted") for found in QUOTED.finditer(text)])


def kind_in_words(found: Difference, names: Sequence[str]) -> str:
    """How the documents differ: who alone raises it, who is firmer, or what stands against what."""
    if found.kind == "only":
        return f"only {_listed([names[d] for d in found.documents])}"
    every = "both" if len(names) == 2 else "all"  # noqa: PLR2004
    if found.kind == "firmer":
        most = max(position.strength for position in found.positions)
        firm = [names[d] for d, position in enumerate(found.positions) if position.strength == most]
        return f"{every}; {_listed(firm)} firmer"
    labels = [position.labels for position in found.positions if position.labels]
    first = [said[0] for said in labels]
    if len(set(first)) == 1:  # the first are alike: what else is said tells them apart
        first = [_listed(said) for said in labels]
    return f"{every}, otherwise: {' against '.join(dict.fromkeys(first))}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
