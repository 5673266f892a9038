"""Setting a practice up: what it is called and how it is reached, and the first person who works there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.limits import Caller
from app.accounts.sessions import CurrentStaff, SignedIn
from app.accounts.staff_service import add_administrator, sign_in_proven_staff
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.notices import mail
from app.office.setup import keys
from app.practice.declared import SETTINGS
from app.practice.service import set_settings
from app.practice.settings import has_own, load_settings, setting
from app.practice.values import BadValue
from app.web.language import Phrase, _l, current_language, gettext

NAME, MADE_FROM_THE_NAME = "practice_name", "practice_acronym"
OF_PRACTICE = (
    NAME,
    MADE_FROM_THE_NAME,
    "practice_zone",
    "practice_phone",
    "practice_hours",
    "crisis_text",
)
"""The settings asked for first."""
NEEDED = (NAME, "practice_zone")
PROFILE = "Administrator"
MAIL_IS_OFF = _l("E-mail is switched off (SMTP_URL is none): nothing can be sent.")
FACTS = """
select exists (select from client) as clients,
  (select email from staff_sign_in where id = $1) as email,
  (select mail_tested_at from setup_key where used_at is not null order by used_at desc limit 1) as mail_tested_at
"""
MAIL_TESTED = "update setup_key set mail_tested_at = $1 where used_at is not null"


class Unfit(Exception):
    """Some settings cannot be kept; nothing was. `sentences` says by name what would be."""

    def __init__(self, sentences: Mapping[str, Phrase | str]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """The first person who works here; `password` was found good."""

    first_name: str
    last_name: str
    email: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far setting up has come, as the administrator goes on with it."""

    has_second_step: bool
    mail_is_possible: bool
    mail_tested_at: datetime | None
    email: str
    """Where the test e-mail goes."""
    has_clients: bool

    @property
    def mail_is_settled(self) -> bool:
        return self.mail_tested_at is not None or not self.mail_is_possible

    @property
    def open_step(self) -> int:
        """The first step that is still to be taken, 3 to 5; 0: none is."""
        done = {3: self.has_second_step, 4: self.mail_is_settled, 5: self.has_clients}
        return next((number for number, is_done in done.items() if not is_done), 0)


def typed_practice() -> dict[str, str]:
    """Give the settings asked for first, as they are typed."""
    return {name: setting(name) if is_named() or name != NAME else "" for name in OF_PRACTICE}


def is_named() -> bool:
    """Whether the practice has said what it is called."""
    return has_own(NAME)


async def name_practice(typed: Mapping[str, str], *, by: Actor) -> None:
    """Keep what the practice is called and how it is reached; without an acronym it is made from the name.

    Raises Unfit, and then has kept nothing.
    """
    wanted, sentences = dict[str, str | None](), dict[str, Phrase | str]()
    for name in OF_PRACTICE:
        value = typed.get(name, "")
        try:
            wanted[name] = SETTINGS[name].kind.read(value) if value.strip() or name in NEEDED else None
        except BadValue as why:
            sentences[name] = why.sentence
    if sentences:
        raise Unfit(sentences)
    if wanted[MADE_FROM_THE_NAME] is None:
        del wanted[MADE_FROM_THE_NAME]
    await set_settings(by=by, values=wanted)
    await load_settings()  # the next page asks whether there is a name, and no session tells it of the change


async def make_administrator(
    *, key_id: UUID, who: Administrator, caller: Caller, replacing: str
) -> SignedIn | None:
    """Make the first person who works here, with every rule, and sign them in; the key ends with it.

    None where somebody else was faster: nobody was made.
    """
    async with db.transaction():
        if not await keys.use_key(key_id):
            return None
        staff_id = await add_administrator(
            profile=await _profile_name(who.username),
            username=who.username,
            email=who.email,
            first_name=who.first_name,
            last_name=who.last_name,
            password=who.password,
        )
        by = Actor(
            kind=ActorKind.STAFF,
            name=f"{who.first_name} {who.last_name}",
            staff_id=staff_id,
            origin=caller.origin,
        )
        await activity.record(
            by=by, kind=Kind.PRACTICE_SET_UP, object_kind="staff_member", object_id=staff_id
        )
        return await sign_in_proven_staff(staff_id=staff_id, caller=caller, replacing=replacing)


async def _profile_name(username: str) -> str:
    """Give the administrator's profile its name; another than one that was left behind."""
    taken = await db.row("select from profile where name = $1", PROFILE)
    return f"{PROFILE} ({username})" if taken is not None else PROFILE


async def standing_of(staff: CurrentStaff) -> Standing:
    """Give how far setting up has come (one statement)."""
    row = await db.row(FACTS, staff.sign_in_id)
    return Standing(
        has_second_step=staff.has_second_step,
        mail_is_possible=mail.is_possible(),
        mail_tested_at=row["mail_tested_at"] if row else None,
        email=row["email"] if row else "",
        has_clients=bool(row and row["clients"]),
    )


async def send_test(staff: CurrentStaff) -> str:
    """Send a test e-mail to the staff member and give the address; raises StateForbids with why it did not go."""
    standing = await standing_of(staff)
    if not standing.mail_is_possible:
        raise StateForbids(MAIL_IS_OFF)
    letter = mail.compose("notices/mail/test", to=standing.email, language=current_language())
    try:
        await mail.send(letter, message_id=db.new_id())
    except (mail.Undeliverable, mail.NotTaken) as problem:
        sentence = gettext("The e-mail did not go (%(problem)s). Check SMTP_URL, MAIL_FROM and the address.")
        raise StateForbids(sentence % {"problem": problem}) from None
    async with db.transaction():
        await db.row(MAIL_TESTED, datetime.now(UTC))
    return standing.email
