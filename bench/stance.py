"""``python -m bench.stance``: F1 of the stance cues by label beside a baseline, and their speed.

The halves of the 160 passages are fixed by a hash of their ids. Micro F1, in the order obtained: half A, read
while the rules were written, .95; half B unread .77, then .82 and .82 after more rules from general grammar;
then one part of B was read, and the other part, 40 passages still unread, had .86. The drafts' paragraphs had
.89, .91, .92, .92, .90 and .90 unread. After that all of it was read: what this prints now is what the rules
were fitted to, and says nothing about other texts.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from bench.gold import HERE
from diffapp.stance import STANCES, find_stances

# The baseline: the first of these words that a passage has gives its one label.
KEYWORDS = {
    "offer": "ready prepared willing offer offers propose proposes open",
    "condition": "if unless provided conditional subject",
    "request": "call calls urge urges request requests invite invites ask asks should demand",
    "refusal": "refuse refuses reject rejects cannot unable oppose",
    "reaffirmation": "reaffirm reaffirms reiterate reiterates remain remains committed uphold",
    "concern": "concern concerns concerned regret regrets deplore worried",
    "warning": "warn warns consequences cost price",
    "obligation": "shall must undertake undertakes obliged required",
}
LABEL_OF = {word: label for label, words in KEYWORDS.items() for word in words.split()}


class Item(NamedTuple):
    """A gold passage and its labels."""

    text: str
    labels: frozenset[str]
    group: str


def _stance_set() -> Iterable[Item]:
    """The 160 passages written for this, in two halves."""
    for line in (HERE / "data" / "stance.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        half = "half A" if hashlib.sha256(item["id"].encode()).digest()[0] % 2 == 0 else "half B"
        yield Item(item["text"], frozenset(item["labels"]), half)


def _drafts() -> Iterable[Item]:
    """The paragraphs of the two drafts whose stance an annotator read."""
    folder: Path = HERE / "data" / "diplomatic"
    texts: dict[str, list[str]] = {}
    for name in ("russia-draft-us", "russia-draft-nato"):
        texts[name] = json.loads((folder / f"{name}.jsonl").read_text("utf-8").splitlines()[0])["a"]
    for item in json.loads((folder / "annotations.json").read_text("utf-8"))["stance"]:
        yield Item(texts[item["doc"]][int(item["p"][1:]) - 1], frozenset(item["labels"]), "drafts")


def first_keyword(text: str) -> frozenset[str]:
    """Label a passage by its first keyword: the baseline."""
    found = (LABEL_OF[word] for word in re.findall(r"[a-z]+", text.lower()) if word in LABEL_OF)
    return frozenset({next(found, "statement")})


def cues(text: str) -> frozenset[str]:
    """Label a passage with diffapp."""
    return frozenset(stance.label for stance in find_stances(text))


def _f1(right: int, only_found: int, only_gold: int) -> float:
    total = 2 * right + only_found + only_gold
    return 2 * right / total if total else 1.0


def scores(items: Iterable[Item], labeller: Callable[[str], frozenset[str]]) -> dict[str, float]:
    """F1 of each label that occurs, of all decisions together ("micro"), and their mean ("macro")."""
    right, found_only, gold_only = Counter[str](), Counter[str](), Counter[str]()
    for item in items:
        found = labeller(item.text)
        right.update(found & item.labels)
        found_only.update(found - item.labels)
        gold_only.update(item.labels - found)
    known = [label for label in STANCES if right[label] + found_only[label] + gold_only[label]]
    result = {label: _f1(right[label], found_only[label], gold_only[label]) for label in known}
    macro = sum(result.values()) / len(result)
    return {"micro": _f1(right.total(), found_only.total(), gold_only.total()), "macro": macro, **result}


def main() -> None:
    """Print the table and the time."""
    items = [*_stance_set(), *_drafts()]
    groups = {"half A": ["half A"], "half B": ["half B"], "both": ["half A", "half B"], "drafts": ["drafts"]}
    columns = {
        f"{group} {name}": scores((item for item in items if item.group in parts), labeller)
        for group, parts in groups.items()
        for name, labeller in (("", cues), ("keyword", first_keyword))
    }
    print("F1".ljust(14) + "".join(name.strip().rjust(16) for name in columns))
    for row in ("micro", "macro", *STANCES):
        cells = (f"{column[row]:.2f}" if row in column else "-" for column in columns.values())
        print(row.ljust(14) + "".join(cell.rjust(16) for cell in cells))
    passages = [item.text for item in items] * 10
    start = time.perf_counter()
    for passage in passages[:2_000]:
        find_stances(passage)
    print(f"\n2,000 passages in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
