"""A34, in the admin: SQL in every parameter of a list, and orders that would tell what is secret."""

from urllib.parse import quote

import pytest

from tests import people, rows
from tests.admin.desk import TABLES, desk_of
from tests.attacks import POLYGLOTS
from tests.attacks.admin_addresses import row_of

pytestmark = pytest.mark.usefixtures("rolled_back")

INJECTIONS = (
    "'", "''", "\"", "' or '1'='1", "1; drop table task_type", "1) or (1=1", "%27 union select password from staff_sign_in--",
    "label); delete from task_type; --", "pg_sleep(5)", "' || (select password from staff_sign_in limit 1) || '", "\\", "%",
    "$1", "{}", "a' order by 1--", "_", *POLYGLOTS,
)  # fmt: skip
SECRETS = ("password", "token", "mac", "detail", "payload", "secret", "staff_sign_in.password", "client.ssn")


@pytest.mark.parametrize("injection", INJECTIONS)
async def test_no_parameter_reaches_the_statement_as_sql(injection: str) -> None:
    nora = await desk_of("nora")
    before = await rows.value("select count(*) from task_type")
    sql = quote(injection)
    for query in (
        f"label={sql}", f"label={sql}&label__match=exact", f"label__match={sql}", f"label__operator={sql}", f"__order={sql}",
        f"__order=-{sql}", f"__visible_fields={sql}", f"__page={sql}", f"__page_size={sql}", f"{sql}=1", f"id={sql}",
        f"__readable={sql}", f"position={sql}", f"user_group={sql}", f"active={sql}",
    ):  # fmt: skip
        answer = await nora.get(f"/api/tables/task_types/?{query}")
        assert answer.status_code in (200, 400, 422), f"{query} answered {answer.status_code}"
        if answer.status_code == 200 and injection != "%" and injection != "_":
            assert answer.json()["rows"] == [], query
    for query in (f"search={sql}&limit=5", f"limit={sql}", f"offset={sql}"):
        answer = await nora.get(f"/api/tables/task_types/ids/?{query}")
        assert answer.status_code in (200, 400), f"{query} answered {answer.status_code}"
        assert "argon2" not in answer.text
    assert await rows.value("select count(*) from task_type") == before


@pytest.mark.parametrize("injection", INJECTIONS)
async def test_what_looks_like_sql_is_kept_as_it_was_typed(injection: str) -> None:
    nora = await desk_of("nora")
    answer = await nora.change("clients", people.client_id("alice"), preferred_name=injection[:100])
    assert answer.status_code == 200, answer.text
    assert answer.json()["preferred_name"] == injection[:100].strip()


@pytest.mark.parametrize("table", TABLES)
async def test_no_order_or_choice_of_columns_tells_what_is_secret(table: str) -> None:
    nora, row = await desk_of("nora"), await row_of(table)
    for column in SECRETS:
        for query in (f"__order={column}", f"__order=-{column}", f"__visible_fields=id,{column}", f"{column}=a",
                      f"{column}__operator=gte&{column}=a"):  # fmt: skip
            assert (await nora.get(f"/api/tables/{table}/?{query}")).status_code == 400, query
            assert (await nora.get(f"/api/tables/{table}/{row}/?{query}")).status_code == 400, query


async def test_shown_columns_order_search_and_choose() -> None:
    nora = await desk_of("nora")
    found = await nora.rows("clients", "?__order=-number&__visible_fields=id,number&__page_size=2")
    assert [row["number"] for row in found] == [1004, 1003]
    found = await nora.rows("clients", "?first_name=ali&first_name__match=starts")
    assert [row["last_name"] for row in found] == ["Anderson"]
