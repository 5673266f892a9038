"""Whatever is killed, and when: what was acknowledged is there once, and the portal comes back by itself."""

import os
import re
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from signal import SIGCONT, SIGSTOP, SIGTERM
from uuid import UUID

import httpx
import psutil
import pytest

from tests.journeys.server import Server, eventually, kill, running
from tests.journeys.visitor import Visitor, thread_of

KILLS = 5
ALERT_SECONDS = 10
SLOWEST_PAGE = 2.0
ENDING_SECONDS = 8.0
SLOW_REQUEST = 2.0
ALIKE = 20
PAGES = ("/home", "/messages", "/messages/new", "/activity")
OURS = re.compile(r'"event": "(fault|badges failed|tiles failed together|tile failed)"')

MESSAGES = "select thread from message where thread = any($1)"
WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
ALERTS = "select object_id from alert where object_id = any($1)"


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("kills")) as server:
        yield server


@pytest.fixture
def portal(mortal: Server) -> Server:
    """A portal to kill; nothing it logged before counts."""
    mortal.start_again_if_needed()
    eventually(mortal.is_ready, within=20, otherwise="The portal did not recover from the test before")
    mortal.excuse()
    return mortal


def test_a_message_acknowledged_before_the_portal_is_killed_is_there_once(portal: Server) -> None:
    alice = Visitor(portal, "alice")
    threads: list[UUID] = []

    for number in range(KILLS):
        answer = alice.send(alice.message(f"Before kill {number}"))
        portal.kill()
        threads.append(thread_of(answer))
        portal.start()

    check_told_once(portal, threads)
    assert portal.faults() == []


def test_a_form_sent_again_after_a_kill_amid_its_transaction_makes_one_message(portal: Server) -> None:
    alice = Visitor(portal, "alice")
    filled = alice.message("Into the kill")

    with ThreadPoolExecutor(1) as other, portal.holding("message"):
        answer = other.submit(alice.send, filled)
        eventually(
            lambda: portal.value(WAITING), within=5, otherwise="The message never came to the database"
        )
        portal.kill()
        assert isinstance(answer.exception(), httpx.TransportError)
    portal.start()

    thread = thread_of(alice.send(filled))
    assert thread_of(alice.send(filled)) == thread
    check_told_once(portal, [thread])


def test_the_same_form_sent_twenty_times_at_once_makes_one_message(portal: Server) -> None:
    alice = Visitor(portal, "alice")
    filled = alice.message("Pressed and pressed again")

    with ThreadPoolExecutor(ALIKE) as pool:
        answers = list(pool.map(alice.send, [filled] * ALIKE))

    threads = {thread_of(answer) for answer in answers}
    assert len(threads) == 1
    check_told_once(portal, list(threads))
    assert portal.faults() == []


def test_without_valkey_every_page_answers_and_staff_are_told_once_it_is_back(portal: Server) -> None:
    alice = Visitor(portal, "alice")

    with portal.without(portal.valkey):
        for number in range(20):
            check_quick(alice, PAGES[number % len(PAGES)])
        began = time.monotonic()
        thread = alice.write("Without Valkey")
        assert time.monotonic() - began < SLOWEST_PAGE

    check_told_once(portal, [thread])


def test_while_valkey_hangs_every_page_answers_and_staff_are_told_once_it_goes_on(portal: Server) -> None:
    alice = Visitor(portal, "alice")
    pid = portal.valkey.pid()
    assert pid is not None

    os.kill(pid, SIGSTOP)
    try:
        for path in PAGES:
            check_quick(alice, path)
        thread = alice.write("While Valkey hangs")
        check_quick(alice, f"/messages/{thread}")
    finally:
        os.kill(pid, SIGCONT)

    check_told_once(portal, [thread])


def test_without_postgres_pages_say_so_and_the_portal_serves_again_by_itself(portal: Server) -> None:
    alice = Visitor(portal, "alice")
    filled = alice.message("Without PostgreSQL")
    process = portal.process

    with portal.without(portal.postgres):
        for path in PAGES:
            check_resting(alice.get(path))
        check_resting(alice.send(filled))
        assert alice.get("/health/ready").status_code == 503
        assert alice.get("/health/live").status_code == 200

    assert portal.process is process
    assert portal.is_running()
    for path in PAGES:
        assert alice.get(path).status_code == 200
    check_told_once(portal, [thread_of(alice.send(filled))])


