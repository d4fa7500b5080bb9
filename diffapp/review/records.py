"""Values <-> JSON: frozen dataclasses, field by field as their types say, so that a new field is kept too.

What is read may come from anybody: each value must be exactly of its field's type, and nothing is guessed.
A field that is missing takes its default (an older diffapp wrote it); one that is unknown is refused, for to
pass it over would lose it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def plain(value: object) -> Any:
    """Turn a value into what JSON has: dataclasses into objects, tuples into arrays."""
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def written(data: object, indent: int | None = None) -> str:
    """Write JSON with sorted keys; characters that UTF-8 does not have are escaped, so that all are kept."""

    def dumped(*, escaped: bool) -> str:
        separators = (",", ":") if indent is None else (",", ": ")
        return json.dumps(
            data,
            ensure_ascii=escaped,
            sort_keys=True,
            allow_nan=False,
            indent=indent,
            separators=separators,
        )

    text = dumped(escaped=False)
    return text if storable(text) else dumped(escaped=True)


def storable(text: str) -> bool:
    """Tell if a text can be kept as it is: written as UTF-8, and without the sign that ends a text in C."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def parsed(text: str | bytes) -> Any:
    """Read JSON. Raises ValueError where it is none, nested beyond reason, or not in UTF-8."""

    def refuse(constant: str) -> Any:
        raise ValueError(f"{constant} is no number")

    try:
        return json.loads(text, parse_constant=refuse)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def restored(kind: type[Value], data: object) -> Value:
    """Build a value of a dataclass from what ``plain`` made of one.

    Raises:
        ValueError: it does not fit; the text says which part.
        DecisionError: it is a decision that says nothing that could be followed.
    """
    return cast("Value", _built(kind, data, kind.__name__.lower()))


@cache
def _parts(kind: Any) -> dict[str, tuple[Field[Any], Any]]:
    """Return a dataclass's fields with their types, by name."""
    hints = get_type_hints(kind)
    return {part.name: (part, hints[part.name]) for part in fields(kind)}


def _built(hint: Any, data: object, where: str) -> object:
    """Build what a type asks for; ``where`` names the place in errors."""
    origin = get_origin(hint)
    if is_dataclass(hint):
        return _object(hint, data, where)
    if origin is tuple:
        return _array(get_args(hint), data, where)
    if origin in {Union, UnionType}:
        return _either(get_args(hint), data, where)
    allowed = get_args(hint) if origin is Literal else None
    if not (_PLAIN[hint](data) if allowed is None else isinstance(data, str) and data in allowed):
        raise ValueError(f"{where} is not as it should be")
    return data


def _object(kind: Any, data: object, where: str) -> object:
    """Build a dataclass."""
    parts = _parts(kind)
    if not isinstance(data, dict):
        raise ValueError(f"{where} is not as it should be")  # noqa: TRY004 -- what is wrong is the file
    if unknown := sorted(set(data) - set(parts)):
        raise ValueError(f"{where} has a part that is not known here, {unknown[0][:40]!r}")
    for name, (part, _) in parts.items():
        if name not in data and part.default is MISSING and part.default_factory is MISSING:
            raise ValueError(f"{where} lacks {name!r}")
    return kind(**{name: _built(parts[name][1], item, f"{where}.{name}") for name, item in data.items()})


def _array(hints: tuple[Any, ...], data: object, where: str) -> tuple[object, ...]:
    """Build a tuple, of any length or of a fixed one."""
    if not isinstance(data, list):
        raise ValueError(f"{where} is not as it should be")  # noqa: TRY004 -- what is wrong is the file
    each = (hints[0],) * len(data) if hints[-1] is Ellipsis else hints
    if len(each) != len(data):
        raise ValueError(f"{where} has {len(data)} parts, not {len(each)}")
    return tuple(_built(hint, item, where) for hint, item in zip(each, data, strict=True))


def _either(hints: tuple[Any, ...], data: object, where: str) -> object:
    """Build what may be missing: of a type, or None."""
    if data is None and NoneType in hints:
        return None
    (hint,) = (hint for hint in hints if hint is not NoneType)
    return _built(hint, data, where)


def _is_number(data: object) -> bool:
    return isinstance(data, int | float) and not isinstance(data, bool) and math.isfinite(data)


_PLAIN: dict[Any, Callable[[object], bool]] = {
    str: lambda data: isinstance(data, str),
    bool: lambda data: isinstance(data, bool),
    int: lambda data: isinstance(data, int) and not isinstance(data, bool),
    float: _is_number,
}
