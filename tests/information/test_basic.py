"""Basic Information: read first, changed in place, straight to the chart."""

import pytest

from app.information.basic import read_both
from tests import checks, people, rows
from tests.page import Browser
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH, EDIT = "/information/basic", "/information/basic/edit"
ALICE = people.client_id("alice")


async def at_form(who: people.Person = people.alice) -> Browser:
    browser = await who()
    await browser.open(EDIT)
    return browser


async def basic(name: str = "alice") -> dict[str, str]:
    found = await read_both(people.client_id(name))
    assert found is not None
    return found[0]


async def test_it_is_read_before_it_is_changed() -> None:
    alice = await people.alice()
    page = await alice.open(PATH)
    assert page.heading == "Basic Information"
    page.shows("Alice", "Rose", "Anderson", "She, her, hers", "alice@example.org", "(312) 555-0111")
    page.shows("48 Example Street, Apt 3, Chicago, IL 60614")
    assert not page.all("main input:not([type=hidden])")
    await alice.follow("Edit", within="main")
    assert alice.page is not None
    assert alice.page.value("first_name") == "Alice"


@pytest.mark.parametrize("as_htmx", [False, True], ids=["as a page", "as a fragment"])
async def test_a_save_goes_straight_to_the_chart(*, as_htmx: bool) -> None:
    alice = await at_form()
    page = await alice.press(
        "Save", as_htmx=as_htmx, preferred_name="Al", home_phone="312-555-0188 x 4", address_city="Evanston"
    )
    page.shows("Al", "(312) 555-0188 ext. 4", "48 Example Street, Apt 3, Evanston, IL 60614")
    assert alice.page is not None
    alice.page.shows("Saved")
    now = await basic()
    assert (now["preferred_name"], now["home_phone"]) == ("Al", "+13125550188;ext=4")
    assert now["email"] == "alice@example.org"


async def test_what_was_changed_keeps_who_when_old_and_new() -> None:
    alice = await at_form()
    page = await alice.press("Save", preferred_name="Al")
    page.shows("What was changed")
    (line,) = [each for each in page.all(".history li") if "Preferred name" in each.get_text()]
    assert all(words in line.get_text() for words in ("nothing", "Al", "Alice Anderson", "In your chart"))


async def test_saving_what_is_there_changes_nothing() -> None:
    alice = await at_form()
    before = await rows.digest()
    (await alice.press("Save")).shows("Nothing was changed.")
    assert await rows.digest() == before


async def test_a_bad_field_has_its_sentence_and_nothing_typed_is_lost() -> None:
    alice = await at_form()
    before = await rows.digest()
    page = await alice.press(
        "Save", status=422, first_name="", phone="555", email="alice@", preferred_name="Al", address_zip="1"
    )
    page.shows(
        "Type your first name.",
        "Type the phone number with its area code",
        "This does not look like an e-mail address.",
    )
    page.shows("Type the ZIP code")
    assert (page.value("preferred_name"), page.value("phone"), page.value("email")) == ("Al", "555", "alice@")
    assert [link["href"] for link in page.all(".error-summary a")] == [
        "#first_name",
        "#email",
        "#phone",
        "#address_zip",
    ]
    assert await rows.digest() == before
    (
        await alice.press(
            "Save", first_name="Alice", phone="312 555 0199", email="a@example.org", address_zip="60201"
        )
    ).shows("Saved", "a@example.org", "60201")


async def test_names_are_kept_as_typed() -> None:
    alice = await at_form()
    await alice.press("Save", first_name="  maría   josé ", last_name="O’Brien-van der Berg, Jr.")
    now = await basic()
    assert (now["first_name"], now["last_name"]) == ("maría josé", "O’Brien-van der Berg, Jr.")


async def test_what_is_emptied_is_gone() -> None:
    alice = await at_form()
    page = await alice.press(
        "Save",
        middle_name="",
        home_phone="",
        pronouns="",
        address_line1="",
        address_line2="",
        address_city="",
        address_state="",
        address_zip="",
    )
    assert not [fact for fact in page.all(".known dd") if "Rose" in fact.get_text()]
    now = await basic()
    assert [now[name] for name in ("middle_name", "home_phone", "pronouns", "address")] == [""] * 4


async def test_an_address_abroad_is_kept_and_comes_back_to_its_fields() -> None:
    alice = await at_form()
    page = await alice.press(
        "Save",
        address_line1="Calle Mayor 5",
        address_line2="",
        address_city="Madrid",
        address_state="",
        address_zip="",
        address_country="ES",
        address_postal_code="28013",
    )
    page.shows("Calle Mayor 5, 28013 Madrid, Spain")
    form = await alice.open(EDIT)
    assert (form.value("address_country"), form.value("address_postal_code")) == ("ES", "28013")


async def test_the_form_of_a_guardian_is_that_of_the_child() -> None:
    gina = await at_form(people.gina)
    page = await gina.press("Save", preferred_name="Maxi")
    page.shows("Saved", "Gina Grant")
    assert (await basic("max"))["preferred_name"] == "Maxi"


async def test_it_is_in_spanish() -> None:
    charlie = await at_form(people.charlie)
    page = await charlie.press("Guardar", status=422, last_name="")
    page.shows("Escriba su apellido.", "Nombre preferido")
    (await charlie.press("Guardar", last_name="Castillo")).shows("No se cambió nada.")


async def test_a_page_costs_four_statements() -> None:
    alice = await people.alice()
    for path in (PATH, EDIT):
        async with counted() as sql:
            await alice.open(path)
        assert sql.count <= 4, str(sql)


async def test_the_address_of_the_section_leads_to_its_first_tab() -> None:
    alice = await people.alice()
    assert (await alice.open("/information")).path == PATH


async def test_the_form_says_what_the_address_is_for_and_where_the_other_one_is_changed() -> None:
    alice = await at_form()
    assert alice.page is not None
    assert checks.words(alice.page.find("#email-hint")) == (
        "Without one, we cannot tell you that something waits here. "
        "The e-mail address you sign in with is changed under “Your account”."
    )
    (await alice.press("Save", email="")).shows("Saved")


async def test_homes_tile_fits_a_guardian_where_no_address_is_on_file() -> None:
    await rows.change("update client set email = '' where id = $1", people.client_id("max"))
    page = await (await people.gina()).open("/")
    page.shows("There is no e-mail address on file yet.")
    page.lacks("address of yours")
