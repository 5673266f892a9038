"""What a program that opens files of others can learn of the process that started it, when it is taken over."""

import json
import os
import subprocess
import sys

import pytest

from tests.source import ROOT

SECRET = "canary-of-the-environment"
NOBODY = 65534
CHILD = f"""
import ctypes, json, os, sys
from app import config
from app.__main__ import main

held = "canary-of-the-" + "memory"
if os.geteuid() == 0:  # root may read everything: what holds is what an account without rights may
    os.setgroups([])
    os.setresgid({NOBODY}, {NOBODY}, {NOBODY})
    os.setresuid({NOBODY}, {NOBODY}, {NOBODY})
ctypes.CDLL(None).prctl(config.PR_SET_DUMPABLE, 1, 0, 0, 0)  # as every program of an account is when it starts
if sys.argv.pop(1) == "portal":
    sys.stdout = open(os.devnull, "w")
    assert main() == 0
    sys.stdout = sys.__stdout__

def learnt(leaf):
    try:
        with open(f"/proc/{{parent}}/{{leaf}}", "rb") as file:
            if leaf != "mem":
                return file.read().decode()
            file.seek(id(held))
            return file.read(100).decode("latin-1")
    except OSError as refused:
        return type(refused).__name__

parent = os.getpid()
if os.fork() == 0:
    print(json.dumps([os.geteuid(), learnt("environ"), learnt("mem"), learnt("maps"), learnt("cmdline")]), flush=True)
    os._exit(0)
os.wait()
"""


def child_of(parent: str, *arguments: str) -> tuple[int, str, str, str, str]:
    """Give the account of a child of this parent, and what it reads of its environment, memory, maps and command."""
    answer = subprocess.run(
        [sys.executable, "-c", CHILD, parent, *arguments],
        cwd=ROOT,
        env={"SECRET_KEY": SECRET, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    found: list[object] = json.loads(answer.stdout)
    return tuple(found)  # type: ignore[return-value]  # as the program above prints it


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone closes a process to its own account.")
def test_a_child_of_the_portal_reads_neither_its_environment_nor_its_memory() -> None:
    account, environ, memory, maps, command = child_of("portal", "keys")
    assert account != 0
    assert (environ, memory, maps) == ("PermissionError",) * 3
    assert "keys" in command, "It is the process it was to read."


@pytest.mark.skipif(sys.platform != "linux", reason="Likewise.")
def test_a_child_of_another_program_reads_both() -> None:
    account, environ, memory, _, _ = child_of("another")
    assert account != 0
    assert SECRET in environ
    assert "canary-of-the-memory" in memory
