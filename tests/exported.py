"""Comparisons to be exported: made by hand, hostile in every string, of two to four documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from diffapp.model import (
    DEFAULT,
    Comparison,
    ConceptUse,
    Difference,
    Document,
    LeadSentence,
    Mark,
    Mention,
    Passage,
    Position,
    Row,
    Silence,
    Stance,
    Variant,
)

HOSTILE = (
    "<script>alert(1)</script> & <b>bold</b> &amp; <!-- no -->",
    "=cmd|' /C calc'!A0 and `code` and *stars* and __lines__ and ~~struck~~",
    "]]> <![CDATA[ ]]> <?php ?> </style></script></textarea></title>",
    "back\\slash \\\\ \\n \\textbf{x} $math$ ^up^ {{braces}} | pipe || pipe |",
    '#let x = 1; #eval("1") #read("/etc/passwd") @label <ref> [content] // no comment /* nor this */',
    "1. First\n- item\n# head\n> quote\n\n---\n\n***\n    code\n[a]: http://b.example\nlast",
    "  two spaces around  ",
    "tab\there \u00a0 no-break, \u202eright to left\u202c, zero\u200bwidth, soft\u00adhyphen",
    "emoji \U0001f30d, 安全保障, Безопасность, אבטחה, الأمن, e\u0301",
    "[link](javascript:alert(1)) ![image](http://x.example/y.png) <http://x.example> http://x.example",
)
"""Texts that some format could take for its own signs."""


def hostile(documents: int = 2, texts: Sequence[str] = HOSTILE) -> Comparison:
    """Each text in each document, a row for each; the first is close, the next distant, the last alone."""
    shared = len(texts) - 1
    sides = [tuple(_passage(k, text, d) for k, text in enumerate(texts)) for d in range(documents)]
    rows = [
        Row(
            f"r{k}",
            ((k,),) * documents,
            "shared",
            0.5,
            None,
            "close",
            variants=_marked(texts[k], k, documents),
        )
        for k in range(shared)
    ]
    alone = [
        Row(f"a{d}", tuple((shared,) if d == each else () for each in range(documents)), "only")
        for d in range(documents)
    ]
    name = "<i>A</i> | *B* #c"
    mention = Mention(0, texts[0][:3], 0, min(3, len(texts[0])))
    quoted = Mention(0, texts[0], 0, len(texts[0]))
    position = Position((mention,), ("offer",), 3, (quoted,))
    silent = tuple(Silence(d, "silent", ("x",), None, (), f"{name}: {texts[1]}") for d in range(1, documents))
    positions = (position, *[Position()] * (documents - 1))
    return Comparison(
        documents=tuple(
            Document(
                f"{name}{d}",
                "",
                (),
                title=f"{name} {d}",
                status="paraphrase",
                note=texts[0],
                warnings=texts[:2],
            )
            for d in range(documents)
        ),
        passages=tuple(sides),
        links=(),
        rows=(replace(rows[0], status="done", note=texts[3]), *rows[1:], *alone),
        differences=(Difference(1, texts[2], "only", (0,), positions, 1.0, silences=silent),),
        settings=DEFAULT,
        versions={"diffapp": "0"},
        notes=(texts[4],),
        stances=tuple(
            tuple((Stance("offer", text[:2], 0, 2, 3),) for text in texts) for _ in range(documents)
        ),
        concepts=(ConceptUse(texts[2], "glossary", positions, family=texts[3]),),
        lead=(LeadSentence(texts[5], 1, ()),),
    )


def _passage(k: int, text: str, document: int) -> Passage:
    page = k + 1 if document else None
    return Passage(
        str(k + 1), 0, len(text), text, label=f"{k}(b)", heading=("Part *x*", f"<{k // 3}>"), page=page
    )


def _marked(text: str, k: int, documents: int) -> tuple[Variant, ...]:
    """Marks in the middle of the text, whatever stands there."""
    third = len(text) // 3
    kind = "differs" if k % 2 else "shared"
    return (Variant(kind, tuple(Mark(d, k, third, 2 * third + 1) for d in range(documents))),)
