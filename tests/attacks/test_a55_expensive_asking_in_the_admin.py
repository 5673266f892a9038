"""A55, in the admin: no list is asked for whole, at any table; bodies and patterns that cost much are refused or cheap."""

import pytest

from tests.admin.desk import FORMS, TABLES, desk_of

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_no_table_gives_more_than_a_page_of_rows_or_names() -> None:
    nora = await desk_of("nora")
    for table in TABLES:
        for query in ("__page_size=-1", "__page_size=101", "__page=1000000000", "__order=-secret"):
            assert (await nora.get(f"/api/tables/{table}/?{query}")).status_code == 400, (table, query)
        for query in ("limit=-1", "limit=101", "limit=1e9", "offset=-1"):
            assert (await nora.get(f"/api/tables/{table}/ids/?{query}")).status_code == 400, (table, query)
        assert len((await nora.get(f"/api/tables/{table}/ids/")).json()) <= 100, table


async def test_a_body_of_ten_megabytes_is_refused_by_every_form() -> None:
    nora = await desk_of("nora")
    for form in FORMS:
        answer = await nora.take(
            form, client_number=1, words="a" * 10_000_000 if form == "release-a-record" else "a" * 100_001
        )
        assert answer.status_code == 413, form


async def test_a_long_pattern_is_refused_and_a_short_one_is_text() -> None:
    nora = await desk_of("nora")
    assert (await nora.get(f"/api/tables/clients/?first_name={'(a+)' * 12_500}")).status_code == 400
    assert await nora.rows("clients", "?first_name=(a%2B)%2B%24&first_name__match=contains") == []
