"""Numbers of pages in words."""

from __future__ import annotations

from collections.abc import Iterable


def in_words(numbers: Iterable[int]) -> str:
    """Pages as a sentence names them, one at least: "Page 3", "Pages 1-9 and 12"."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    said = [str(first) if first == last else f"{first}-{last}" for first, last in ranges]
    if said == [str(ranges[0][0])]:
        return f"Page {said[0]}"
    return "Pages " + (" and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else said[0])


def pictures(pages: list[int]) -> str:
    """What a sentence on pages that show pictures alone begins with: "Page 3 is a picture"."""
    return f"{in_words(pages)} {'is a picture' if len(pages) == 1 else 'are pictures'}"
