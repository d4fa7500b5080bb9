"""What the user can set: the unit, how sure a link must be, how meaning is compared, and which concepts."""

from __future__ import annotations

from typing import Any

import streamlit as st

from diffapp.encoding import available
from diffapp.errors import GlossaryError
from diffapp.glossary import EMPTY, MOST_BYTES, Glossary, decode_glossary, default_glossary, general_file
from diffapp.model import DEFAULT, Settings, Unit
from diffapp.profiles import AUTOMATIC, NO_ENCODER
from diffapp.scoring import LEAST_CLOSE, LEAST_FAR

SURE: tuple[str | float, ...] = (AUTOMATIC, *(round(0.05 * k, 2) for k in range(1, 20)))
UNITS: tuple[Unit, ...] = ("paragraph", "sentence")
MEANINGS = {
    AUTOMATIC: "Automatic",
    NO_ENCODER: "Off",
    "minilm": "English (minilm)",
    "multilingual": "Many languages (multilingual)",
}
"""The encoders in plain words; one that is missing here goes by its name."""
GENERAL, NONE, OWN = "general", "none", "own"
GLOSSARIES = {GENERAL: "General", NONE: "None", OWN: "Your own"}


def prepare() -> None:
    """Give a new visit the defaults."""
    state = st.session_state
    defaults = {"unit": DEFAULT.unit, "threshold": AUTOMATIC, "encoder": DEFAULT.encoder}
    state.setdefault("start", defaults | {"glossary": GENERAL, "own": None})
    state.setdefault("panel_turn", 0)
    state.setdefault("glossary_turn", 0)


def key(name: str) -> str:
    """The key of a control of the panel; it changes when the panel is set from elsewhere.

    The controls of a closed panel do not exist in the browser. A value that is put under the key of one is
    lost there, and when the panel is opened the default comes back. So the panel gets new controls instead,
    whose default is the new value.
    """
    turn = st.session_state.panel_turn
    return f"{name}_{turn}" if turn else name


def snapshot() -> dict[str, Any]:
    """All that is set in the panel."""
    state = st.session_state
    return {name: state.get(key(name), value) for name, value in state.start.items()}


def restore(values: dict[str, Any]) -> None:
    """Set the panel to what a snapshot says; a glossary of the user's own that it has no use for is kept."""
    state = st.session_state
    if values["glossary"] != OWN:
        values = values | {"own": state.start["own"]}
    if values != snapshot():
        state.start = values
        state.panel_turn += 1


def chosen() -> Settings:
    """The settings as they stand in the panel."""
    now = snapshot()
    threshold = None if now["threshold"] == AUTOMATIC else now["threshold"]
    return Settings(unit=now["unit"], threshold=threshold, encoder=now["encoder"])


def glossary() -> Glossary:
    """The glossary that is chosen in the panel."""
    now = snapshot()
    own: Glossary | None = now["own"]
    if now["glossary"] == OWN and own is not None:
        return own
    return EMPTY if now["glossary"] == NONE else default_glossary()


def setting() -> None:
    """The panel."""
    start = st.session_state.start
    st.segmented_control(
        "Compare",
        UNITS,
        format_func=lambda name: f"{name.capitalize()}s",
        default=start["unit"],
        required=True,
        key=key("unit"),
    )
    known = start["threshold"] in SURE
    st.select_slider(
        "How sure a link must be",
        SURE if known else (AUTOMATIC, *sorted([*SURE[1:], start["threshold"]])),
        value=start["threshold"],
        format_func=lambda share: "automatic" if share == AUTOMATIC else f"{share:.2f}",
        key=key("threshold"),
        help="Lower: more passages are linked, some of them wrongly. Higher: more stand alone. Automatic: "
        f"from {LEAST_CLOSE} on where texts are close in wording, from {LEAST_FAR} on where far apart.",
    )
    _meaning()
    _concepts()


def _meaning() -> None:
    """The choice of the encoder; where none is installed, the panel says so."""
    installed = available()
    st.segmented_control(
        "Meaning",
        (AUTOMATIC, NO_ENCODER, *installed),
        format_func=lambda name: MEANINGS.get(name, name),
        default=st.session_state.start["encoder"],
        required=True,
        key=key("encoder"),
        help="Passages can be close in meaning without sharing words. Automatic compares meaning where an "
        "encoder is installed and the texts are not too long. Nothing leaves this machine.",
    )
    if not installed:
        st.caption("No encoder is installed, so words and concepts alone are compared.")


def _concepts() -> None:
    """The choice of the glossary, the box for a user's own, and the general one to start from."""
    start = st.session_state.start
    own: Glossary | None = start["own"]
    st.segmented_control(
        "Glossary",
        (GENERAL, NONE, *([OWN] if own else [])),
        format_func=GLOSSARIES.__getitem__,
        default=start["glossary"],
        required=True,
        key=key("glossary"),
        help="Families of terms by which passages meet that name one matter in different words.",
    )
    if own:
        count = len(own.concepts)
        st.text(f"{own.source}: {count} concept{'' if count == 1 else 's'}")  # a file's name is no markup
    upload = f"glossary_file_{st.session_state.glossary_turn}"
    st.file_uploader(
        "Upload your own",
        type=["toml"],
        max_upload_size=MOST_BYTES // 1_000_000,
        key=upload,
        on_change=_take,
        args=(upload,),
    )
    st.download_button(
        "Download the general glossary to start from",
        data=general_file,
        file_name="glossary.toml",
        mime="application/toml",
        on_click="ignore",
        key="download_glossary",
    )


def _take(upload: str) -> None:
    """Put a user's own glossary to use, or say what is wrong with it and leave the one in use."""
    state = st.session_state
    state.notices = []
    file = state.get(upload)
    if file is None:
        return
    try:
        restore(snapshot() | {"own": decode_glossary(file.getvalue(), file.name), "glossary": OWN})
    except GlossaryError as error:
        state.notices.append(str(error))
    state.glossary_turn += 1
