"""The README's pictures of the page, taken anew: ``python -m bench.pictures``."""

from __future__ import annotations

from pathlib import Path

from bench.page import browsing, painted, served

HERE = Path(__file__).resolve().parent / "pictures"
SHOTS = (
    ("wide-light", 1440, 900, "light"),
    ("wide-dark", 1440, 900, "dark"),
    ("tablet", 820, 1060, "light"),
    ("phone", 430, 900, "light"),
)


def main() -> None:
    """Open the built-in comparison at each size, and take a picture of the first screen."""
    HERE.mkdir(exist_ok=True)
    with served() as address, browsing() as browser:
        for name, width, height, scheme in SHOTS:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.goto(address)
            page.locator(".row").first.wait_for()
            page.evaluate("document.fonts.ready.then(() => true)")
            painted(page)
            page.screenshot(path=HERE / f"{name}.png")
            context.close()
            print(HERE / f"{name}.png")


if __name__ == "__main__":
    main()
