"""The limited child that reads many damaged files one after the other; started by mutants, as a script."""

from __future__ import annotations

import base64
import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

WORKER = Path(__file__).resolve().parent.parent / "diffapp" / "reading" / "worker.py"


def examine(data: bytes, _name: str, options: Any, tell: Any) -> list[str]:
    """Read each file, and say what came of it: read, refused, or the error that the reader broke off with."""
    from diffapp.errors import ReadingError  # noqa: PLC0415 - only after the limits are set
    from diffapp.reading import allowance, parsing, wire  # noqa: PLC0415

    allowance.recognition()  # so that each file has its own time, as each page to be recognised has
    files = json.loads(data)
    outcomes = []
    for done, (name, content) in enumerate(files, 1):
        try:
            document = parsing.parse(base64.b64decode(content), name, options, lambda _done, _of: None)
            wire.from_plain(json.loads(json.dumps(wire.to_plain(document))))
            outcomes.append("read")
        except ReadingError:
            outcomes.append("refused")
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - to be counted by its name
            outcomes.append(f"{type(error).__name__}: {error}"[:100])
        tell(done, len(files))
    return outcomes


if __name__ == "__main__":
    spec = spec_from_file_location("worker", WORKER)
    if spec is None or spec.loader is None:
        raise SystemExit(2)
    worker = module_from_spec(spec)
    spec.loader.exec_module(worker)
    sys.exit(worker.main({"examine": examine}))
