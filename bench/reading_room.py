"""How the page does with 1,000 and 5,000 rows: scrolling, opening reasons, changing the arrangement."""

from __future__ import annotations

from playwright.sync_api import Page

from bench.size import make

SIZES = (900, 4_500)
"""Passages a side; what stands alone makes about a ninth more rows."""
WORDS = 50
TARGETS = (
    {
        "frames, rows": "target > 55/s",
        "click to reasons": "target < 100 ms",
        "to ribbons": "target < 400 ms",
        "to rows": "target < 400 ms",
    },
    {"first layout": "target < 2500 ms", "frames, rows": "target > 45/s"},
)
ROUNDS = 7

ROOT = """
  const roots = [...document.querySelectorAll('*')].map(one => one.shadowRoot)
  const root = roots.find(one => one?.querySelector('.diff'))
  const painted = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
"""

FRAMES = (
    """async selector => {"""
    + ROOT
    + """
  const scroller = selector === 'main' ? document.querySelector('.stMain') : root.querySelector(selector)
  scroller.dispatchEvent(new Event('wheel'))
  let frames = 0
  const began = performance.now()
  while (performance.now() - began < 2000) {
    await new Promise(requestAnimationFrame)
    scroller.scrollTop += 60
    frames++
  }
  return frames / ((performance.now() - began) / 1000)
}"""
)
"""Scrolls 60 pixels a frame for two seconds; the frames drawn in a second."""

CLICK = (
    """async selector => {"""
    + ROOT
    + """
  const box = one => one.getBoundingClientRect()
  const inView = one => box(one).top > 200 && box(one).bottom < innerHeight
  const all = [...root.querySelectorAll(selector)]
  const target = all.find(inView) ?? all[0]
  await painted()
  const began = performance.now()
  target.click()
  await painted()
  return performance.now() - began
}"""
)
"""Clicks what is in view; the milliseconds until what it does has been painted."""


def put(page: Page, size: int) -> None:
    """Put two made texts of so many passages on the page, and wait for their comparison."""
    controls = page.locator(".st-key-controls")
    controls.get_by_role("button", name="Settings").click()
    page.locator("[class*=st-key-encoder] button", has_text="Off").click()
    page.keyboard.press("Escape")
    controls.get_by_role("button", name="Texts").click()
    sides = zip(("left", "right"), make(size, words=WORDS)[:2], strict=True)
    page.locator("[data-testid=stFileUploader] input").first.set_input_files(
        [
            {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": "\n\n".join(side).encode()}
            for name, side in sides
        ]
    )
    page.locator(".head .known", has_text=f"{size} passages").first.wait_for(timeout=1_200_000)
    page.keyboard.press("Escape")


def measured(page: Page) -> dict[str, list[float]]:
    """Each touch a few times over, in milliseconds; scrolling in frames a second."""
    page.wait_for_timeout(2_000)
    told = {"frames, rows": [page.evaluate(FRAMES, "main") for _ in range(3)]}
    told["click to reasons"] = [page.evaluate(CLICK, ".row .sum") for _ in range(ROUNDS)]
    there, back = [], []
    for _ in range(ROUNDS):
        there.append(page.evaluate(CLICK, ".modes button[data-mode=ribbons]"))
        back.append(page.evaluate(CLICK, ".modes button[data-mode=rows]"))
    told |= {"to ribbons": there, "to rows": back}
    page.evaluate(CLICK, ".modes button[data-mode=ribbons]")
    told["frames, ribbons"] = [page.evaluate(FRAMES, ".lane") for _ in range(3)]
    return told
