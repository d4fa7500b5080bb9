"""Which documents are compared: built-in ones, and those a user uploads or pastes for this visit."""

from __future__ import annotations

from itertools import chain, count

import streamlit as st

from diffapp.model import Document
from diffapp.naming import names
from diffapp.segmenting import bare
from diffapp.ui import comparing, shelf
from diffapp.ui.corrections import say

MOST = 4
ADDRESS = "text"
"""What stands before each text in the page's address."""
GONE = (
    "The address asks for texts that are not here: uploaded and pasted texts are known only in the tab "
    "that they were put into. The first built-in texts are shown instead."
)
AUTOMATIC = "automatic"
"""The place of new texts where the user chose none."""
PLACES = ("first", "second", "third", "fourth")


def prepare() -> None:
    """Give a new visit its state: nothing on the shelf, the first built-in pair chosen."""
    state = st.session_state
    shelf.prepare()
    state.setdefault("notices", [])
    state.setdefault("checking", "")
    state.setdefault("upload_turn", 0)
    state.setdefault("target", AUTOMATIC)
    state.setdefault("next_place", 1)
    if "places" not in state:
        place(opening())
        state.address = ()
    show(state.pop("arrived", []))
    arrive()


def opening() -> list[str]:
    """The texts that the page opens with."""
    return list(comparing.built_in())[:2]


def place(keys: list[str]) -> None:
    """Put these texts side by side."""
    state = st.session_state
    state.places = 2
    for number, key in enumerate(keys[:MOST]):
        state[f"place_{number}"] = key
        state.places = max(2, number + 1)


def arrive() -> None:
    """Put the texts side by side that the address asks for, where the reader came by it, or went back.

    What was uploaded is known in its own visit alone; another address of it opens the first built-in pair.
    """
    state = st.session_state
    asked = tuple(st.query_params.get_all(ADDRESS))
    if asked == state.address:
        return
    state.address = asked
    there = {comparing.address(document): key for key, document in known().items()}
    keys = [there[name] for name in asked if name in there]
    if len(keys) == len(asked) != 1:
        place(keys or opening())
    else:
        place(opening())
        state.remark = GONE


def tell() -> None:
    """Write the texts into the address, unless it is the pair that the page opens with anyway."""
    state = st.session_state
    now = tuple(comparing.address(document) for document in chosen())
    if now == state.address or (not state.address and list(now) == opening()):
        return
    state.address = now
    st.query_params[ADDRESS] = list(now)


def known() -> dict[str, Document]:
    """Every document that can be chosen, by its key."""
    return {**comparing.built_in(), **st.session_state.shelf}


def chosen() -> tuple[Document, ...]:
    """The chosen documents, in the order of their columns."""
    documents = known()
    return tuple(documents[key] for key in keys())


def keys() -> list[str]:
    """The keys of the chosen documents, in the order of their columns."""
    there = [st.session_state.get(f"place_{number}") for number in range(st.session_state.places)]
    return [key for key in there if key in known()]


def snapshot() -> dict[str, object]:
    """What must be put back for the same documents to stand side by side."""
    state = st.session_state
    names = ["places", *(f"place_{number}" for number in range(state.places))]
    return {name: state[name] for name in names if name in state}


def choosing() -> None:
    """The row of boxes that says which texts stand side by side."""
    state = st.session_state
    documents = known()
    called = labels(documents)
    for number in range(state.places):
        st.selectbox(
            f"{PLACES[number].capitalize()} text",
            list(documents),
            format_func=called.__getitem__,
            key=f"place_{number}",
            width="stretch",
            label_visibility="collapsed",
        )
        if number == 0:
            st.button("Swap", on_click=swap, key="swap", help="Exchange the first two texts")


def columns() -> None:
    """The buttons that add a column, up to four, and take the last one away."""
    places = st.session_state.places
    st.caption(f"{places} texts stand side by side; up to {MOST} can. The others are aligned with the first.")
    with st.container(horizontal=True):
        st.button("Add a column", on_click=add_column, disabled=places == MOST, key="add_column")
        st.button("Remove the last", on_click=remove_column, disabled=places == 2, key="remove_column")  # noqa: PLR2004


