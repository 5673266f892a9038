"""Keys as they stand in the environment: read, judged, and made for a development that has none."""

import base64
import binascii
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

KEY_BYTES = 32
FEWEST_DIFFERENT_BYTES = 10


class FieldKey(NamedTuple):
    id: int
    key: bytes


def development_keys(data_dir: Path) -> dict[str, str]:
    """Give the keys kept in `data_dir`, making them once; only their owner can read the file."""
    path = data_dir / "keys.env"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _write_once(path, "".join(f"{name}={value}\n" for name, value in fresh_keys().items()))
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


def fresh_keys() -> dict[str, str]:
    """Make a new SECRET_KEY and the first of FIELD_KEYS, as they stand in the environment."""
    return {"SECRET_KEY": secrets.token_urlsafe(48), "FIELD_KEYS": f"1:{secrets.token_urlsafe(KEY_BYTES)}"}


def _write_once(path: Path, text: str) -> None:
    """Write a whole file that only its owner can read; the first of two processes wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def decoded(encoded: str) -> bytes:
    """Decode base64url with or without its padding; nothing for what is not base64url."""
    try:
        return base64.b64decode(
            encoded.rstrip("=") + "=" * (-len(encoded.rstrip("=")) % 4), b"-_", validate=True
        )
    except (binascii.Error, ValueError):
        return b""


def is_plain(key: bytes) -> bool:
    """Tell a key that nobody drew at random: few different bytes, or one piece over and over."""
    return key in (key + key)[1:-1] or len(set(key)) < FEWEST_DIFFERENT_BYTES
