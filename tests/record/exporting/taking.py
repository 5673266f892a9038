"""Exports as tests make them and look into them."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from app import db
from app.record.exporting import making
from app.record.exporting.sources import Sources
from app.web.language import Language, speaking
from app.worker import SOURCES
from tests import people

ROW = """
select client.id as client, client.number, client.first_name, client.preferred_name, client.last_name,
  $2::boolean as for_self, $3::uuid as account, $4::text as areas
from client where id = $1
"""
Files = Mapping[str, bytes]


async def exported(
    name: str,
    *,
    account: str | None = None,
    areas: str = "",
    for_self: bool = True,
    language: Language = Language.ENGLISH,
    sources: Sources = SOURCES,
) -> Files:
    """Give the files of an export of somebody's chart; for staff where no account is named."""
    account_id = people.account_id(account) if account else None
    row = await db.row(ROW, people.client_id(name), for_self, account_id, areas)
    assert row is not None
    with speaking(language):
        parts = [part async for part in making.zip_of(row, sources, at=datetime.now(UTC))]
    return opened(b"".join(parts))


def opened(content: bytes) -> Files:
    """Give the files of a zip, which is whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(files: Files) -> str:
    """Give all that stands in the pages of an export."""
    return "\n".join(content.decode() for name, content in files.items() if name.endswith(".html"))
