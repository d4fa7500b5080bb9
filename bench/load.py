"""Many analysts at once on the built-in pair: ``python -m bench.load [--analysts 20] [--touches 15]``.

Each analyst is a websocket of its own, as a browser tab has, and swaps the two texts again and again: a
rerun that sends the comparison anew. The time is from the click to the end of the rerun, as the server says
it. First with a pause of two to six seconds between touches, then all at the same moment. The memory is that
of the server's process; browsers are not part of it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.page import serving

PATIENCE = 60.0
LARGEST = 200_000_000
PAUSE = (2.0, 6.0)
KEY = "-swap"
"""How the id of the page's button for swapping ends."""


class Analyst:
    """One open page."""

    def __init__(self, line: ClientConnection) -> None:
        """Take over an open websocket."""
        self._line = line
        self._button = ""

    async def rerun(self, *, click: bool) -> float:
        """Ask for a rerun, with or without the click; the milliseconds until the server has finished it."""
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        if click:
            state = asked.rerun_script.widget_states.widgets.add()
            state.id = self._button
            state.trigger_value = True
        began = time.perf_counter()
        await self._line.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not self._finished(await self._line.recv()):
                pass
        return 1000 * (time.perf_counter() - began)

    def _finished(self, data: str | bytes) -> bool:
        told = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
        if told.WhichOneof("type") == "delta" and told.delta.new_element.WhichOneof("type") == "button":
            button = told.delta.new_element.button.id
            self._button = button if button.endswith(KEY) else self._button
        if told.WhichOneof("type") != "script_finished":
            return False
        return told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


async def working(address: str, touches: int, pause: Callable[[], float]) -> list[float]:
    """One analyst's visit; the milliseconds of each touch, the opening left out."""
    stream = address.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(stream, subprotocols=["streamlit"], max_size=LARGEST, proxy=None) as line:
        analyst = Analyst(line)
        await analyst.rerun(click=False)
        times = []
        for _ in range(touches):
            await asyncio.sleep(pause())
            times.append(await analyst.rerun(click=True))
        return times


async def all_at_work(address: str, analysts: int, touches: int, pause: Callable[[], float]) -> list[float]:
    """Every analyst's touches."""
    visits = (working(address, touches, pause) for _ in range(analysts))
    return [taken for times in await asyncio.gather(*visits) for taken in times]


def memory(process: int) -> tuple[float, float]:
    """Megabytes that a process holds now, and the most that it held (Linux)."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    told = {name: value for name, _, value in (line.partition(":") for line in lines)}
    return int(told["VmRSS"].split()[0]) / 1024, int(told["VmHWM"].split()[0]) / 1024


def report(name: str, times: list[float]) -> None:
    """One line of the table."""
    late = quantiles(times, n=20)[-1]
    print(
        f"{name:<28} {len(times):5} reruns  median {median(times):5.0f} ms  "
        f"p95 {late:5.0f} ms (target < 500)  worst {max(times):5.0f} ms"
    )


def main() -> None:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--analysts", type=int, default=20)
    options.add_argument("--touches", type=int, default=15)
    chosen = options.parse_args()
    chance = random.Random(1)  # noqa: S311 - pauses, no secrets
    with serving() as (address, process):
        asyncio.run(all_at_work(address, 1, 3, lambda: 0.0))  # both orders are in memory from here on
        alone = memory(process)[0]
        paced = asyncio.run(
            all_at_work(address, chosen.analysts, chosen.touches, lambda: chance.uniform(*PAUSE))
        )
        at_once = asyncio.run(all_at_work(address, chosen.analysts, chosen.touches, lambda: 0.0))
        held, most = memory(process)
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    report(f"{chosen.analysts} analysts, 2-6 s apart", paced)
    report(f"{chosen.analysts} analysts, no pause", at_once)
    print(
        f"server: {alone:.0f} MB with one visit, {held:.0f} MB after all, {most:.0f} MB at most "
        "(target < 400)"
    )


if __name__ == "__main__":
    main()
