"""The published test vectors, as bytes."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "vectors"


def rfc9474() -> list[dict[str, Any]]:
    """RFC 9474, Appendix A."""
    return _read("rfc9474-rsabssa.json")


def rfc9578() -> list[dict[str, Any]]:
    """RFC 9578, Appendix A, token type 0x0002."""
    return _read("rfc9578-type-0002.json")


def _read(name: str) -> list[dict[str, Any]]:
    vectors = json.loads((FOLDER / name).read_text())["vectors"]
    return [{key: value if key == "name" else bytes.fromhex(value) for key, value in v.items()} for v in vectors]
