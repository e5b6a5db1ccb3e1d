"""The issuer opens nothing of the door's."""

import json
import subprocess
import sys
from pathlib import Path

from tests.issuer.conftest import DOOR, SECRET

PROGRAM = """
import json, sys
data = sys.argv[1]
opened = []

def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(data):
        opened.append(arguments[0][len(data):])
    if event == "sqlite3.connect" and data in str(arguments[0]):
        opened.append(str(arguments[0]).split(data)[1])

sys.addaudithook(hook)
from forum.issuer import create_issuer_app
from forum.settings import Settings
from forum.issuer.assemble import assemble_issuer
from forum.tickets import base64url
from forum.tickets.keylist import KeyList, written_time
from datetime import UTC, datetime, timedelta
from tests.tickets.client import ask, form

settings = Settings(data=data)
services = assemble_issuer(settings)
client = create_issuer_app(settings, services).test_client()
bearer = {"Authorization": "Bearer " + sys.argv[2]}
soon = written_time((datetime.now(UTC) + timedelta(days=2)).replace(second=0, microsecond=0))
announced = {"session": "session-00", "opens": soon, "collecting_closes": soon}
term = client.post("/service/terms", json={"sessions": [announced]}, headers=bearer).json
cards = client.post("/service/cards", json={"term": term["term"], "count": 1, "most": 9}, headers=bearer).json
requests = [one.request for one in ask(KeyList.from_bytes(base64url.decode(term["keylist"])))]
answer = client.post("/tickets", data=form(cards["cards"][0]["code"], requests), headers={"Origin": sys.argv[3]})
closed = client.post("/service/sessions/session-00/close", json={}, headers=bearer)
services.housekeeping.stop()
print(json.dumps([answer.status_code, closed.json, opened]))
"""


def test_a_whole_life_of_the_issuer_opens_its_own_folder_only(tmp_path: Path) -> None:
    for part in ("issuer", "door"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "service.key").write_text(SECRET)
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), SECRET, DOOR]
    done = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).parent.parent.parent)
    status, closed, opened = json.loads(done.stdout)
    assert (status, closed["collected"]) == (200, 1)
    assert any(path.startswith("/issuer/keys/session-00") for path in opened)
    assert "/issuer/issuer.sqlite3" in opened
    assert all(path == "" or path.startswith("/issuer") for path in opened), opened
