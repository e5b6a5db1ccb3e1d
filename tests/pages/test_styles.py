"""The styles stay small, and nobody needs to see motion or small targets."""

import gzip
from pathlib import Path

STYLES = Path(__file__).resolve().parents[2] / "forum" / "static" / "css"
ON_PAPER = {"leaflet.css", "print.css"}
"""Only loaded by pages that are printed, and only to print them."""


def test_all_styles_together_stay_under_six_kilobytes() -> None:
    sheets = [sheet.read_bytes() for sheet in sorted(STYLES.glob("*.css")) if sheet.name not in ON_PAPER]
    assert len(gzip.compress(b"".join(sheets), 9)) <= 6 * 1024


def test_the_frame_cares_for_print_motion_and_forced_colours() -> None:
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in STYLES.glob("*.css"))
    for query in ("print", "prefers-reduced-motion", "forced-colors", "prefers-color-scheme: dark"):
        assert query in text
    assert "--tap: 2.75rem" in text
    assert "@import" not in text
