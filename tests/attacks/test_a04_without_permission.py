"""A04: a staff member without the permission, at every table and form; each single permission is tests/admin/test_matrix.py."""

import pytest

from tests.admin.desk import FORMS, TABLES, desk_of
from tests.attacks.admin_addresses import of_forms, of_tables

pytestmark = pytest.mark.usefixtures("restored")


async def test_somebody_without_rules_gets_nothing_from_any_table_or_form() -> None:
    stan = await desk_of("stan")
    asked = [*await of_tables(), *of_forms()]
    assert len(asked) == 11 * len(TABLES) + 3 * len(FORMS)
    for method, path in asked:
        answer = await stan.ask(method, path, {})
        assert answer.status_code == (405 if method == "PUT" else 403), (
            f"{method} {path}: {answer.status_code}"
        )


async def test_the_office_reads_every_table_and_form() -> None:
    nora = await desk_of("nora")
    for method, path in [*await of_tables(), *of_forms()]:
        if method == "GET":
            assert (await nora.ask(method, path)).status_code in (200, 404), path
