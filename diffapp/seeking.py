"""Finding a passage again in a document that was read anew: word for word, in other words, parted or joined.

A wrong passage is worse than none: whatever leaves two passages as good as each other finds nothing. Words
that are the same decide first, and among equal ones what stands around them; then likeness of letters, which
sees through faults of recognition and small edits.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from diffapp.anchors import digest_of, letters, letters_of
from diffapp.decisions import Anchor
from diffapp.model import Passage
from diffapp.words import WORD, WORD_IN_ASCII

ALIKE = 85.0
"""rapidfuzz ratio of letters from which on two passages may be one: 2 % of wrong letters leave 96 or more."""
WHOLE = 92.0
"""Ratio from which on pieces, or a stretch of a longer passage, are the passage."""
SURELY = 95.0
MARGIN = 5.0
"""By how much the best must lead the second, unless what stands around it decides."""
SHORT = 40
"""Letters under which words say little: something around the passage must be known, too."""
MOST_LIKELY = 20
WORDS_ASKED = 12
MOST_WALKED = 2_000

Barred = Callable[[int], bool]
"""Tells of a position that the passage there cannot be the one sought."""


@dataclass(frozen=True, slots=True)
class Find:
    """Where a passage is now: positions in its document, how alike, and what is to be said of it.

    ``part`` tells that it is only part of the passage there.
    """

    at: tuple[int, ...] = ()
    alike: float = 1.0
    said: str = ""
    part: bool = False


NOWHERE = Find(said="was not found")


class Seeker:
    """The passages of one document, to find anchors in. What was found helps to find its neighbours."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Index the passages by their digests."""
        self.passages = passages
        self.plain = [letters_of(p) for p in passages]
        self.digests = [digest_of(each) for each in self.plain]
        self.at: dict[str, list[int]] = defaultdict(list)
        for k, digest in enumerate(self.digests):
            self.at[digest].append(k)
        self._known = {digest: set(places) for digest, places in self.at.items()}

    def learn(self, digest: str, at: Sequence[int]) -> None:
        """Take it that the passage which had this digest stands at these positions now."""
        self._known.setdefault(digest, set()).update(at)

    def around(self, anchor: Anchor, first: int, last: int) -> int:
        """Count the neighbours, 0 to 2, that stand where the anchor had them; ends of the text count."""
        before, after = first - 1, last + 1
        above = before < 0 if not anchor.before else before in self._known.get(anchor.before, ())
        end = after == len(self.passages)
        return above + (end if not anchor.after else after in self._known.get(anchor.after, ()))

    def is_strange(self, anchor: Anchor, find: Find) -> bool:
        """Tell whether a find in other words stands among strangers, while its neighbours are elsewhere."""
        if find.part:
            return False
        edges = ((anchor.before, find.at[0] - 1), (anchor.after, find.at[-1] + 1))
        surely = [(self.at[digest], beside) for digest, beside in edges if digest in self.at]
        if surely:
            return not any(beside in places for places, beside in surely)
        known = any(self._known.get(digest) for digest, _ in edges)
        return known and not self.around(anchor, find.at[0], find.at[-1])

    def exact(self, anchor: Anchor, barred: Barred) -> Find:
        """Find an anchor word for word."""
        places = self.at.get(anchor.digest, [])
        if not places:
            return NOWHERE
        scores = {p: self.around(anchor, p, p) for p in places}
        most = max(scores.values())
        if len(places) == 1:
            sure = most or self._labelled(anchor, places[0]) or self._lone(anchor, places[0], barred)
            return Find((places[0],)) if sure else Find(said="may be another passage in the same words")
        ties = [p for p in places if scores[p] == most]
        if len(ties) > 1 and most:
            ties = self._by_count(anchor, places, ties)
        return Find((ties[0],)) if most and len(ties) == 1 else self._several(ties)

    def _by_count(self, anchor: Anchor, places: Sequence[int], ties: list[int]) -> list[int]:
        """Among passages alike in all, keep the one that is as many-eth as it was, unless labels gainsay."""
        counted = [p for p in ties if places.index(p) == anchor.repeated]
        named = [p for p in ties if self._labelled(anchor, p)]
        return counted if counted and (not named or counted[0] in named) else ties

    def _lone(self, anchor: Anchor, place: int, barred: Barred) -> bool:
        """Tell whether the words alone are enough: there are many of them, and nothing else is like them."""
        plain = self.plain[place]
        if anchor.repeated or len(plain) < SHORT:
            return False
        others = (p for p in self.likely(anchor) if p != place and not barred(p))
        return not any(fuzz.ratio(plain, self.plain[p], score_cutoff=ALIKE) for p in others)

    def fuzzy(self, anchor: Anchor, barred: Barred) -> Find:
        """Find an anchor in other words: as a whole, in two or three pieces, or inside a longer passage."""
        plain = letters(anchor.text)
        likely = self.likely(anchor)
        if not plain or not likely:
            return NOWHERE
        found = self._whole(anchor, plain, likely, barred)
        if found.at and found.alike * 100 >= SURELY:
            return found
        pieces = self._pieces(plain, likely, barred)
        if pieces.at and (not found.at or pieces.alike * 100 > found.alike * 100 + MARGIN):
            return pieces
        if found.at or found is not NOWHERE:
            return found
        return self._inside(plain, likely, barred)

    def _whole(self, anchor: Anchor, plain: str, likely: Sequence[int], barred: Barred) -> Find:
        ratios = {p: fuzz.ratio(plain, self.plain[p], score_cutoff=ALIKE) for p in likely}
        good = {p: ratio for p, ratio in ratios.items() if ratio and not barred(p)}
        if not good:
            return NOWHERE
        best = max(good.values())
        ties = [p for p in sorted(good) if good[p] > best - MARGIN]
        around = {p: self.around(anchor, p, p) for p in ties}
        if len(ties) > 1:
            most = max(around.values())
            ties = [p for p in ties if around[p] == most] if most else ties
        if len(ties) > 1:
            return self._several(ties)
        place = ties[0]
        unlike = re.findall(r"\d+", plain) != re.findall(r"\d+", self.plain[place]) or len(plain) < SHORT
        if unlike and not around[place] and not self._labelled(anchor, place):
            return Find(said=f"is like {self._cite(place)}, but too little else shows that it is the same")
        ratio = good[place]
        return Find((place,), ratio / 100, f"is found in other words at {self._cite(place)}")

    def _pieces(self, plain: str, likely: Sequence[int], barred: Barred) -> Find:
        """Find an anchor whose passage was parted in two or three since."""
        spans = {(p - back, p - back + size) for p in likely for size in (2, 3) for back in range(size)}
        best = (WHOLE, (0, 0))
        for first, end in sorted(spans):
            if first < 0 or end > len(self.plain) or any(map(barred, range(first, end))):
                continue
            joined = "".join(self.plain[first:end])
            ratio = fuzz.ratio(plain, joined, score_cutoff=best[0])
            # a piece that adds nothing is another passage
            if ratio > best[0] and all(
                len(self.plain[k]) > (100 - ratio) / 50 * len(plain) for k in (first, end - 1)
            ):
                best = ratio, (first, end)
        ratio, (first, end) = best
        if not end or len(plain) < SHORT:
            return NOWHERE
        said = f"is parted into {' and '.join(map(self._cite, range(first, end)))}"
        return Find(tuple(range(first, end)), ratio / 100, said)

    def _inside(self, plain: str, likely: Sequence[int], barred: Barred) -> Find:
        """Find an anchor whose passage was joined with another since."""
        if len(plain) < SHORT:
            return NOWHERE
        longer = [p for p in likely if len(self.plain[p]) > len(plain) and not barred(p)]
        ratios = {p: fuzz.partial_ratio(plain, self.plain[p], score_cutoff=WHOLE) for p in longer}
        good = [p for p in longer if ratios[p]]
        if len(good) != 1:
            return self._several(good) if good else NOWHERE
        said = f"is now part of {self._cite(good[0])}"
        return Find((good[0],), ratios[good[0]] / 100, said, part=True)

    def _several(self, places: Sequence[int]) -> Find:
        named = " or ".join(map(self._cite, sorted(places)[:3])) + (" or others" if len(places) > 3 else "")  # noqa: PLR2004 -- as many as are named
        return Find(said=f"could be {named}")

    def _labelled(self, anchor: Anchor, place: int) -> bool:
        return bool(anchor.label) and anchor.label == self.passages[place].label

    def _cite(self, place: int) -> str:
        return self.passages[place].cite

    def likely(self, anchor: Anchor) -> list[int]:
        """List positions that hold most of the anchor's rarest words, and those beside its neighbours."""
        asked = sorted((w for w in _words(anchor.text) if w in self._holding), key=self._rarity)
        count: Counter[int] = Counter()
        walked = 0
        for word in asked[:WORDS_ASKED]:
            walked += len(self._holding[word])
            if count and walked > MOST_WALKED:
                break
            count.update(self._holding[word])
        found = {p for p, _ in count.most_common(MOST_LIKELY)}
        beside = {p + 1 for p in self._known.get(anchor.before, ())} if anchor.before else {0}
        last = len(self.passages) - 1
        beside |= {p - 1 for p in self._known.get(anchor.after, ())} if anchor.after else {last}
        if len(beside) <= MOST_LIKELY:
            found |= {p for p in beside if 0 <= p <= last}
        return sorted(found)

    def _rarity(self, word: str) -> tuple[int, str]:
        return len(self._holding[word]), word

    @cached_property
    def _holding(self) -> dict[str, list[int]]:
        """The positions of the passages that hold each word."""
        holding: dict[str, list[int]] = defaultdict(list)
        for k, passage in enumerate(self.passages):
            for word in _words(passage.text):
                holding[word].append(k)
        return dict(holding)


def _words(text: str) -> set[str]:
    plain = text.casefold()
    return set((WORD_IN_ASCII if plain.isascii() else WORD).findall(plain))
