"""Who has a phone, and the language they read."""

from app import db
from app.clients import details
from app.web.language import Language

SPOKEN = """
select coalesce(account.language, client.language) as language, count(*) from client
left join chart_grant on chart_grant.client = client.id and chart_grant.revoked_at is null
left join portal_account account on account.id = chart_grant.account
where client.phone_hash = $1 and coalesce(account.language, client.language) is not null
group by 1 order by 2 desc, 1 limit 1
"""


async def language_at(number: str) -> Language:
    """Give the language that is read where a text came from; English where nobody knows."""
    found = await db.row(SPOKEN, details.hash_of_phone(number))
    return Language(found["language"]) if found else Language.ENGLISH