def labels(documents: dict[str, Document]) -> dict[str, str]:
    """What each document is called in the boxes, no two alike: a box tells its choices by what it shows.

    The first of several with one name keeps it, so that no choice is renamed by what comes later.
    """
    made: dict[str, str] = {}
    for key, document in documents.items():
        plain = told(document)
        more = [plain, *([f"{plain} ({document.source})"] if document.source else [])]
        numbered = (f"{plain} ({number})" for number in count(2))
        made[key] = next(label for label in chain(more, numbered) if label not in made.values())
    return made


def hold() -> None:
    """Keep what is chosen, though the boxes are about to show it under another name."""
    state = st.session_state
    for number in range(state.places):
        state[f"place_{number}"] = state[f"place_{number}"]


def told(document: Document) -> str:
    """How a document is named in a list: always with its status, unless it is an original."""
    title = document.title or document.name
    status = document.status
    if document.issuer and document.issuer.lower() not in title.lower():
        title = f"{document.issuer}: {title}"
    if status and status != "original" and status.lower() not in title.lower():
        title = f"{title} ({status})"
    return title


def swap() -> None:
    """Exchange the first two documents."""
    state = st.session_state
    state.place_0, state.place_1 = state.place_1, state.place_0
    state.notices = []


def add_column() -> None:
    """Add a column with the first document that is not chosen yet."""
    state = st.session_state
    if state.places < MOST:
        taken = {state.get(f"place_{number}") for number in range(state.places)}
        rest = [key for key in known() if key not in taken] or list(known())
        state[f"place_{state.places}"] = rest[0]
        state.places += 1


def remove_column() -> None:
    """Take the last column away; two stay."""
    state = st.session_state
    state.places = max(2, state.places - 1)


def show(keys: list[str]) -> None:
    """Put new documents on the page, from the place that the user chose on, and say which went where.

    Where the user chose none, one document takes the second place and the next one the first, and several
    take the places from the first on.
    """
    state = st.session_state
    if not keys:
        return
    first = state.target if state.target != AUTOMATIC else state.next_place if len(keys) == 1 else 0
    there = [document for document in snapshot().values() if isinstance(document, str)]
    placed = dict(enumerate(keys[: MOST - first], first))
    state.places = max(state.places, first + len(placed))
    for number, key in placed.items():
        state[f"place_{number}"] = key
    stay = [state[f"place_{number}"] for number in range(state.places)]
    say(_placed(placed, [key for key in (*keys, *there) if key not in stay]))
    if len(keys) == 1:
        state.next_place = 0 if first == 1 else 1
    state.target = AUTOMATIC


def _placed(placed: dict[int, str], aside: list[str]) -> str:
    """Which document took which place, and which were put aside, in a sentence."""
    every = known()
    keys = list(dict.fromkeys([*placed.values(), *(key for key in aside if key in every)]))
    called = dict(zip(keys, (f"“{name}”" for name in names([every[key] for key in keys])), strict=True))
    took = [f"{called[key]} the {PLACES[number]}" for number, key in placed.items()]
    first = min(placed)
    took[0] = f"{called[placed[first]]} took the {PLACES[first]} place"
    away = _and([called[key] for key in keys if key not in placed.values()])
    were = "were" if len(keys) - len(set(placed.values())) > 1 else "was"
    return f"{_and(took)}{f'; {away} {were} put aside and can be chosen in the boxes' if away else ''}."


def _and(told: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(told[:-1]), *told[-1:]]))


def remarks(shown: tuple[Document, ...]) -> list[str]:
    """What must be known of documents that are compared, such as that one has no passage."""
    return [
        f"{name} holds {'headings' if len(document.blocks) > 1 else 'a heading'} and no passage; "
        f"what it holds is compared in place of passages."
        for name, document in zip(names(shown), shown, strict=True)
        if bare(document)
    ]
