"""The same few people everywhere, each in a browser of their own, signed in.

Alice acts; Bob and Charlie are kept out of what is hers. Terry is her clinician and Charlie's, Dana is Bob's and
Max's; Nora runs the practice; Stan has no rules.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from app import config
from app.accounts.sessions import open_client_session, open_staff_session
from app.accounts.tables import PortalAccount, StaffSignIn
from app.demo import ACCOUNTS, demo_id
from tests.page import Browser

Person = Callable[[], Awaitable[Browser]]

CHART_OF = {account: client for account, _, client, *_ in ACCOUNTS}


async def alice() -> Browser:
    """A client with one of everything; Terry is her clinician."""
    return await client("alice")


async def bob() -> Browser:
    """A client who is kept out of Alice's chart; Dana is his clinician."""
    return await client("bob")


async def charlie() -> Browser:
    """A new client who reads Spanish and has nothing yet; Terry is his clinician."""
    return await client("charlie")


async def gina() -> Browser:
    """The guardian of Max, who is a minor and a client of Dana's."""
    return await client("gina")


async def nora() -> Browser:
    """The office: Client Admin, every rule."""
    return await staff("nora")


async def terry() -> Browser:
    """The clinician of Alice and Charlie."""
    return await staff("terry")


async def dana() -> Browser:
    """The clinician of Bob and Max, who is kept out of Alice's chart."""
    return await staff("dana")


async def stan() -> Browser:
    """Works here, and has no rules."""
    return await staff("stan")


async def nobody() -> Browser:
    """Somebody who has not signed in."""
    return Browser()


async def client(name: str) -> Browser:
    """Open a session of a client's account, as its last sign-in would have."""
    account = await PortalAccount.objects().get(PortalAccount.id == account_id(name))
    assert account is not None
    token = await open_client_session(
        account_id=account.id, chart=client_id(CHART_OF[name]), previous_sign_in_at=account.last_sign_in_at
    )
    return Browser(cookies={_cookie("portal"): token})


async def staff(name: str) -> Browser:
    """Open a session of a staff member."""
    row = await StaffSignIn.select(StaffSignIn.id).where(StaffSignIn.username == name).first()
    assert row is not None
    return Browser(cookies={_cookie("staff"): await open_staff_session(sign_in_id=row["id"])})


def account_id(name: str) -> UUID:
    return demo_id("account", name)


def client_id(name: str) -> UUID:
    return demo_id("client", name)


def staff_id(name: str) -> UUID:
    return demo_id("staff", name)


def _cookie(name: str) -> str:
    return f"__Host-{name}" if config.current().is_secure else name
