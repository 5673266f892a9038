"""The command line, run as people run it: programs of their own, on their own folder or database."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers import ROOT

START_SECONDS = 30


def run(environ: dict[str, str], *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command to its end, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=counted(environ),
        input=typed,
        start_new_session=True,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def counted(environ: dict[str, str]) -> dict[str, str]:
    """Add what lets the lines that a program of its own runs count as reached."""
    return environ | {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}


def levels(said: str) -> dict[str, str]:
    """Give the level of each finding that `check --json` printed."""
    return {finding["subject"]: finding["level"] for finding in json.loads(said)}


@contextmanager
def serving(environ: dict[str, str], *arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run `serve` on a free port until it is told to end; whatever happens, it ends with the block."""
    port = free_port()
    command = [sys.executable, "-m", "app", "serve", *arguments]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=counted(environ | {"PORT": str(port)}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            wait_for(server, port)
            yield server, port
        finally:
            if server.poll() is None:
                server.terminate()


def wait_for(server: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            assert status(f"http://127.0.0.1:{port}/health/live") == 200
            return
        except OSError:
            assert server.poll() is None, server.communicate()
            assert time.monotonic() < deadline, "it did not answer in time"
            time.sleep(0.02)


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=START_SECONDS) as answer:  # noqa: S310, our own address
        code: int = answer.status
        return code


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
