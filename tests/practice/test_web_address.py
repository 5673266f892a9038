"""`python -m app check` compares the address clients are handed out with the practice's acronym and domain."""

from pathlib import Path

from app.config import Config
from tests.commands import levels, run
from tests.servers import another_database, query

KEEP = "insert into system_setting (id, name, value) values (gen_random_uuid(), '{}', '{}')"


def test_an_address_that_differs_is_a_warning_and_one_that_agrees_is_none(
    settled: Config, migrated: str, tmp_path: Path
) -> None:
    with another_database(settled, like=migrated) as url:
        environ = {"DATA_DIR": str(tmp_path), "DATABASE_URL": url, "REDIS_URL": str(settled.redis_url)}
        assert "web address" not in levels(run(environ, "check", "--json").stdout)
        query(url, KEEP.format("practice_acronym", "sc"))
        assert "web address" not in levels(run(environ, "check", "--json").stdout)
        query(url, KEEP.format("portal_domain", "portal.example.com"))
        differing = run(environ, "check", "--json")
        assert (differing.returncode, levels(differing.stdout)["web address"]) == (0, "WARN")
        assert "https://sc.portal.example.com" in differing.stdout
        agreeing = run(environ | {"PUBLIC_URL": "https://sc.portal.example.com"}, "check", "--json")
        assert levels(agreeing.stdout)["web address"] == "OK"
