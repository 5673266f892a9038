"""Taking the second step while signing in, and proving again who one is before something sensitive."""

from typing import Annotated, Any

from litestar import Controller, Response, get, post

from app.accounts.admission import caller, too_many_tries
from app.accounts.entrance import LONGEST_ANSWER
from app.accounts.limits import TooManyTries
from app.accounts.second_step import passkeys, service
from app.accounts.second_step.challenges import CONFIRMING, SECOND_STEP
from app.accounts.second_step.named import NamedPerSide
from app.accounts.second_step.party import Party, party_of
from app.accounts.second_step.proof import Given
from app.accounts.second_step.reasons import reason_for
from app.accounts.second_step.standing import standing_of
from app.accounts.sessions import is_confirmed
from app.accounts.waiting import wait_words
from app.web.cookies import make_cookie
from app.web.errors import Way
from app.web.forms import FilledForm, Form, one_of, parse, text
from app.web.language import Phrase, _l
from app.web.pages import Page, see
from app.web.paths import own_path
from app.web.request import Request
from app.web.security import Audience

NOTHING = _l("Use your passkey, or type a code.")
WRONG_CODE = _l("That code is not right, or was used before. Please wait for the next one and type it here.")
WRONG_RECOVERY_CODE = _l("That recovery code is not right, or was used before. Please try another one.")
WRONG_PASSKEY = _l("That passkey did not work here. Please try again.")
NO_PASSWORD = _l("Type your password.")
WRONG_PASSWORD = _l("That is not your password. Please type it again.")
FIELDS = {"answer": "passkey", "code": "code", "recovery_code": "recovery_code"}
SENTENCES = {"answer": WRONG_PASSKEY, "code": WRONG_CODE, "recovery_code": WRONG_RECOVERY_CODE}


class Proof(Form):
    answer: Annotated[str, text(most=LONGEST_ANSWER)]
    code: Annotated[str, text(most=60)]
    recovery_code: Annotated[str, text(most=100)]
    password: str
    remember: Annotated[str, one_of("", "yes")]
    next: Annotated[str, text(most=500)]

    @property
    def given(self) -> Given:
        return Given(answer=self.answer, code=self.code, recovery_code=self.recovery_code)

    @property
    def kind(self) -> str:
        """Give the name of the field that was filled, "" when none was."""
        return next((name for name in FIELDS if getattr(self, name)), "")


class SecondStepController(NamedPerSide, Controller):
    """What stands between the password and being signed in."""

    @get("/", name="second_step")
    async def second_step(self, request: Request) -> Response[Any]:
        party = party_of(request)
        if not party.who.second_step_due:
            return see(party.door.home)
        return await _step_page(party, FilledForm({"next": _way_on(request)}))

    @post("/", name="second_step.post", status_code=303)
    async def take(self, request: Request) -> Response[Any]:
        party, form = party_of(request), parse(Proof, await request.form())
        if not party.who.second_step_due:
            return see(party.door.home)
        if isinstance(form, FilledForm) or not form.kind:
            return await _step_page(party, _refused(form, code=NOTHING), status=422)
        try:
            token = await service.take_second_step(
                party.owner,
                form.given,
                by=party.by,
                bond=party.bond(SECOND_STEP),
                caller=caller(request),
                remember=form.remember == "yes",
            )
        except TooManyTries as wait:
            answer = await _step_page(party, _refused(form), status=429, wait=wait_words(wait))
            return too_many_tries(answer, wait.seconds)
        if token is None:
            refused = _refused(form, **{FIELDS[form.kind]: SENTENCES[form.kind]})
            return await _step_page(party, refused, status=422)
        return see(
            own_path(form.next, otherwise=party.door.home), cookies=(make_cookie(party.cookie, token),)
        )


