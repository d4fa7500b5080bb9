"""What stands of a log: later words take the place of earlier ones, undo and redo are words too."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_laws import LAW

from diffapp.decisions import Anchor, Decision, DecisionKind
from diffapp.review.standing import redoable, standing, undoable

NUMBERS = count()


@dataclass(frozen=True)
class Taken:
    """A mark as a log has it."""

    kind: str
    of: str
    by: str = "Ann"


def passages(*names: str) -> tuple[Anchor, ...]:
    """Anchors by short names: the document, and what stands for the digest."""
    return tuple(Anchor(int(name[0]), name[1:]) for name in names)


def said(kind: DecisionKind, *names: str, value: str = "", concept: str = "", by: str = "Ann") -> Decision:
    return Decision(kind, passages(*names), value, concept, by, id=str(next(NUMBERS)))


@pytest.mark.parametrize(
    ("earlier", "later", "replaced"),
    [
        (("confirm", "0a", "1b"), ("confirm", "0a", "1b"), True),
        (("confirm", "0a", "1b"), ("link", "0a", "1c"), True),
        (("confirm", "0a", "1b"), ("link", "0d", "1c"), False),
        (("confirm", "0a", "1b"), ("reject", "0a", "1b"), True),
        (("confirm", "0a", "1b"), ("reject", "0a", "1c"), False),
        (("confirm", "0a", "0d", "1b"), ("reject", "0a", "0d", "1c"), False),
        (("confirm", "0a", "1b"), ("none", "1b"), True),
        (("reject", "0a", "1b"), ("confirm", "0a", "1b", "1c"), True),
        (("reject", "0a", "1b", "1c"), ("confirm", "0a", "1b"), False),
        (("reject", "0a", "1b"), ("none", "0a"), False),
        (("none", "0a"), ("link", "0a", "1b"), True),
        (("none", "0a", "0b"), ("link", "0a", "1b"), False),
        (("none", "0a"), ("reject", "0a", "1b"), False),
    ],
)
def test_words_about_links(earlier: tuple[str, ...], later: tuple[str, ...], replaced: bool) -> None:  # noqa: FBT001
    """A later word about links takes the place of one that it contradicts as a whole."""
    first, second = said(*earlier), said(*later)  # type: ignore[arg-type]
    assert standing([first, second]) == ((second,) if replaced else (first, second))


def test_notes_take_the_place_of_notes_on_the_same_passages() -> None:
    """Or on fewer; and of their own kind alone."""
    one, two = said("note", "0a", value="One."), said("note", "1b", value="Two.")
    status = said("status", "0a", value="checked")
    both = said("note", "0a", "1b", value="Both.")
    assert standing([one, two, status, both]) == (status, both)
    assert standing([both, one]) == (both, one)


def test_differences_by_concept() -> None:
    """To accept and to dismiss is one matter; a name and a rank are others."""
    accepted, ranked = said("accept", concept="Talks"), said("rank", value="1", concept="Talks")
    named, dismissed = (
        said("rename", value="x", concept="Talks"),
        said("dismiss", value="No.", concept="Talks"),
    )
    other = said("accept", concept="Missiles")
    log = [accepted, ranked, named, other, dismissed]
    assert standing(log) == (ranked, named, other, dismissed)


def test_undo_brings_back_what_was_replaced() -> None:
    first, second = said("confirm", "0a", "1b"), said("reject", "0a", "1b")
    log = [first, second, Taken("undo", second.id)]
    assert standing(log) == (first,)
    assert undoable(log, "Ann") == first
    assert redoable(log, "Ann") == second
    log.append(Taken("redo", second.id))
    assert standing(log) == (second,)
    assert redoable(log, "Ann") is None


def test_everyone_takes_back_their_own() -> None:
    """A user's undo takes back what they said last, whatever others said since."""
    ann, ben = said("note", "0a", value="A."), said("note", "1b", value="B.", by="Ben")
    assert undoable([ann, ben], "Ann") == ann
    assert undoable([ann, ben], "Cid") is None
    log = [ann, ben, Taken("undo", ann.id)]
    assert (redoable(log, "Ann"), redoable(log, "Ben")) == (ann, None)
    assert redoable([*log, said("note", "0c", value="C.")], "Ann") is None


def test_what_is_brought_back_is_said_anew() -> None:
    """A decision that was taken back and brought back is later than what others decided meanwhile."""
    ann, ben = said("confirm", "0a", "1b"), said("reject", "0a", "1b", by="Ben")
    assert standing([ann, Taken("undo", ann.id), ben, Taken("redo", ann.id)]) == (ann,)


def test_marks_of_nothing_do_nothing() -> None:
    """A mark about what is not there, or was taken back already, changes nothing."""
    one = said("none", "0a")
    log = [Taken("undo", "?"), Taken("redo", one.id), one, Taken("undo", one.id), Taken("undo", one.id)]
    assert standing(log) == ()
    assert standing([*log, Taken("redo", one.id), Taken("redo", one.id)]) == (one,)


@LAW
@given(
    st.lists(
        st.tuples(st.sampled_from(["confirm", "reject", "none", "undo", "redo"]), st.integers(0, 5)),
        max_size=20,
    )
)
def test_undoing_all_leaves_nothing(steps: list[tuple[str, int]]) -> None:
    """Undo after undo ends with nothing, redo after redo brings back what stood before the first of them."""
    log: list[Decision | Taken] = []
    for kind, number in steps:
        if kind in {"undo", "redo"}:
            found = undoable(log, "Ann") if kind == "undo" else redoable(log, "Ann")
            if found:
                log.append(Taken(kind, found.id))
        else:
            names = [f"0{number // 2}"] if kind == "none" else [f"0{number // 2}", f"1{number % 2}"]
            log.append(said(kind, *names))  # type: ignore[arg-type]
    stood, times = set(standing(log)), 0
    while found := undoable(log, "Ann"):
        log.append(Taken("undo", found.id))
        times += 1
    assert standing(log) == ()
    for _ in range(times):
        again = redoable(log, "Ann")
        assert again
        log.append(Taken("redo", again.id))
    assert set(standing(log)) == stood


def test_long_logs_are_folded_fast() -> None:
    log = [said("note", f"0{k % 3_000}", value=str(k)) for k in range(10_000)]
    begun = time.process_time()
    assert len(standing(log)) == 3_000
    assert time.process_time() - begun < 2
