"""A comparison's decisions and links as W3C Web Annotations (2017), in JSON-LD: one collection, one page.

The documents come first, each described; then what an analyst decided, in order; then the engine's links.
Each passage is named twice, by its words with some around them (TextQuoteSelector) and by its place
(TextPositionSelector), in a source that is the document's text as it was read: ``urn:sha256:`` and the digest
of that text in UTF-8.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Final

from diffapp.decisions import Anchor, Anchored, Decision, DecisionKind
from diffapp.exporting.contract import written
from diffapp.frames import evidence_in_words, names
from diffapp.model import Comparison, Document, Link, Place
from diffapp.provenance import facts

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
AROUND: Final = 32
"""Characters of the text before and behind a passage that help to find it."""
WHEN: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
"""The one form of a time that the model allows."""
LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_OID, "diffapp")
MOTIVATIONS: Final[dict[DecisionKind, str]] = {
    "confirm": "assessing",
    "link": "linking",
    "reject": "assessing",
    "none": "assessing",
    "note": "commenting",
    "status": "assessing",
    "tag": "tagging",
    "accept": "assessing",
    "dismiss": "assessing",
    "rename": "editing",
    "rank": "assessing",
}
SAID: Final[dict[DecisionKind, str]] = {
    "confirm": "confirmed: these passages belong together",
    "link": "linked: these passages belong together",
    "reject": "rejected: these passages do not belong together",
    "none": "no counterpart",
    "status": "status: {value}",
    "accept": "accepted: the difference is one",
    "dismiss": "dismissed: {value}",
    "rename": "{value}",
    "rank": "rank {value}",
}
"""What a decision says, in words; a note and tags speak for themselves."""
Json = dict[str, Any]


def to_jsonld(comparison: Comparison) -> bytes:
    """Write the file; it depends on the comparison alone."""
    return written(_Annotator(comparison).collection())


class _Annotator:
    """Writes one comparison; the documents' sources are made once."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._sources = [_source(document) for document in comparison.documents]
        self._generator = {"type": "Software", "name": _software(comparison)}

    def collection(self) -> Json:
        items = [*map(self._document, range(len(self._sources))), *self._decided(), *self._linked()]
        whole = _named("collection", self._sources, [each["id"] for each in items])
        page = {"id": _named("page", whole), "type": "AnnotationPage", "partOf": whole, "startIndex": 0}
        return {
            "@context": CONTEXT,
            "id": whole,
            "type": "AnnotationCollection",
            "label": "Decisions and links: " + " – ".join(names(self._comparison)),
            "generator": self._generator,
            "total": len(items),
            "first": {**page, "items": items},
        }

    def _document(self, number: int) -> Json:
        """What is known of a document, above all if it is no original."""
        source, language = self._sources[number], self._comparison.documents[number].language
        told = "\n".join(f"{what}: {fact}" for what, fact in facts(self._comparison, number).items())
        target = {"id": source, "type": "Text", "format": "text/plain"}
        return {
            "id": _named("document", number, source, told),
            "type": "Annotation",
            "motivation": "describing",
            "creator": self._generator,
            "generator": self._generator,
            "body": [_text(told, "describing")],
            "target": [target | ({"language": language} if LANGUAGE.fullmatch(language) else {})],
        }

    def _decided(self) -> Iterable[Json]:
        for each in self._comparison.anchoring:
            decision = each.decision
            if decision.value.strip() or decision.kind not in {"note", "tag", "rank"}:
                yield self._decision(each)

    def _decision(self, each: Anchored) -> Json:
        decision = each.decision
        places = [self._anchored(anchor, found) for anchor, found in _paired(each)]
        targets = [place for found in places for place in found]
        bodies = _bodies(decision)
        if each.said:  # what was not found where it was
            bodies.append(_text(each.said, "describing"))
        if decision.kind == "link":  # linking: the other passages are what the first document's are linked to
            first = min(anchor.document for anchor in decision.anchors)
            ends = [
                (anchor.document == first, found)
                for (anchor, _), found in zip(_paired(each), places, strict=True)
            ]
            targets = [place for at_first, found in ends if at_first for place in found]
            others = [place for at_first, found in ends if not at_first for place in found]
            bodies = [place | {"purpose": "linking"} for place in others] + bodies
        made = {
            "id": _uuid(decision),
            "type": "Annotation",
            "motivation": MOTIVATIONS[decision.kind],
            "generator": self._generator,
            "body": bodies,
            "target": targets or [{"type": "SpecificResource", "source": each} for each in self._sources],
        }
        if decision.by:
            made["creator"] = {"type": "Person", "name": decision.by}
        if WHEN.fullmatch(decision.at):
            made["created"] = decision.at
        return made

    def _anchored(self, anchor: Anchor, found: Sequence[Place]) -> list[Json]:
        """Where an anchor stands now; one that is lost goes by the words that it had."""
        if found:
            return list(map(self._passage, found))
        there = anchor.document < len(self._sources)
        source = self._sources[anchor.document] if there else f"urn:x-diffapp:document:{anchor.document + 1}"
        lost = {"type": "TextQuoteSelector", "exact": anchor.text}
        return [{"type": "SpecificResource", "source": source, "selector": [lost]}]

    def _linked(self) -> Iterable[Json]:
        for link in self._comparison.links:
            if link.origin == "engine":  # an analyst's are decisions
                yield self._link(link)

    def _link(self, link: Link) -> Json:
        reasons = evidence_in_words(link.evidence)
        target, body = self._passage(link.a), self._passage(link.b)
        told = f"score {link.score:.4f}" + (f": {reasons}" if reasons else "")
        return {
            "id": _named("link", target["source"], link.a, body["source"], link.b, link.score),
            "type": "Annotation",
            "motivation": "linking",
            "creator": self._generator,
            "generator": self._generator,
            "body": [body | {"purpose": "linking"}, _text(told, "describing")],
            "target": [target],
        }

    def _passage(self, place: Place) -> Json:
        """A passage by its words and by its place; offsets count code points, as the model asks."""
        passage, text = self._comparison.at(place), self._comparison.documents[place[0]].text
        start, end = passage.start, passage.end
        words = {"type": "TextQuoteSelector", "exact": passage.text}
        around = {"prefix": text[max(start - AROUND, 0) : start], "suffix": text[end : end + AROUND]}
        return {
            "type": "SpecificResource",
            "source": self._sources[place[0]],
            "selector": [
                words | {key: value for key, value in around.items() if value},
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        }


def _paired(each: Anchored) -> list[tuple[Anchor, tuple[Place, ...]]]:
    """Each anchor with where it was found."""
    places = each.places or ((),) * len(each.decision.anchors)
    return list(zip(each.decision.anchors, places, strict=True))


def _bodies(decision: Decision) -> list[Json]:
    """What a decision says, and for one about a difference, which concept it is about."""
    purpose = MOTIVATIONS[decision.kind]
    if decision.kind == "tag":
        return [_text(tag.strip(), purpose) for tag in decision.value.split(",") if tag.strip()]
    said = SAID.get(decision.kind, "{value}").format(value=decision.value)
    # the words of a link describe it: what it links to is its body
    bodies = [_text(said, "describing" if purpose == "linking" else purpose)]
    return bodies + ([_text(decision.concept, "identifying")] if decision.concept else [])


def _text(value: str, purpose: str) -> Json:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _source(document: Document) -> str:
    """A document's text as it was read, as an IRI: the same wherever the same text is read."""
    return f"urn:sha256:{hashlib.sha256(document.text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _software(comparison: Comparison) -> str:
    return f"diffapp {comparison.versions.get('diffapp', '')}".strip()


def _named(*parts: object) -> str:
    """An IRI made of what it names, so that the same is named alike in every file."""
    return uuid.uuid5(NAMESPACE, json.dumps(parts)).urn


def _uuid(decision: Decision) -> str:
    """The IRI of a decision: its own id where that is a UUID."""
    try:
        return uuid.UUID(decision.id).urn
    except ValueError:
        digests = [anchor.digest for anchor in decision.anchors]
        said = (decision.kind, decision.value, decision.concept, decision.by, decision.at)
        return _named("decision", decision.id, *said, *digests)
