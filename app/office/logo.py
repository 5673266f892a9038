"""The practice's logo: taken in as a picture, written anew, and shown on every page."""

import struct
from datetime import UTC, datetime
from hashlib import sha256

import filetype

from app import db
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.files import workshop
from app.files.rules import FileKind
from app.office.settings import check_settings
from app.practice.tables import PracticeLogo, SettingsVersion
from app.staff.rules import Action
from app.web.language import _l
from app.web.uploads import SentFile

LARGEST_BYTES = 1_000_000
KINDS = {"image/png": FileKind.PNG, "image/jpeg": FileKind.JPEG}
NO_FILE = _l("Choose a picture first.")
TOO_LARGE = _l("This picture is larger than 1 MB. Please choose a smaller one.")
WRONG_KIND = _l("Only PNG and JPEG pictures can be used here. Please choose another one.")
UNREADABLE = _l("This picture cannot be opened. Please save it again as PNG or JPEG.")
SIZE = struct.Struct(">II")
SIZE_AT = 16
"""Where a PNG says how wide and how high it is (PNG, 11.2.1)."""


class UnfitLogo(StateForbids):
    """A picture is not taken; its sentence says why."""


async def set_logo(*, staff: CurrentStaff, file: SentFile | None) -> None:
    """Show this picture as the practice's logo from now on; raises NotAllowed, and UnfitLogo before anything is kept."""
    check_settings(staff, Action.MODIFY)
    if file is None:
        raise UnfitLogo(NO_FILE)
    kind = await _kind_of(file)
    try:
        content = await workshop.logo(file.parts(), kind=kind)
    except workshop.NotDone:
        raise UnfitLogo(UNREADABLE) from None
    width, height = SIZE.unpack_from(content, SIZE_AT)
    row = PracticeLogo(
        id=db.new_id(),
        content=content,
        digest=sha256(content).hexdigest(),
        width=width,
        height=height,
        changed_at=datetime.now(UTC),
        changed_by=staff.staff_id,
        changed_by_name=staff.name,
    )
    await _put(staff, row)


async def remove_logo(*, staff: CurrentStaff) -> None:
    """Show our own mark again; raises NotAllowed."""
    check_settings(staff, Action.MODIFY)
    await _put(staff, None)


async def logo_content(digest: str) -> bytes | None:
    """Give the PNG with this digest; None for any but the one in use."""
    row = await db.row("select content from practice_logo where digest = $1", digest)
    return None if row is None else bytes(row["content"])


async def _kind_of(file: SentFile) -> FileKind:
    content = b""
    async for part in file.parts():
        content += part
        if len(content) > LARGEST_BYTES:
            raise UnfitLogo(TOO_LARGE)
    kind = KINDS.get(filetype.guess_mime(content) or "")
    if kind is None:
        raise UnfitLogo(WRONG_KIND)
    return kind


async def _put(staff: CurrentStaff, row: PracticeLogo | None) -> None:
    """Put a logo in the place of the one there was, in all processes: they look at the version of the settings."""
    async with db.transaction():
        await SettingsVersion.update({SettingsVersion.version: SettingsVersion.version + 1}, force=True)
        await PracticeLogo.delete(force=True)
        if row is not None:
            await PracticeLogo.insert(row)
        await activity.record(
            by=staff.actor,
            kind=Kind.LOGO_CHANGED,
            object_kind="practice_logo",
            object_id=row.id if row else None,
            detail={"digest": row.digest if row else ""},
        )
