"""The grammar that a cue stands in: whose act it is, what denies it, where its clause begins.

A sentence is read by closed classes of words (negators, auxiliaries, subordinators …), not parsed: the eye
can follow that, and it does the same on every machine. The classes are lists in data/cues.toml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from diffapp.tokens import QUOTES, Span, tokens

HARD_STOPS: Final = frozenset(";:—–()[]?!") | QUOTES
STOPS: Final = HARD_STOPS | {","}
RELATIVES: Final = frozenset({"which", "who", "that", "whose", "whom", "whoever"})
# A noun at the head of a sentence has a capital as a name has; most abstract nouns show by their end that
# they are none.
_ABSTRACT: Final = re.compile(
    r"(?:[ts]ion|ment|ity|ness|[ea]nce|ing|al|ship|hood|ism|ure|s)$|^(?:data|cargo|fuel|waste|water|food|fish|money|trade)$"
)
_AGENT: Final = re.compile(r"(?:[eo]r|ist|ian|ee)s$|(?:man|men|woman|women|person)$|leader$")
_LONGEST_LEAD: Final = 8
_LONGEST_SUBJECT: Final = 40
_SUBJECTS: Final = frozenset({"we", "i", "he", "she", "they"})
_HOPS: Final = 4
_ANYONE: Final = frozenset({"each", "every"})
_SHORTEST_ADVERB: Final = 5
_LONGEST_ASIDE: Final = 7

Lists = Mapping[str, frozenset[str]]


class Lead(NamedTuple):
    """What stands before a verb and belongs to it: where it begins, how often it denies, its words."""

    start: int
    denials: int
    words: frozenset[str]


class Sentence:
    """The tokens of one sentence with their grammar; positions are those of tokens, from 0."""

    def __init__(self, text: str, span: Span, lists: Lists, issuer: frozenset[str] = frozenset()) -> None:
        """Read ``text[span]``; ``issuer`` holds the folded words of the name of the text's author."""
        self.lists = lists
        self.issuer = issuer
        found, keys = tokens(text, span)
        # "are, however, ready": the commas of a lone adverb part nothing.
        kept = [i for i, key in enumerate(keys) if key != "," or not self._encloses_adverb(keys, i)]
        self.spans = [found[i] for i in kept]
        self.raw = [text[a:b] for a, b in self.spans]
        self.words = [keys[i] for i in kept]
        self.denying = [self._denies(i) for i in range(len(kept))]

    def __len__(self) -> int:
        return len(self.words)

    def word(self, i: int) -> str:
        """The word at a position; nothing outside the sentence."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def has(self, i: int, name: str) -> bool:
        """Whether the word at a position is in a list."""
        return self.word(i) in self.lists[name]

    def is_adverb(self, word: str) -> bool:
        """Whether a word is one that may stand anywhere in a verb phrase."""
        if word in self.lists["adverb"]:
            return True
        return len(word) >= _SHORTEST_ADVERB and word.endswith("ly") and word not in self.lists["not_adverb"]

    def is_name(self, i: int) -> bool:
        """Whether a word has a capital and is no article or pronoun."""
        return self.raw[i][:1].isupper() and not (self.has(i, "determiner") or self.has(i, "pronoun"))

    def is_owner(self, i: int) -> bool:
        """Whether the word says whose the next is: "our", "the Government's"."""
        return 0 <= i < len(self) and (
            self.has(i, "possessive") or self.raw[i][-2:] in {"'s", "’s", "s'", "s’"}
        )

    def skippable(self, i: int) -> bool:
        """Whether a word may stand between those of a pattern without being written there."""
        return self.denying[i] or self.is_adverb(self.words[i])

    def after_aside(self, i: int) -> int:
        """The position after ", in principle," where such an aside begins at ``i``, else ``i``."""
        if self.words[i] != ",":
            return i
        ends = (j for j in range(i + 2, min(i + _LONGEST_ASIDE, len(self))) if self.words[j] == ",")
        end = next(ends, 0)
        return end + 1 if end and self._is_aside(i + 1, end) else i

    def before_aside(self, i: int) -> int:
        """The position of the comma before ", of course," where such an aside ends at ``i``, else 0."""
        if self.words[i] != ",":
            return 0
        near = range(i - 1, max(0, i - _LONGEST_ASIDE), -1)
        begin = next((j for j in near if self.words[j] == ","), 0)
        return begin if begin and self._is_aside(begin + 1, i) else 0

    def _is_aside(self, i: int, end: int) -> bool:
        """Whether what stands between two commas parts nothing: "in principle", "we fear", "not to us"."""
        if self.has(i, "preposition") or (self.denying[i] and self.has(i + 1, "preposition")):
            return True
        if self.has(i, "coordinator") and self.word(i + 1) == "not":
            return True
        return not self.lists["parenthesis"].isdisjoint(self.words[i:end])

    def begins_clause(self, i: int) -> bool:
        """Whether a clause may begin here: at the sentence's head, or after a stop, with or without "and"."""
        while i and self.is_adverb(self.words[i - 1]):
            i -= 1
        if self.has(i - 1, "coordinator"):
            i -= 1
        return i <= 0 or not self.words[i - 1][0].isalpha()

    def clause_start(self, i: int) -> int:
        """Where the words before ``i`` begin that belong to the same clause."""
        least = max(0, i - _LONGEST_SUBJECT)
        while i > least and not (
            self.words[i - 1] in STOPS or self.has(i - 1, "subordinator") or self.has(i - 1, "coordinator")
        ):
            i -= 1
        return i

    def lead(self, i: int) -> Lead:
        """Walk back from a verb over auxiliaries, adverbs, "not" and verbs of wishing."""
        start, denials = i, 0
        passed: set[str] = set()
        aside = 0
        for j in range(i - 1, max(-1, i - 1 - _LONGEST_LEAD), -1):
            word = self.words[j]
            aside = aside or self.before_aside(j)
            if j >= aside > 0:
                continue
            if self.denying[j] or self.has(j, "auxiliary"):
                denials += self.denying[j]
                start = j
            elif not (self.is_adverb(word) or word == "to" or self.has(j, "control")):
                break
            passed.add(word)
        return Lead(start, denials, frozenset(passed))

    def subject(self, i: int) -> tuple[str, frozenset[str]]:
        """Whose act the verb at ``i`` is, as a kind, and the words that say so.

        The kinds are those of cues.toml, and "pronoun" and "relative" ("States which refuse").

        "We ask for doses and are prepared": a verb without words of its own before it has the subject of
        the verb before it.
        """
        stop = i
        for _ in range(_HOPS):
            start = self.clause_start(stop)
            stop = stop if stop == i else self._before_verb(start, stop)
            segment = [j for j in range(start, stop) if not self._belongs_to_verb(j)]
            aside = start and self.words[start - 1] == "," and self.has(start, "preposition")
            if segment and not aside:
                return self._kind(segment), frozenset(self.words[j] for j in segment)
            before = self.word(start - 1)
            if before in RELATIVES:
                if self.word(start - 2) != ",":
                    return "relative", frozenset()
            elif not before or before in HARD_STOPS or self.has(start - 1, "subordinator"):
                break
            stop = start - 1
        return "open", frozenset()

    def _denies(self, i: int) -> bool:
        if self.words[i] == "little" and self.word(i - 1) in {"a", "no", "not"}:
            return False
        return self.has(i, "negator") and not self.has(i + 1, "not_denied")

    def _encloses_adverb(self, keys: Sequence[str], i: int) -> bool:
        """Whether a comma is one of the two around a lone adverb."""
        ahead = keys[i + 1 : i + 3]
        if len(ahead) > 1 and ahead[1] == "," and self.is_adverb(ahead[0]):
            return True
        return i > 1 and keys[i - 2] == "," and self.is_adverb(keys[i - 1])

    def _before_verb(self, start: int, stop: int) -> int:
        """Where the subject of a whole clause ends: before its first auxiliary, or a verb with an object."""
        for j in range(start + 1, stop):
            objects = self.has(j + 1, "determiner") or self.is_owner(j + 1)
            verbal = self.words[j].endswith(("s", "ed")) and not self.is_owner(j)
            if self.has(j, "auxiliary") or (verbal and objects):
                return j
        return stop

    def _belongs_to_verb(self, j: int) -> bool:
        word = self.words[j]
        return word in {"to", "not", "never"} or self.has(j, "auxiliary") or self.is_adverb(word)

    def _kind(self, segment: Sequence[int]) -> str:
        """What kind of actor the words of a subject name."""
        cut = next((k for k, j in enumerate(segment) if self.has(j, "preposition")), None)
        head = segment[-2:] if cut == 0 else segment[:cut]
        if self.words[segment[-1]] in _SUBJECTS:
            head = segment[-1:]  # "a gesture of good faith we"
        if cut and all(self.has(j, "quantifier") for j in head):
            head = segment[cut + 1 :] or head  # "one of the Allies"
        words = {self.words[j] for j in head}
        last = self.words[head[-1]]
        institution = self.lists["institution"]
        anyone = not _ANYONE.isdisjoint(self.words[max(0, head[0] - 1) : head[0] + 1])
        role = words & self.lists["role"] and (last in self.lists["role"] or last not in institution)
        proper = any(self._is_proper(j, head) for j in head)
        tests = (
            ("other", not self.lists["bygone"].isdisjoint(self.words[j] for j in segment)),
            ("own", words & (self.lists["first_person"] | self.issuer)),
            ("own", self.words[head[0]] == "this" and last in institution),  # "this delegation"
            ("other", words & self.lists["opposite"] and "each" not in words),
            ("role", role or anyone),
            ("other", proper and self.issuer and cut != 0),
            ("named", proper),
            ("thing", words == {"there"}),
            ("pronoun", words <= self.lists["pronoun"]),
            ("named", words & institution or _AGENT.search(last)),
        )
        return next((kind for kind, holds in tests if holds), "thing")

    def _is_proper(self, j: int, head: Sequence[int]) -> bool:
        """Whether a word is a name; the first of a sentence only where it stands alone and looks like one."""
        if not self.is_name(j) or self.has(j, "institution"):
            return False
        return j > 0 or (len(head) == 1 and not _ABSTRACT.search(self.words[j]))
