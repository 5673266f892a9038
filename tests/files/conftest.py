"""The three storages: a folder, the database, and a bucket of a real S3 server on this machine."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.addresses import DatabaseStorage, FolderStorage, S3Storage
from app.web.frame import Portal
from tests.environment import configured

BUCKET = "files"


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """Run moto's S3 server in a thread, with one bucket."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    httpx.put(f"{endpoint}/{BUCKET}").raise_for_status()
    yield endpoint
    server.stop()


def bucket(endpoint: str, prefix: str) -> S3Storage:
    return S3Storage(BUCKET, prefix, endpoint, "us-east-1", "key", "secret")


@pytest.fixture(params=["folder", "database", "s3"])
def anywhere(request: Any, restored: None, tmp_path: Path) -> Iterator[str]:
    """Keep files in each kind of storage in turn, empty at first."""
    where: Any = DatabaseStorage()
    if request.param == "folder":
        where = FolderStorage(str(tmp_path / "files"))
    if request.param == "s3":
        where = bucket(request.getfixturevalue("s3_endpoint"), tmp_path.name)
    with configured(storage=where):
        yield request.param


@pytest.fixture
def folder(portal: Portal, tmp_path: Path) -> Iterator[Path]:
    """Keep files in an empty folder of this test."""
    with configured(storage=FolderStorage(str(tmp_path / "files"))):
        yield tmp_path / "files"
