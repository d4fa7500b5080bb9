"""Text -> the numbers of its word pieces: BERT's lower-case tokenisation (Devlin et al., 2018; Apache-2.0).

Written out here since the usual library brings the clients of a model hub with it, and a tool that promises
to send nothing does well not to install them. Over every code point the pieces are those of that library,
but for some 700 rare characters that are newer than its tables of Unicode.

The vocabulary is data/wordpieces.txt, one piece a line, the line's place being its number. The checksum is
the one that is known for ``bert-base-uncased``; the licence is beside it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import regex

from diffapp.errors import EncoderError

VOCABULARY = Path(__file__).parents[1] / "data" / "wordpieces.txt"
SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
LONGEST_WORD = 100
UNKNOWN = "[UNK]"

_DROPPED = regex.compile(r"[[\p{Cc}\p{Cf}\p{Co}\p{Cs}�]--[\t\n\r]]", regex.VERSION1)
_ACCENTS = regex.compile(r"\p{Mn}")
# A sign and a Chinese character stand alone; whatever is between them and the blanks is a word.
_SIGN = r"\p{P}$+<=>\^`|~"
_CHINESE = (
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002b73f"
    r"\U0002b740-\U0002b81f\U0002b920-\U0002ceaf\U0002f800-\U0002fa1f"
)
_WORD = regex.compile(rf"[{_SIGN}{_CHINESE}]|[^\s{_SIGN}{_CHINESE}]+")


def normalised(text: str) -> str:
    """Return the text without control characters, accents and capitals."""
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", _DROPPED.sub("", text)))
    # Letter by letter, as the model was trained: no special sigma at the end of a word.
    return text.replace("Σ", "σ").lower()


class WordPiece:
    """The tokeniser with its vocabulary; ``pieces(text)`` gives numbers, without those of start and end."""

    def __init__(self, path: Path = VOCABULARY) -> None:
        """Read the vocabulary; raises EncoderError if it is not the one that the model was trained with."""
        # A checkout on Windows may have changed the line ends; the pieces are the same.
        data = path.read_bytes().replace(b"\r\n", b"\n")
        if hashlib.sha256(data).hexdigest() != SHA256:
            raise EncoderError(
                "minilm", f"{path.name} is not the file that diffapp came with; install diffapp anew."
            )
        self.number = {piece: n for n, piece in enumerate(data.decode().split("\n")[:-1])}
        self.start, self.end = self.number["[CLS]"], self.number["[SEP]"]

    def pieces(self, text: str) -> list[int]:
        """Return the numbers of the text's pieces, in order; none for a text without visible characters."""
        return [n for word in _WORD.findall(normalised(text)) for n in self._split(word)]

    def _split(self, word: str) -> list[int]:
        """Take the longest piece that is known, again and again; a word that cannot be used up is unknown."""
        if len(word) > LONGEST_WORD:
            return [self.number[UNKNOWN]]
        found, start, mark = [], 0, ""
        while start < len(word):
            end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in self.number), None)
            if end is None:
                return [self.number[UNKNOWN]]
            found.append(self.number[mark + word[start:end]])
            start, mark = end, "##"
        return found
