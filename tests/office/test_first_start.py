"""What the server's log and `check` say while nobody works there, as processes of their own."""

import json
from pathlib import Path

from app.config import Config
from tests.commands import levels, run, serving, status
from tests.servers import another_database


def setup_lines(said: str) -> list[str]:
    entries = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return [entry["setup"] for entry in entries if "setup" in entry]


def test_each_start_logs_one_new_address_until_somebody_works_there(
    settled: Config, migrated: str, tmp_path: Path
) -> None:
    with another_database(settled, like=migrated) as url:
        environ = {"DATA_DIR": str(tmp_path), "DATABASE_URL": url, "REDIS_URL": str(settled.redis_url)}
        assert levels(run(environ, "check", "--json").stdout)["staff"] == "WARN"
        with serving(environ) as (server, port):
            server.terminate()
            said = server.communicate()[0]
        (address,) = setup_lines(said)
        assert address.split("/setup/")[0] == f"http://localhost:{port}"
        with serving(environ) as (server, port):
            opened = status(f"http://127.0.0.1:{port}/health/ready")
            server.terminate()
            (newer,) = setup_lines(server.communicate()[0])
        assert opened == 200
        assert newer.rpartition("/")[2] != address.rpartition("/")[2]
        names = ("--username", "ada", "--first-name", "Ada", "--last-name", "Moreno")
        made = run(environ | {"PORTAL_PASSWORD": "quartz lantern meadow fourteen"}, "create-admin", *names)
        assert made.returncode == 0, made.stderr
        with serving(environ) as (server, _):
            server.terminate()
            assert setup_lines(server.communicate()[0]) == []
        assert levels(run(environ, "check", "--json").stdout)["staff"] == "OK"
