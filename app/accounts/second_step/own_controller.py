"""What somebody does with their own second step: passkeys, the authenticator app, recovery codes, devices."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.accounts.admission import SETTING_UP
from app.accounts.entrance import LONGEST_ANSWER
from app.accounts.own.browsers import known_browser
from app.accounts.second_step import authenticator, passkeys, recovery_codes, service
from app.accounts.second_step.challenges import ADDING
from app.accounts.second_step.named import NamedPerSide
from app.accounts.second_step.party import Party, party_of
from app.accounts.second_step.rules import in_groups
from app.accounts.second_step.service import NeedsLongerPassword
from app.accounts.second_step.setting_up import way_back
from app.accounts.second_step.standing import standing_of
from app.web.forms import BLANK, FilledForm, Form, filled, parse, text
from app.web.language import _l, gettext
from app.web.pages import Page, see
from app.web.paths import own_path
from app.web.request import Request
from app.web.security import Audience

NAMELESS = _l("Give the passkey a name, such as My phone.")
NOT_ADDED = _l("The passkey could not be added. Please try again.")
WRONG_CODE = _l("That code is not right. Please wait for the next one and type it here.")
TOO_OLD = _l("These codes were shown too long ago. Here are new ones.")
OWN = "/account/second-step"


class NewPasskey(Form):
    name: Annotated[str, text(most=60, missing=NAMELESS)]
    answer: Annotated[str, text(most=LONGEST_ANSWER, missing=NOT_ADDED)]


class PasskeyName(Form):
    name: Annotated[str, text(most=60, missing=NAMELESS)]


class FirstCode(Form):
    code: Annotated[str, text(most=60, missing=_l("Type the code that the app shows."))]


class ShownCodes(Form):
    shown: str


class OwnSecondStepController(NamedPerSide, Controller):
    """The page, open to look at; whatever changes it asks for a fresh proof (see `OwnChanges`)."""

    @get("/", name="own_second_step")
    async def own_second_step(self, request: Request) -> Response[Any]:
        party = party_of(request)
        return await party.within(
            "accounts/second_step/own_second_step",
            standing=await standing_of(party.owner),
            setting_up=await way_back(party.staff) if party.staff else "",
        )

    @post("/devices/removal", name="devices_forgotten", status_code=303)
    async def forget_devices(self, request: Request) -> Response[Any]:
        party = party_of(request)
        await service.ask_everywhere(party.owner, by=party.by)
        return see(party.root, flash=gettext("Every device asks for your second step again."))


class OwnChangesController(NamedPerSide, Controller):
    """What adds something or takes it away."""

    @get("/passkeys/new", name="new_passkey")
    async def new_passkey(self, request: Request) -> Response[Any]:
        device = known_browser(request.headers.get("user-agent", ""))
        return await _new_passkey_page(party_of(request), FilledForm({"name": device}))

    @post("/passkeys", name="new_passkey.post", status_code=303)
    async def add_passkey(self, request: Request) -> Response[Any]:
        party, data = party_of(request), await request.form()
        form = parse(NewPasskey, data)
        if isinstance(form, FilledForm):
            return await _new_passkey_page(party, _without_answer(form), status=422)
        standing = await standing_of(party.owner)
        added = await passkeys.add(
            party.owner, standing, by=party.by, answer=form.answer, name=form.name, bond=party.bond(ADDING)
        )
        if not added:
            refused = _without_answer(filled(data).refused(passkey=NOT_ADDED))
            return await _new_passkey_page(party, refused, status=422)
        return _added(party, has_codes=standing.codes_left > 0, flash=gettext("Your passkey is added."))

    @get("/passkeys/{passkey_id:uuid}", name="passkey")
    async def passkey(self, request: Request, passkey_id: FromPath[UUID]) -> Response[Any]:
        return await _passkey_page(party_of(request), passkey_id, BLANK)

    @post("/passkeys/{passkey_id:uuid}/name", name="passkey_name", status_code=303)
    async def rename(self, request: Request, passkey_id: FromPath[UUID]) -> Response[Any]:
        party, form = party_of(request), parse(PasskeyName, await request.form())
        if isinstance(form, FilledForm):
            return await _passkey_page(party, passkey_id, form, status=422)
        await passkeys.rename(party.owner, passkey_id, by=party.by, name=form.name)
        return see(party.root, flash=gettext("The new name is saved."))

    @post("/passkeys/{passkey_id:uuid}/removal", name="passkey_removal", status_code=303)
    async def remove_passkey(self, request: Request, passkey_id: FromPath[UUID]) -> Response[Any]:
        party = party_of(request)
        try:
            await service.remove_passkey(party.owner, passkey_id, by=party.by)
        except NeedsLongerPassword:
            return see(f"{party.password_path}?alone=yes")
        return see(party.root, flash=gettext("The passkey is removed."))

    @post("/authenticator", name="authenticator.begun", status_code=303)
    async def begin(self, request: Request) -> Response[Any]:
        party = party_of(request)
        await authenticator.begin(party.owner)
        return see(f"{party.root}/authenticator")

    @get("/authenticator", name="authenticator")
    async def authenticator(self, request: Request) -> Response[Any]:
        return await _authenticator_page(party_of(request), BLANK)

    @post("/authenticator/code", name="authenticator.post", status_code=303)
    async def activate(self, request: Request) -> Response[Any]:
        party, form = party_of(request), parse(FirstCode, await request.form())
        if isinstance(form, FilledForm):
            return await _authenticator_page(party, form, status=422)
        if not await authenticator.activate(party.owner, by=party.by, code=form.code):
            return await _authenticator_page(party, BLANK.refused(code=WRONG_CODE), status=422)
        standing = await standing_of(party.owner)
        flash = gettext("Your authenticator app is set up.")
        return _added(party, has_codes=standing.codes_left > 0, flash=flash)

    @post("/authenticator/removal", name="authenticator_removal", status_code=303)
    async def remove_app(self, request: Request) -> Response[Any]:
        party = party_of(request)
        try:
            await service.remove_app(party.owner, by=party.by)
        except NeedsLongerPassword:
            return see(f"{party.password_path}?alone=yes")
        return see(party.root, flash=gettext("The authenticator app is removed."))

    @get("/recovery-codes", name="recovery_codes")
    async def recovery_codes(self, request: Request) -> Response[Any]:
        return await _codes_page(party_of(request))

    @post("/recovery-codes", name="recovery_codes.post", status_code=303)
    async def keep_codes(self, request: Request) -> Response[Any]:
        party, form = party_of(request), parse(ShownCodes, await request.form())
        shown = "" if isinstance(form, FilledForm) else form.shown
        if not (await standing_of(party.owner)).is_set_up:
            return see(party.root)
        if not await recovery_codes.keep(party.owner, by=party.by, shown=shown):
            return await _codes_page(party, notice=TOO_OLD, status=422)
        return see(party.root, flash=gettext("Your recovery codes are saved. Keep them in a safe place."))


def _added(party: Party, *, has_codes: bool, flash: str) -> Response[Any]:
    """Lead on to recovery codes after the first second step: without one, a lost phone closes the portal."""
    return see(party.root if has_codes else f"{party.root}/recovery-codes", flash=flash)


def _without_answer(form: FilledForm) -> FilledForm:
    """Keep the name; the sentence about an answer stands at the button."""
    sentences = {("passkey" if name == "answer" else name): said for name, said in form.sentences.items()}
    return FilledForm({"name": form.value("name")}, sentences)


async def _new_passkey_page(party: Party, form: FilledForm, *, status: int = 200) -> Page:
    options = passkeys.adding_options(party.owner, await standing_of(party.owner), bond=party.bond(ADDING))
    return party.alone("accounts/second_step/new_passkey", status=status, form=form, passkey=options)


async def _passkey_page(party: Party, passkey_id: UUID, form: FilledForm, *, status: int = 200) -> Page:
    standing = await standing_of(party.owner)
    found = next((passkey for passkey in standing.passkeys if passkey.id == passkey_id), None)
    if found is None:
        raise NotFoundException
    shown = form if form.errors else FilledForm({"name": found.name})
    return party.alone("accounts/second_step/passkey", status=status, form=shown, passkey=found)


async def _authenticator_page(party: Party, form: FilledForm, *, status: int = 200) -> Response[Any]:
    secret = await authenticator.secret_to_set_up(party.owner)
    if secret is None:
        return see(party.root)
    side, path = authenticator.drawn(authenticator.address_of(secret, party.owner))
    return party.alone(
        "accounts/second_step/authenticator",
        status=status,
        form=form,
        qr_side=side,
        qr_path=path,
        key=in_groups(secret),
    )


async def _codes_page(party: Party, *, notice: Any = "", status: int = 200) -> Response[Any]:
    if not (await standing_of(party.owner)).is_set_up:
        return see(party.root)
    codes = recovery_codes.new_codes()
    return party.alone(
        "accounts/second_step/recovery_codes",
        status=status,
        notice=notice,
        codes=[in_groups(code) for code in codes],
        shown=recovery_codes.signed(party.owner, codes),
    )


class ClientOwnSecondStep(OwnSecondStepController):
    path, opt, side = OWN, {"audience": Audience.CLIENT}, "accounts"

    @get("/offer", name="passkey_offer")
    async def offer(self, request: Request) -> Response[Any]:
        way_on = own_path(request.query_params.get("next", ""), otherwise="/home")
        return party_of(request).alone(
            "accounts/second_step/passkey_offer", form=FilledForm({"next": way_on})
        )

    @post("/offer", name="passkey_offer.post", status_code=303)
    async def answer(self, request: Request) -> Response[Any]:
        party, data = party_of(request), filled(await request.form())
        await service.answer_offer(party.owner, by=party.by)
        if data.value("wanted") == "yes":
            return see(f"{party.root}/passkeys/new")
        return see(own_path(data.value("next"), otherwise="/home"))


class StaffOwnSecondStep(OwnSecondStepController):
    path, opt, side = SETTING_UP, {"audience": Audience.STAFF, "setting_up": True}, "accounts.staff"


class ClientChanges(OwnChangesController):
    path, opt, side = OWN, {"audience": Audience.CLIENT, "confirmed": OWN}, "accounts"


class StaffChanges(OwnChangesController):
    path, side = SETTING_UP, "accounts.staff"
    opt = {"audience": Audience.STAFF, "setting_up": True, "confirmed": SETTING_UP}


CONTROLLERS = (ClientOwnSecondStep, StaffOwnSecondStep, ClientChanges, StaffChanges)
