"""The sign-in sheet that a client is handed: where, with which login, and the password that was just made."""

from dataclasses import dataclass
from uuid import UUID

from app import config
from app.accounts.charts import StaffChart
from app.accounts.portal_tab.accounts import accounts_of
from app.accounts.portal_tab.page import chosen_of
from app.accounts.portal_tab.passing import Passed
from app.web.qr import QrCode, qr_code


@dataclass(frozen=True, slots=True)
class SignInSheet:
    client_name: str
    address: str
    code: QrCode
    login: str
    password: str
    """"" when none was just made, or the client has changed it since."""
    account_id: UUID


async def sign_in_sheet(chart: StaffChart, account_id: UUID | None, passed: Passed) -> SignInSheet | None:
    """Put the sheet of an account together; None while the client has no login."""
    account = chosen_of(await accounts_of(chart.client_id), account_id)
    if account is None:
        return None
    just_made = passed.account == str(account.id) and account.must_change_password
    address = config.current().public_url
    return SignInSheet(
        client_name=account.name,
        address=address,
        code=qr_code(f"{address}/sign-in"),
        login=account.login,
        password=passed.password if just_made else "",
        account_id=account.id,
    )
