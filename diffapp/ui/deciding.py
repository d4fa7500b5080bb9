"""Decisions on the page: told to the viewer, looked for while others decide, asked about where both did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from diffapp.decisions import Decision
from diffapp.model import Comparison
from diffapp.naming import names
from diffapp.review.changes import changed
from diffapp.review.drawer import candidates
from diffapp.review.standing import redoable, undoable
from diffapp.review.wording import in_words
from diffapp.ui import comparing, reviewing, verdicts
from diffapp.ui.logbook import Review, who
from diffapp.ui.waiting import Waiting

LOOK = 2.5
"""Seconds between two looks at what others have decided."""
MOST_TOLD = 3
_component = st.components.v2.component(
    "diffapp_decisions",
    html="<div></div>",
    js=(Path(__file__).parent / "decisions.js").read_text(encoding="utf-8"),
)


def compared(asked: tuple[Any, ...], before: tuple[Any, ...], waiting: Waiting) -> comparing.Shown:
    """The comparison that is asked for: documents, settings, glossary, and the decisions that stand.

    Where only decisions are new that change no row, what is shown is shown on; else it is made anew, and what
    that changed beside what was decided is told.
    """
    state = st.session_state
    shown: comparing.Shown | None = state.get("shown")
    if shown is not None and asked[:3] == before[:3] and (same := comparing.carried(shown, asked[3])):
        return same
    made = comparing.compared(asked[0], asked[1], asked[2], asked[3], waiting)
    made = comparing.carried(made, asked[3]) or made
    if shown is not None and shown.of == made.of and asked[3]:
        _tell_changes(shown.comparison, made.comparison)
    return made


def _tell_changes(before: Comparison, after: Comparison) -> None:
    """Say which rows are otherwise though nobody decided about them, and how many stand."""
    told = changed(before, after)
    decided = {row.id for side in (before, after) for row in side.rows if row.decided}
    count = sum(1 for row in (*told.came, *told.differ) if row not in decided)
    stand = sum(1 for row in after.rows if row.decided)
    if count:
        said = [sentence for row, sentence in _by_row(told) if row not in decided][:MOST_TOLD]
        more = f" And {count - len(said)} more." if count > len(said) else ""
        stay = f" {stand} decided row{'' if stand == 1 else 's'} stand{'s' if stand == 1 else ''}."
        st.session_state.remark = f"Rows that changed: {' '.join(said)}{more}{stay}"


def _by_row(told: Any) -> list[tuple[str, str]]:
    rows = (*told.came, *told.went, *told.differ)
    return [pair for pair in zip(rows, told.said, strict=True) if pair[0] not in told.went]


@st.fragment(run_every=LOOK)
def watch() -> None:
    """Tell the viewer what stands, and look now and then for what others have decided."""
    if reviewing.look():
        st.rerun()
    _component(key="decisions", data=json.dumps(_told(), ensure_ascii=False).encode("utf-8", "replace"))


def _told() -> dict[str, Any]:
    """What the viewer draws of the review; of no texts where it cannot be kept."""
    state = st.session_state
    review: Review = state.review
    comparison: Comparison = state.shown.comparison
    ready = not review.trouble and state.shown.of == review.of
    called, log = names(comparison.documents), tuple(each.entry for each in review.log)
    wanted = review.wanted
    there = wanted is not None and ready and wanted[1] < len(comparison.passages[wanted[0]])
    return {
        "of": review.of if ready else "",
        **verdicts.told(comparison),
        "undo": _said(undoable(log, who()), called),
        "redo": _said(redoable(log, who()), called),
        "taken": review.answered,
        "seq": review.log[-1].seq if review.log else 0,
        "drawer": verdicts.drawer(wanted, candidates(comparison, wanted)) if wanted and there else None,
        "who": who(),
    }


def _said(decision: Decision | None, called: Sequence[str]) -> str:
    return in_words(decision, called) if decision else ""


def clashes(comparison: Comparison) -> None:
    """Ask about each decision that was not kept because others have decided the same matter meanwhile."""
    called = names(comparison.documents)
    for number, clash in enumerate(st.session_state.review.clashes):
        theirs = "; ".join(f"{each.by or 'somebody else'}: {in_words(each, called)}" for each in clash.theirs)
        mine = in_words(clash.entry, called) if isinstance(clash.entry, Decision) else clash.entry.kind
        with st.container(key=f"clash_{number}"):
            st.text(f"Decided meanwhile by {theirs}.\nNot kept, by you: {mine}.")
            with st.container(horizontal=True):
                for verb, do in (
                    ("Leave theirs", reviewing.dismiss),
                    ("Keep mine instead", reviewing.insist),
                ):
                    st.button(verb, on_click=partial(do, clash), key=f"{do.__name__}_{number}")


def lost(comparison: Comparison) -> list[str]:
    """A sentence for each decision whose passages are not in the texts any more, or not for sure."""
    gone = [each for each in comparison.anchoring if each.fate == "lost"]
    called = names(comparison.documents)
    told = [f"A decision has lost its place: {in_words(each.decision, called)}. {each.said}" for each in gone]
    more = len(told) - MOST_TOLD
    return [*told[:MOST_TOLD], *([f"So have {more} more."] if more > 0 else [])]