def test_requests_under_way_while_postgres_dies_meet_no_fault_of_ours(portal: Server) -> None:
    alice = Visitor(portal, "alice")

    for _ in range(3):
        with ThreadPoolExecutor(8) as pool:
            answers = [pool.submit(alice.get, PAGES[number % len(PAGES)]) for number in range(200)]
            wait(answers[:20])
            kill(portal.postgres)
        assert {answer.result().status_code for answer in answers} <= {200, 503}
        eventually(portal.is_ready, within=20, otherwise="The portal does not serve again")

    assert [fault for fault in portal.faults() if OURS.search(fault)] == []


def test_sigterm_lets_a_slow_request_finish_and_leaves_no_process(portal: Server) -> None:
    alice = Visitor(portal, "alice")
    family = processes(portal)

    with ThreadPoolExecutor(1) as other, portal.holding("message_thread"):
        answer = other.submit(alice.get, "/messages")
        began = end_while_waiting(portal)
        eventually(lambda: time.monotonic() > began + SLOW_REQUEST, within=SLOW_REQUEST + 1, otherwise="")
    page = answer.result()

    assert portal.wait() == 0
    assert time.monotonic() - began < ENDING_SECONDS
    assert page.status_code == 200
    assert "Messages" in page.text
    assert [process for process in family if is_alive(process)] == []


def test_sigterm_does_not_wait_for_ever_for_a_request_that_hangs(portal: Server) -> None:
    alice = Visitor(portal, "alice")
    family = processes(portal)

    with ThreadPoolExecutor(1) as other, portal.holding("message_thread"):
        other.submit(alice.get, "/messages")
        began = end_while_waiting(portal)
        portal.wait()

    assert time.monotonic() - began < ENDING_SECONDS
    assert [process for process in family if is_alive(process)] == []


def end_while_waiting(portal: Server) -> float:
    """Send SIGTERM once a request waits in the database; give the moment."""
    eventually(lambda: portal.value(WAITING), within=5, otherwise="No request came to the database")
    portal.signal(SIGTERM)
    began = time.monotonic()
    eventually(lambda: is_closed(portal), within=2, otherwise="It still takes connections")
    return began


def check_told_once(portal: Server, threads: list[UUID]) -> None:
    """Check that each thread has one message, and soon one alert."""
    once = Counter(threads)
    assert set(once.values()) == {1}
    assert count(portal, MESSAGES, threads) == once
    eventually(
        lambda: count(portal, ALERTS, threads).keys() == once.keys(),
        within=ALERT_SECONDS,
        otherwise=f"Not every message has its alert: {count(portal, ALERTS, threads)}",
    )
    assert count(portal, ALERTS, threads) == once


def count(portal: Server, statement: str, threads: list[UUID]) -> Counter[UUID]:
    return Counter(row[0] for row in portal.rows(statement, threads))


def processes(portal: Server) -> list[psutil.Process]:
    """Give the portal's own process, those beside it, and all that they started."""
    assert portal.process is not None
    heads = [psutil.Process(pid) for pid in (portal.process.pid, portal.postgres.pid(), portal.valkey.pid())]
    return heads + [child for head in heads for child in head.children(recursive=True)]


def is_alive(process: psutil.Process) -> bool:
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)


def is_closed(portal: Server) -> bool:
    try:
        socket.create_connection(("127.0.0.1", portal.port), timeout=1).close()
    except OSError:
        return True
    return False


def check_quick(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    assert answer.elapsed.total_seconds() < SLOWEST_PAGE, f"{path} took {answer.elapsed}"


def check_resting(answer: httpx.Response) -> None:
    assert answer.status_code == 503, f"{answer.request.url} answered {answer.status_code}"
    assert int(answer.headers["retry-after"]) > 0
    assert "Nothing was saved" in answer.text
    assert answer.elapsed.total_seconds() < SLOWEST_PAGE
