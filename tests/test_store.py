"""The store: projects and their logs, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from diffapp.decisions import Anchor, Decision, DecisionKind
from diffapp.document import Block, Document
from diffapp.errors import Conflict, ProjectError, SettingsError, StoreError
from diffapp.model import Settings
from diffapp.review import listing, log, projects
from diffapp.review.entries import Entry, Mark
from diffapp.review.matter import contradict, matter_of, rivals_of
from diffapp.review.opening import open_store
from diffapp.review.place import DATA, DATABASE, address_of, shown
from diffapp.review.projects import Contents
from diffapp.review.store import Store
from diffapp.review.tables import METADATA

NOW, LATER = "2026-01-02T03:04:05Z", "2026-01-02T03:05:00Z"
LEFT, RIGHT = Anchor(0, "left"), Anchor(1, "right")


def document(name: str, said: str = "We keep the harbour open.") -> Document:
    return Document(name, said, (Block(0, len(said)),), issuer=name, digest=f"sha256:{name}")


TEXTS = Contents((document("Aland"), document("Beland")), Settings(threshold=0.5), "extend = true\n")


def decision(number: int, by: str = "Ana", kind: str = "note", value: str = "so") -> Decision:
    about = (LEFT, RIGHT) if kind in {"confirm", "link", "reject"} else (LEFT,)
    return Decision(kind, about, value, by=by, at=LATER, id=f"{number:032x}")  # type: ignore[arg-type]


@pytest.fixture
def project(store: Store) -> str:
    return projects.create(store, "Harbours", TEXTS, at=NOW).id


def test_a_project_comes_back_as_it_was(store: Store, database: str) -> None:
    made = projects.create(store, "  Harbours ", TEXTS, at=NOW, owner="ana@example.org")
    assert (made.name, made.owner, made.created, made.archived) == ("Harbours", "ana@example.org", NOW, "")
    store.close()
    again = open_store(database)
    assert projects.opened(again, made.id) == (made, TEXTS)
    assert listing.named(again, "Harbours") == listing.named(again, made.id) == made
    again.close()


@pytest.mark.parametrize("glossary", [None, "", 'extend = true\nwithout = ["été"]\n'])
def test_no_glossary_is_not_the_general_one(store: Store, glossary: str | None) -> None:
    made = projects.create(store, "Harbours", replace(TEXTS, glossary=glossary), at=NOW)
    assert projects.opened(store, made.id)[1].glossary == glossary


def test_the_last_changed_comes_first_and_the_archived_apart(store: Store, project: str) -> None:
    other = projects.create(store, "Canals", TEXTS, at=LATER, owner="ben")
    assert [p.name for p in listing.listed(store)] == ["Canals", "Harbours"]
    assert [p.name for p in listing.listed(store, owner="")] == ["Harbours"]
    projects.archive(store, other.id, at=LATER)
    assert [p.name for p in listing.listed(store)] == ["Harbours"]
    assert [(p.name, p.archived) for p in listing.listed(store, archived=True)] == [("Canals", LATER)]
    projects.unarchive(store, other.id)
    log.append(store, project, replace(decision(1), at="2026-01-03T00:00:00Z"), 0)
    assert [p.name for p in listing.listed(store)] == ["Harbours", "Canals"]


def test_names(store: Store, project: str) -> None:
    projects.create(store, "Harbours", TEXTS, at=NOW, owner="ben")
    with pytest.raises(ProjectError, match="“Harbours” already"):
        projects.create(store, "Harbours", TEXTS, at=NOW)
    with pytest.raises(ProjectError, match="several projects"):
        listing.named(store, "Harbours")
    assert listing.named(store, "Harbours", "").id == project
    other = projects.create(store, "Canals", TEXTS, at=NOW)
    with pytest.raises(ProjectError, match="“Harbours” already"):
        projects.rename(store, other.id, "Harbours", at=NOW)
    projects.rename(store, other.id, "Kanäle", at=NOW)
    assert listing.named(store, "Kanäle").id == other.id
    with pytest.raises(ProjectError, match="no project “Canals”"):
        listing.named(store, "Canals")
    for name in ("", " ", "a\nb", "a\x00b", "x" * 201):
        with pytest.raises(ProjectError, match="one line"):
            projects.rename(store, other.id, name, at=NOW)
    assert listing.free_name(store, "Harbours", "") == "Harbours (2)"
    assert listing.free_name(store, "Locks", "") == "Locks"


def test_one_text_is_no_project(store: Store) -> None:
    with pytest.raises(SettingsError):
        projects.create(store, "Alone", replace(TEXTS, documents=TEXTS.documents[:1]), at=NOW)
    assert listing.listed(store) == ()


def test_texts_are_saved_and_the_decisions_stay(store: Store, project: str) -> None:
    log.append(store, project, decision(1), 0)
    again = replace(TEXTS, documents=(document("Aland", "Another."), *TEXTS.documents), glossary=None)
    assert projects.save(store, project, again, seen=1, at=LATER) == 2
    there, kept = projects.opened(store, project)
    assert (there.edition, there.changed, kept) == (2, LATER, again)
    assert [logged.entry for logged in log.entries(store, project)] == [decision(1)]
    with pytest.raises(StoreError, match="somebody else has changed the texts"):
        projects.save(store, project, TEXTS, seen=1, at=LATER)
    assert projects.opened(store, project)[1] == again


def test_the_same_content_finds_the_earlier_project(store: Store, project: str) -> None:
    three = projects.create(
        store, "Three", replace(TEXTS, documents=(*TEXTS.documents, document("Celand"))), at=LATER
    )
    assert [p.id for p in listing.holding(store, TEXTS.documents)] == [project, three.id]
    assert [p.id for p in listing.holding(store, TEXTS.documents[::-1])] == [project, three.id]
    assert [p.id for p in listing.holding(store, (document("Celand"),))] == [three.id]
    assert listing.holding(store, (TEXTS.documents[0], document("Deland"))) == ()
    pasted = Contents(tuple(replace(d, digest="") for d in (document("a", "Salt."), document("b", "Tar."))))
    found = projects.create(store, "Pasted", pasted, at=LATER)
    assert [p.id for p in listing.holding(store, pasted.documents)] == [found.id]


def test_what_is_gone_is_said(store: Store) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: projects.opened(store, "none"),
        lambda: projects.save(store, "none", TEXTS, seen=1, at=NOW),
        lambda: projects.rename(store, "none", "x", at=NOW),
        lambda: projects.archive(store, "none", at=NOW),
        lambda: log.append(store, "none", decision(1), 0),
    ]
    for attempt in attempts:
        with pytest.raises(ProjectError, match="no longer there"):
            attempt()


def test_the_log_keeps_its_order_and_tells_what_is_new(store: Store, project: str) -> None:
    wrote: list[Entry] = [
        decision(1),
        decision(2, "Ben", "status", "done"),
        Mark("undo", "1", "Ana", LATER, "9"),
    ]
    assert [log.append(store, project, entry, 0) for entry in wrote] == [1, 2, 3]
    assert [logged.entry for logged in log.entries(store, project)] == wrote
    assert [logged.seq for logged in log.entries_since(store, project, 1)] == [2, 3]
    assert log.entries_since(store, project, 3) == ()
    assert listing.named(store, project).last == 3


def test_a_retried_decision_is_one_entry(store: Store, project: str) -> None:
    assert log.append(store, project, decision(1), 0) == 1
    log.append(store, project, decision(2, "Ben", "status", "done"), 1)
    assert log.append(store, project, decision(1), 0) == 1
    assert len(log.entries(store, project)) == listing.named(store, project).last == 2
    with pytest.raises(StoreError, match="has this id"):
        log.append(store, project, decision(1, value="something else"), 2)
    assert listing.named(store, project).last == 2
    other = projects.create(store, "Canals", TEXTS, at=NOW).id
    assert log.append(store, other, decision(1), 0) == 1


def test_a_conflict_shows_theirs_and_writes_nothing(store: Store, project: str) -> None:
    ben = decision(1, "Ben", "confirm", "")
    log.append(store, project, ben, 0)
    with pytest.raises(Conflict, match="Ben decided the same matter") as refused:
        log.append(store, project, decision(2, "Ana", "reject", ""), 0)
    assert refused.value.theirs == (ben,)
    assert [logged.entry for logged in log.entries(store, project)] == [ben]
    assert log.append(store, project, decision(2, "Ana", "reject", ""), 0, knowing=[ben.id]) == 2


def test_what_is_no_conflict(store: Store, project: str) -> None:
    log.append(store, project, decision(1, "Ben", "confirm", ""), 0)
    log.append(store, project, decision(2, "Ana", "confirm", ""), 0)  # they agree
    log.append(store, project, decision(3, "Ana", "note"), 0)  # another matter
    log.append(store, project, decision(4, "Ben", "link", ""), 0, knowing=[decision(2).id])
    log.append(store, project, decision(5, "Ana", "reject", ""), 4)  # she has seen his
    log.append(store, project, decision(6, "Ana", "none", ""), 4)  # her own stands between
    assert len(log.entries(store, project)) == 6


def test_what_was_taken_back_is_no_conflict(store: Store, project: str) -> None:
    ben = decision(1, "Ben", "confirm", "")
    log.append(store, project, ben, 0)
    log.append(store, project, Mark("undo", ben.id, "Ben", LATER, "a"), 0)
    log.append(store, project, decision(2, "Ana", "reject", ""), 0)
    log.append(store, project, Mark("redo", ben.id, "Ben", LATER, "b"), 3)
    with pytest.raises(Conflict):
        log.append(store, project, decision(3, "Ana", "reject", ""), 0)


def test_only_rivals_are_looked_at() -> None:
    """No two kinds contradict of which one does not look at the other."""
    about = (LEFT, RIGHT)
    made = [Decision(kind, about, VALUES.get(kind, ""), "fish") for kind in get_args(DecisionKind)]
    for one in made:
        assert {"undo", "redo"} < rivals_of(one.kind)
        meeting = {other.kind for other in made if not matter_of(one).isdisjoint(matter_of(other))}
        assert meeting <= rivals_of(one.kind)
    assert rivals_of("undo") == frozenset()


VALUES = {"status": "done", "dismiss": "no", "rank": "1"}


def test_matter() -> None:
    other = Anchor(1, "elsewhere")
    confirm, link = Decision("confirm", (LEFT, RIGHT)), Decision("link", (LEFT, other))
    reject, none = Decision("reject", (LEFT, RIGHT)), Decision("none", (LEFT,))
    assert contradict(confirm, link)
    assert contradict(confirm, reject)
    assert contradict(link, none)
    assert not contradict(link, reject)
    assert not contradict(none, reject)
    assert contradict(Decision("reject", (LEFT, RIGHT, other)), confirm)
    assert not contradict(confirm, Decision("confirm", (RIGHT, LEFT)))
    assert matter_of(Decision("note", (LEFT,))).isdisjoint(matter_of(Decision("tag", (LEFT,))))
    assert contradict(Decision("note", (LEFT,), "a"), Decision("note", (LEFT, RIGHT), "b"))
    assert not contradict(Decision("note", (LEFT,)), Decision("note", (replace(LEFT, repeated=1),), "b"))
    accept, dismiss = Decision("accept", (), concept="fish"), Decision("dismiss", (), "no", concept="fish")
    assert contradict(accept, dismiss)
    assert not contradict(accept, Decision("dismiss", (), "no", concept="tar"))
    assert not contradict(accept, Decision("rank", (), "1", concept="fish"))


@pytest.mark.parametrize("odd", ["", "a" * 65, "é", "a\x00"])
def test_an_id_that_cannot_be_kept_is_refused(store: Store, project: str, odd: str) -> None:
    with pytest.raises(ProjectError, match="no id"):
        log.append(store, project, replace(decision(1), id=odd), 0)


def test_odd_characters_are_kept_or_refused_in_one_sentence(store: Store, project: str) -> None:
    odd = replace(decision(1, value="a\x00b\ud800"), by="Ana \U0001f30d")
    log.append(store, project, odd, 0)
    assert log.entries(store, project)[0].entry == odd
    with pytest.raises(ProjectError, match="name of a user"):
        log.append(store, project, replace(decision(2), by="a\ud800"), 1)


def test_twenty_at_once_lose_nothing(store: Store, project: str) -> None:
    def work(analyst: int) -> None:
        for number in range(10):
            one = decision(100 * analyst + number, f"analyst {analyst}")
            seen = listing.named(store, project).last
            log.append(store, project, one, seen, [e.entry.id for e in log.entries(store, project)] + ALL)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(work, range(20)))
    found = log.entries(store, project)
    assert [logged.seq for logged in found] == list(range(1, 201))
    assert {logged.entry.id for logged in found} == set(ALL)


ALL = [decision(100 * analyst + number).id for analyst in range(20) for number in range(10)]


def test_who_has_read_up_to_a_number_has_read_all_below(store: Store, project: str) -> None:
    """While others write, what is new is told without gaps, and in order."""
    read: list[int] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set() or len(read) < 100:
            read.extend(logged.seq for logged in log.entries_since(store, project, read[-1] if read else 0))

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda n: log.append(store, project, decision(n), 0), range(1, 101)))
    done.set()
    watcher.join(30)
    assert read == list(range(1, 101))


def test_the_tables_are_those_that_the_migrations_make(store: Store) -> None:
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_store_of_the_last_revision_is_opened_without_migrating(
    store: Store, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.where
    monkeypatch.setattr("diffapp.review.opening._migrate", lambda *_: pytest.fail("it was migrated"))
    open_store(database).close()


def test_many_may_open_a_new_store_at_once(database: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: open_store(database), range(8)))
    projects.create(stores[0], "Harbours", TEXTS, at=NOW)
    assert [len(listing.listed(store)) for store in stores] == [1] * 8
    for store in stores:
        store.close()


def test_a_newer_store_is_left_alone(store: Store, database: str, project: str) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="a newer diffapp has written it"):
        open_store(database)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    again = open_store(database)
    assert listing.named(again, project).name == "Harbours"
    again.close()


def test_a_damaged_line_is_told(store: Store, project: str) -> None:
    log.append(store, project, decision(1), 0)
    with store.writing() as connection:
        connection.execute(text("UPDATE entry SET body = '{'"))
        connection.execute(text("UPDATE document SET body = '{}'"))
    with pytest.raises(StoreError, match=r"an entry of the log cannot be read: .*\.$"):
        log.entries(store, project)
    with pytest.raises(StoreError, match=r"this project cannot be read: .*\.$"):
        projects.opened(store, project)


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "kept" / "here"
    store = open_store(environ={DATA: str(folder)})
    projects.create(store, "Harbours", TEXTS, at=NOW)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    with store.reading() as connection:
        told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS]
    assert dict(zip(PRAGMAS, told, strict=True)) == PRAGMAS
    store.close()


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 60_000}


def test_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=rf"cannot be kept there \(.*\); {DATA} names another folder\.$"):
        open_store(environ={DATA: str(tmp_path / "file" / "folder")})
    with pytest.raises(StoreError, match="cannot be kept there"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_store_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "diffapp.sqlite3"
    path.write_bytes(b"This is a letter, and no database at all. " * 40)
    with pytest.raises(StoreError, match="not made by diffapp"):
        open_store(environ={DATA: str(tmp_path)})
    assert path.read_bytes().startswith(b"This is a letter")


def test_a_locked_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diffapp.review.opening.PATIENCE_MS", 50)
    store = open_store(environ={DATA: str(tmp_path)})
    with sqlite3.connect(tmp_path / "diffapp.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="others keep it busy"):
            projects.create(store, "Harbours", TEXTS, at=NOW)
    other.close()
    store.close()


def test_where_the_store_is() -> None:
    ours = address_of(environ={DATA: "/data"})
    assert shown(ours) == "/data/diffapp.sqlite3"
    assert shown(address_of(environ={})).endswith("diffapp.sqlite3")
    given = "postgresql://ana:s3cret@db.example.org:5433/texts?password=s3cret&sslmode=require"
    for url in (address_of(given), address_of(environ={DATABASE: given})):
        assert (url.drivername, url.password) == ("postgresql+psycopg", "s3cret")
        assert shown(url) == "the database “texts” on db.example.org"
    assert shown(address_of("postgres:///texts?host=/run")) == "the database “texts” on /run"


@pytest.mark.parametrize(
    "given",
    ["s3cret", "mysql://ana:s3cret@db/x", "sqlite://", "sqlite:///:memory:", "http://s3cret", "a://b:c:d"],
)
def test_an_address_that_is_none_is_refused_without_quoting_it(given: str) -> None:
    with pytest.raises(StoreError, match=r"^the address of the database: .*\.$") as refused:
        address_of(given)
    assert "s3cret" not in str(refused.value)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(StoreError, match="does not answer") as refused:
        open_store("postgresql://ana:s3cret@127.0.0.1:1/texts?password=s3cret")
    assert "s3cret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_file_that_was_deleted_is_not_written_unseen(tmp_path: Path) -> None:
    """An open connection would go on writing to a file that nobody can find again."""
    path = tmp_path / "diffapp.sqlite3"
    store = open_store(f"sqlite:///{path}")
    made = projects.create(store, "Harbours", Contents((document("a"), document("b"))), at="2026").id
    assert log.append(store, made, decision(1), 0) == 1
    for file in tmp_path.iterdir():
        file.unlink()
    with pytest.raises(StoreError):
        log.append(store, made, decision(2), 1)
    store.close()
