"""Who may see the page: everybody on this machine, and where a login is set up, those who have logged in.

The login is Streamlit's own (OpenID Connect); it is set up by the section ``[auth]`` of its secrets file.
"""

from __future__ import annotations

import streamlit as st

LOOPBACK = (None, "", "localhost", "127.0.0.1", "::1")


def refused() -> bool:
    """Whether a login is set up and this visitor has not logged in; the page then offers it."""
    if st.user.get("is_logged_in") is not False:
        return False
    st.title("diffapp")
    st.write("This page is shared by its team. Log in to compare texts.")
    st.button("Log in", on_click=st.login, type="primary", key="login")
    return True


def who() -> str:
    """The visitor's address or name as the login knows it; empty where there is no login."""
    if not (st.user.get("is_logged_in") or st.get_option("server.trustedUserHeaders")):
        return ""
    return str(st.user.get("email") or st.user.get("name") or "")


def owner() -> str | None:
    """Whose what is kept here is: no two visitors who log in have the same.

    Empty for the user of this machine; None where visitors cannot be told apart, so that nothing may be kept.
    """
    if not (st.user.get("is_logged_in") or st.get_option("server.trustedUserHeaders")):
        return "" if alone() else None
    if st.user.get("sub"):
        return f"{st.user.get('iss', '')} {st.user['sub']}"
    return str(st.user.get("email") or "") or None  # a name alone may be another's as well


def leaving() -> None:
    """Who is logged in, and the way out; nothing where there is no login."""
    if who():
        st.text(f"Logged in as {who()}")
        if st.user.get("is_logged_in"):
            st.button("Log out", on_click=st.logout, key="logout")


def alone() -> bool:
    """Whether no other machine can reach the page: whoever sees it is the user of this one."""
    return st.get_option("server.address") in LOOPBACK
