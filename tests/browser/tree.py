"""What a screen reader meets on a page: `python -m tests.browser.tree FILE` writes it for a conversation."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.engines import engine_path, running_chromium
from tests.browser.stand_in import StandIn
from tests.browser.states import STATES, enter
from tests.servers import Servers

EXPECTED = Path(__file__).parent / "expected" / "conversation.txt"
LEFT_OUT = {"InlineTextBox", "LineBreak", "RootWebArea"}
TOLD = ("level", "expanded", "checked", "pressed", "disabled", "readonly", "live", "focused")
LANGUAGE = "function () { return (this.closest ? this : this.parentElement)?.closest('[lang]')?.lang ?? '' }"

Node = dict[str, Any]


class Tree:
    """The accessibility tree as Chromium gives it to a screen reader."""

    def __init__(self, page: Page) -> None:
        self._line: CDPSession = page.context.new_cdp_session(page)
        self._line.send("Accessibility.enable")
        nodes: list[Node] = self._line.send("Accessibility.getFullAXTree")["nodes"]
        self._nodes = {node["nodeId"]: node for node in nodes}
        self._root = nodes[0]

    def lines(self) -> Iterator[str]:
        """A line for each thing that is met, in order and indented."""
        yield from self._below(self._root, 0, "")

    def _below(self, node: Node, depth: int, lang: str) -> Iterator[str]:
        for child in (self._nodes[key] for key in node.get("childIds", []) if key in self._nodes):
            name = child.get("name", {}).get("value", "")
            same = name.strip() in ("", node.get("name", {}).get("value", ""))
            if child.get("role", {}).get("value") != "StaticText" or not same:
                yield from self._line_of(child, depth, lang)

    def _line_of(self, node: Node, depth: int, lang: str) -> Iterator[str]:
        role = node.get("role", {}).get("value", "")
        name = node.get("name", {}).get("value", "")
        if node.get("ignored") or role in LEFT_OUT or (role in ("generic", "none", "paragraph") and not name):
            yield from self._below(node, depth, lang)
            return
        own = self._language(node) or lang
        parts = [role, f'"{name}"' if name else "", *_told(node), f"lang={own}" if own != lang else ""]
        yield "  " * depth + " ".join(filter(None, parts))
        if role != "StaticText":
            yield from self._below(node, depth + 1, own)

    def _language(self, node: Node) -> str:
        if "backendDOMNodeId" not in node:
            return ""
        found = self._line.send("DOM.resolveNode", {"backendNodeId": node["backendDOMNodeId"]})["object"]["objectId"]
        said = self._line.send("Runtime.callFunctionOn", {"objectId": found, "functionDeclaration": LANGUAGE})
        return str(said["result"].get("value", ""))


def _told(node: Node) -> Iterator[str]:
    if description := node.get("description", {}).get("value"):
        yield f"({description})"
    values = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    for name in TOLD:
        if values.get(name) not in (None, False, "false", "off", ""):
            yield f"{name}={values[name]}" if values[name] is not True else name
        elif name in ("expanded", "pressed") and values.get(name) in (False, "false"):
            yield f"{name}=no"


def conversation(stand: StandIn, session: str) -> str:
    """The tree of a room in which a little has been said."""
    enter(stand, session, STATES["speaking"])
    return "\n".join(Tree(stand.page).lines()) + "\n"


def main(target: Path) -> None:
    """Writes it, from programs and a browser of its own."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        servers = Servers(Path(folder)).start()
        try:
            session, _ = servers.sign_in().open_session(cards=1)
            path = engine_path("FORUM_CHROMIUM")
            assert path, "there is no Chromium"
            with running_chromium(playwright, path) as browser:
                target.write_text(conversation(StandIn(browser.new_context(), servers.door), session), "utf-8")
        finally:
            servers.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