class ConfirmController(NamedPerSide, Controller):
    """Proving who one is, for the next ten minutes."""

    @get("/", name="confirm")
    async def confirm(self, request: Request) -> Response[Any]:
        party = party_of(request)
        if is_confirmed(party.who):
            return see(own_path(_way_on(request), otherwise=party.root))
        return await _confirm_page(party, FilledForm({"next": _way_on(request)}))

    @post("/", name="confirm.post", status_code=303)
    async def prove(self, request: Request) -> Response[Any]:
        party, form = party_of(request), parse(Proof, await request.form())
        field = "code" if party.who.has_second_step else "password"
        if isinstance(form, FilledForm) or not (form.kind if field == "code" else form.password):
            missing = NOTHING if field == "code" else NO_PASSWORD
            return await _confirm_page(party, _refused(form, **{field: missing}), status=422)
        shown, sentence = (
            (FIELDS[form.kind], SENTENCES[form.kind]) if field == "code" else (field, WRONG_PASSWORD)
        )
        try:
            token = await _confirmed(party, form)
        except TooManyTries as wait:
            answer = await _confirm_page(party, _refused(form), status=429, wait=wait_words(wait))
            return too_many_tries(answer, wait.seconds)
        if token is None:
            return await _confirm_page(party, _refused(form, **{shown: sentence}), status=422)
        return see(own_path(form.next, otherwise=party.root), cookies=(make_cookie(party.cookie, token),))


async def _confirmed(party: Party, form: Proof) -> str | None:
    """Take the proof; the password alone counts only where there is no second step."""
    if party.who.has_second_step:
        return await service.confirm(
            party.owner, form.given, by=party.by, bond=party.bond(CONFIRMING), caller=caller(party.request)
        )
    return await service.confirm_by_password(
        party.owner,
        form.password,
        of=party.password_owner,
        by=party.by,
        token=party.token,
        caller=caller(party.request),
    )


async def _step_page(party: Party, form: FilledForm, *, status: int = 200, wait: str = "") -> Page:
    standing = await standing_of(party.owner)
    options = _options(party, SECOND_STEP, [passkey.credential_id for passkey in standing.passkeys])
    path = party.door.second_step
    return party.alone(
        "accounts/second_step/due",
        status=status,
        form=form,
        wait=wait,
        standing=standing,
        passkey=options,
        path=path,
        out="/staff/sign-out" if party.staff else "/sign-out",
    )


async def _confirm_page(party: Party, form: FilledForm, *, status: int = 200, wait: str = "") -> Page:
    standing = await standing_of(party.owner)
    options = _options(party, CONFIRMING, [passkey.credential_id for passkey in standing.passkeys])
    return party.alone(
        "accounts/second_step/confirm",
        status=status,
        form=form,
        wait=wait,
        standing=standing,
        passkey=options,
        path=party.confirming,
        reason=reason_for(own_path(form.value("next"), otherwise="")),
        back=_back(party),
    )


def _back(party: Party) -> Way:
    """Give the way back: a page that asks for a proof would only lead here again."""
    if party.is_setting_up:
        return Way(_l("Your second step"), party.root)
    return Way(_l("Your account"), party.account_path)


def _options(party: Party, purpose: str, credentials: list[bytes]) -> str:
    return passkeys.asking_options(bond=party.bond(purpose), of=credentials) if credentials else ""


def _refused(form: Proof | FilledForm, **sentences: Phrase) -> FilledForm:
    """Give the form again, with nothing in it that proves anything."""
    if isinstance(form, FilledForm):
        return FilledForm({"next": form.value("next")}).refused(**(form.sentences or sentences))
    return FilledForm({"next": form.next, "remember": form.remember}).refused(**sentences)


def _way_on(request: Request) -> str:
    return own_path(request.query_params.get("next", ""), otherwise="")


PENDING = {"second_step": True}


class ClientSecondStep(SecondStepController):
    path, opt, side = "/sign-in/second-step", {"audience": Audience.CLIENT, **PENDING}, "accounts"


class StaffSecondStep(SecondStepController):
    path, opt, side = "/staff/sign-in/second-step", {"audience": Audience.STAFF, **PENDING}, "accounts.staff"


class ClientConfirm(ConfirmController):
    path, opt, side = "/confirm", {"audience": Audience.CLIENT}, "accounts"


class StaffConfirm(ConfirmController):
    path, opt, side = "/staff/confirm", {"audience": Audience.STAFF, "setting_up": True}, "accounts.staff"


CONTROLLERS = (ClientSecondStep, StaffSecondStep, ClientConfirm, StaffConfirm)
