"""The command line: python -m app COMMAND."""

import argparse
import asyncio
import errno
import getpass
import os
import socket
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

from app import config, embedded, filing, running

UNFIT = 2
LOOKED_BETWEEN_LINES = 10_000
NO_TABLES = (
    "The database has no tables yet: run `python -m app migrate` first, or start with `serve --migrate`."
)
LOGINS = (("Clients", ("alice", "bob", "charlie", "gina")), ("Staff", ("nora", "terry", "dana", "stan")))


def main() -> int:
    arguments = _parser().parse_args()
    config.keep_to_ourselves()
    try:
        code: int = arguments.run(arguments)
    except config.Unfit as unfit:
        print(*unfit.problems, sep="\n", file=sys.stderr)
        return UNFIT
    except embedded.Failed as failed:
        print(failed, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description="The client portal.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    served = command("serve", serve, "Serve the portal, its worker inside unless WORKER=separate.")
    served.add_argument("--migrate", action="store_true", help="bring the tables up to date first")
    served.add_argument("--demo", action="store_true", help="load the demo practice first")
    command("worker", worker, "Run the worker as a process of its own.")
    migrated = command("migrate", migrate, "Bring the tables of the database up to date.")
    migrated.add_argument("--back", metavar="PACKAGE", help="undo instead: its last migration, or all")
    command("demo", demo, "Load the fictional demo practice.")
    checked = command("check", check, "Check that the portal can run here, and say how to mend what cannot.")
    checked.add_argument("--json", action="store_true", help="for programs")
    checked.add_argument("--send-to", metavar="ADDRESS", default="", help="send a test mail there")
    verified = command(
        "verify-audit", verify_audit, "Name every audit row that was changed, removed or not sealed."
    )
    verified.add_argument(
        "--head", metavar="HEAD", help="a head printed or logged earlier, which must still be there"
    )
    command("rotate-keys", rotate_keys, "Seal every encrypted value with the first key of FIELD_KEYS.")
    command("keys", keys, "Print a fresh SECRET_KEY and FIELD_KEYS.")
    created = command("create-admin", create_admin, "Create a staff member with every right.")
    for name in ("--username", "--first-name", "--last-name"):
        created.add_argument(name, required=True)
    reset = command(
        "reset-password",
        reset_password,
        "Give a staff member a temporary password, and let them sign in again.",
    )
    reset.add_argument("username")
    lost = command(
        "reset-second-step",
        reset_second_step,
        "Take away what somebody proves with besides the password: their phone or key is lost.",
    )
    lost.add_argument("username")
    lost.add_argument("--client", action="store_true", help="a client's login, not a staff member's")
    filing.add_commands(command)
    return parser


def serve(arguments: argparse.Namespace) -> int:
    read = running.read()
    try:
        sockets = _listen(read)
    except OSError as problem:
        reason = os.strerror(problem.errno or 0)
        raise embedded.Failed(f"Port {read.port} cannot be used ({reason}): set PORT to another.") from None
    with running.settled() as settled:
        if arguments.migrate:
            running.run(_migrate_forwards)
        running.run(_check_tables)
        if arguments.demo:
            running.run(_load_demo)
        welcome = "" if settled.is_production else _welcome(settled, with_demo=arguments.demo)
        return _serve_on(sockets, welcome, setup=running.run(_offer_setup))


def _listen(read: config.Config) -> list[socket.socket]:
    """Listen on this machine alone in development, on every address in production; IPv6 where there is any."""
    ipv4, ipv6 = ("0.0.0.0", "::") if read.is_production else ("127.0.0.1", "::1")  # noqa: S104
    listening = [socket.create_server((ipv4, read.port))]
    try:
        listening.append(socket.create_server((ipv6, read.port), family=socket.AF_INET6))
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise
    return listening


async def _offer_setup() -> str:
    from app.office.setup.keys import offer_key

    return await offer_key()


def _serve_on(sockets: list[socket.socket], welcome: str, *, setup: str) -> int:
    import uvicorn

    from app.web.logs import log

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if setup:
                log("nobody works here yet: set the practice up at this address", setup=setup)
            print(welcome, end="", flush=True)

    settings = uvicorn.Config(
        "app.main:create_app",
        factory=True,
        loop="uvloop",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=1000,
        timeout_graceful_shutdown=5,
    )
    server = Server(settings)
    try:
        server.run(sockets)
    except (SystemExit, KeyboardInterrupt):  # uvicorn repeats the signal that ended it
        if not server.should_exit:
            raise
    return 0 if server.started else 1


def _welcome(settled: config.Config, *, with_demo: bool) -> str:
    lines = ["", f"  The portal is open at {settled.public_url}"]
    if with_demo:
        lines += [f"    {people:<8} {', '.join(names)}" for people, names in LOGINS]
        lines += ["    Each password is demo-<name>-portal-1, as in demo-alice-portal-1."]
    if settled.mail_server is None and not settled.mail_is_off:
        lines.append(f"    E-mails stand at {settled.public_url}/development/outbox")
    return "\n".join([*lines, "  Ctrl-C ends it.", "", ""])


def worker(_arguments: argparse.Namespace) -> int:
    from app import worker as process

    with running.settled():
        running.run(_check_tables)
        running.run(process.run)
    return 0


async def _check_tables() -> None:
    """Raise Failed where nobody has made the tables yet."""
    from app.migrations import were_ever_done

    if not await were_ever_done():
        raise embedded.Failed(NO_TABLES)


def migrate(arguments: argparse.Namespace) -> int:
    with running.settled(database_only=True) as settled:
        if arguments.back == "all" and settled.is_production:
            print(
                "Undoing everything would delete every client: it is refused in production.", file=sys.stderr
            )
            return 1
        running.run((lambda: _migrate_backwards(arguments.back)) if arguments.back else _migrate_forwards)
    return 0


async def _migrate_forwards() -> None:
    from app.migrations import migrate_forwards

    for step in await migrate_forwards():
        print(f"Migrated {step}", flush=True)


async def _migrate_backwards(package: str) -> None:
    from app.migrations import migrate_backwards

    for step in await migrate_backwards(package):
        print(f"Undid {step}", flush=True)


def demo(_arguments: argparse.Namespace) -> int:
    with running.settled(database_only=True):
        running.run(_check_tables)
        running.run(_load_demo)
    return 0


async def _load_demo() -> None:
    from app.demo import load_demo

    await load_demo()


def verify_audit(arguments: argparse.Namespace) -> int:
    from app.activity.seals import BEFORE_ALL, Head

    try:
        known = Head.read(arguments.head) if arguments.head else BEFORE_ALL
    except ValueError:
        print("A head looks like 1041:9f0c…: copy the whole of it.", file=sys.stderr)
        return UNFIT
    with running.settled(database_only=True):
        return 1 if running.run(lambda: _print_findings(known)) else 0


async def _print_findings(known: Any) -> bool:
    """Print what a walk over the audit log finds; give whether it found anything."""
    from app.activity.verification import Walk, verify

    walk, found = Walk(), 0
    async for finding in verify(walk, known=known):
        print(finding, flush=True)
        found += 1
    print(f"{walk.rows} rows, {found or 'nothing'} to look into; head {walk.head}")
    return found > 0


def rotate_keys(_arguments: argparse.Namespace) -> int:
    with running.settled(database_only=True):
        return 0 if running.run(_rotate_keys) else 1


async def _rotate_keys() -> bool:
    """Rotate, print how far it is, and say which keys may go; give whether everything is under the first key."""
    from app import rotation

    totals = Counter[str]()
    for each in await rotation.held():
        totals[each.place] += each.count
    walk = rotation.Walk()
    async for step in rotation.rotate(walk):
        if isinstance(step, rotation.Step):
            _print_progress(step, of=totals[step.place])
        else:
            print(step, file=sys.stderr, flush=True)
    print(walk)
    needs = rotation.Needs(await rotation.held())
    print(*needs.sentences(), sep="\n")
    return not (walk.unreadable or needs.missing or needs.to_reseal)


def _print_progress(step: Any, *, of: int) -> None:
    """Show on a terminal each batch, in one line for a column; else a line now and then, and at its end."""
    is_terminal = sys.stdout.isatty()
    if is_terminal or step.is_last or step.looked % LOOKED_BETWEEN_LINES == 0:
        end = "\r" if is_terminal and not step.is_last else "\n"
        print(f"{step.place:<24}{step.looked:>14,} of {max(of, step.looked):,}", end=end, flush=True)


def keys(_arguments: argparse.Namespace) -> int:
    print(*(f"{name}={value}" for name, value in config.fresh_keys().items()), sep="\n")
    return 0


def create_admin(arguments: argparse.Namespace) -> int:
    password = os.environ.get("PORTAL_PASSWORD") or _ask_password()
    if password is None:
        print("The two passwords differ: nobody was created.", file=sys.stderr)
        return 1
    from app.accounts.staff_service import create_administrator
    from app.activity.refusals import StateForbids

    names = {name: getattr(arguments, name) for name in ("username", "first_name", "last_name")}
    try:
        with running.settled(database_only=True):
            running.run(lambda: create_administrator(**names, password=password))
    except StateForbids as refused:
        print(refused.sentence, file=sys.stderr)
        return 1
    print(f"{arguments.username} can sign in as staff.")
    return 0


def reset_password(arguments: argparse.Namespace) -> int:
    from app.accounts.staff_members import reset_from_the_command_line
    from app.activity.refusals import StateForbids

    try:
        with running.settled(database_only=True):
            password = running.run(lambda: reset_from_the_command_line(username=arguments.username))
    except StateForbids as refused:
        print(refused.sentence, file=sys.stderr)
        return 1
    print(f"{arguments.username} signs in as staff with {password} and then chooses another password.")
    return 0


def reset_second_step(arguments: argparse.Namespace) -> int:
    from app.accounts.second_step.resetting import reset_from_the_command_line
    from app.activity.refusals import StateForbids

    try:
        with running.settled(database_only=True):
            running.run(
                lambda: reset_from_the_command_line(username=arguments.username, is_client=arguments.client)
            )
    except StateForbids as refused:
        print(refused.sentence, file=sys.stderr)
        return 1
    print(f"{arguments.username} signs in with the password alone, and can set up a second step again.")
    return 0


def _ask_password() -> str | None:
    first, second = getpass.getpass("Password: "), getpass.getpass("Again: ")
    return first if first == second else None


def check(arguments: argparse.Namespace) -> int:
    from app import checks

    try:
        with running.settled() as settled:
            findings = asyncio.run(checks.findings(settled, send_to=arguments.send_to))
    except config.Unfit as unfit:
        findings = [checks.failed("configuration", problem) for problem in unfit.problems]
    except embedded.Failed as failed:
        findings = [checks.failed("servers", str(failed))]
    print(checks.as_json(findings) if arguments.json else checks.as_text(findings))
    return 1 if checks.any_failed(findings) else 0


if __name__ == "__main__":
    sys.exit(main())
