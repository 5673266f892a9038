"""Which language a page is in."""

import pytest

from app.web.language import Language, Phrase, current_language, gettext, ngettext, preferred, speaking
from app.web.templates import environment, worded
from tests.page import Browser

ENGLISH, SPANISH = Language.ENGLISH, Language.SPANISH


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", ENGLISH),
        ("es", SPANISH),
        ("es-MX,es;q=0.9,en;q=0.8", SPANISH),
        ("en-US,en;q=0.9,es;q=0.8", ENGLISH),
        ("fr-FR,fr;q=0.9", ENGLISH),
        ("fr, es;q=0.2, en;q=0.1", SPANISH),
        ("en;q=0.1, es;q=0.2", SPANISH),
        ("es;q=0, en", ENGLISH),
        ("es;q=0", ENGLISH),
        ("ES", SPANISH),
        ("es;q=many", ENGLISH),
        ("*", ENGLISH),
        (";;;,,,q=;q=\x00", ENGLISH),
        ("es," * 5000, SPANISH),
    ],
)
def test_the_language_is_what_the_browser_prefers(header: str, language: Language) -> None:
    assert preferred(header) is language


def test_a_phrase_is_worded_when_it_is_shown_and_escaped_on_a_page() -> None:
    phrase = Phrase("Less < more")
    assert str(phrase) == "Less < more"
    assert phrase.__html__() == "Less &lt; more"


def test_a_language_holds_for_a_block() -> None:
    before = current_language()
    with speaking(SPANISH):
        assert current_language() is SPANISH
        assert ngettext("%(n)s thing", "%(n)s things", 2)
    assert current_language() is before


@pytest.mark.usefixtures("portal")
async def test_a_page_is_in_the_language_of_the_browser_until_a_button_is_pressed() -> None:
    visitor = Browser(language="es-MX,es;q=0.9")
    page = await visitor.open("/sign-in")
    assert page.find("html")["lang"] == "es"
    page = await visitor.press("English")
    assert page.find("html")["lang"] == "en"
    assert page.path == "/sign-in"
    assert visitor.cookies["language"] == "en"
    assert (await visitor.open("/staff/sign-in")).find("html")["lang"] == "en"


@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize("value", ["fr", "", "../en", "EN", "e" * 5000])
async def test_a_language_cookie_without_sense_is_ignored(value: str) -> None:
    page = await Browser(cookies={"language": value}).open("/sign-in")
    assert page.find("html")["lang"] == "en"


def test_what_stands_in_a_text_of_ours_is_escaped_and_the_text_is_not() -> None:
    assert worded("Answered by %(who)s", who="<b>Terry</b>") == "Answered by &lt;b&gt;Terry&lt;/b&gt;"
    template = environment.from_string("{{ _('Answered by %(who)s', who=who) }} {{ who }}")
    assert template.render(who="<b>") == "Answered by &lt;b&gt; &lt;b&gt;"
    with speaking(Language.SPANISH):
        assert environment.from_string("{{ _('Sign out') }}").render() == gettext("Sign out") != "Sign out"


def test_a_text_with_values_in_a_block_is_escaped_like_any_other() -> None:
    template = environment.from_string(
        "{% trans phone=phone %}Help in your language is free: {{ phone }}{% endtrans %}"
    )
    assert template.render(phone="<b>") == "Help in your language is free: &lt;b&gt;"


def test_a_percent_sign_of_a_text_is_shown_once() -> None:
    assert environment.from_string("{{ _('100%%') }}").render() == worded("100%%") == "100%"
    assert environment.from_string("{% trans %}100%{% endtrans %}").render() == "100%"
    assert worded("%(part)s of 100%%", part="<5>") == "&lt;5&gt; of 100%"


def test_a_macro_escapes_what_it_is_given_also_in_a_loop_and_around_a_block() -> None:
    macro = (
        "{% macro line(words) %}<p>{{ words }}{{ caller() if caller is defined else '' }}</p>{% endmacro %}"
    )
    loop = "{% for word in words %}{% set said = word %}{{ line(words=said) }}{% endfor %}"
    around = "{% call line(words='<i>') %}{{ words[0] }}{% endcall %}"
    shown = environment.from_string(macro + loop + around).render(words=["<b>", "&"])
    assert shown == "<p>&lt;b&gt;</p><p>&amp;</p><p>&lt;i&gt;&lt;b&gt;</p>"


def test_a_macro_refuses_what_it_does_not_know() -> None:
    template = environment.from_string("{% macro line(words) %}{{ words }}{% endmacro %}{{ line(word='') }}")
    with pytest.raises(TypeError, match="no keyword argument 'word'"):
        template.render()
