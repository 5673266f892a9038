import pytest
from markupsafe import Markup

from app.forms.questionnaire.definition.rich_text import Wording
from tests.forms.questionnaire.small import CORE, Raw, definition, examined, form, piece, question

PIXEL = "data:image/png;base64,iVBORw0KGgo="


def looks(**by: str) -> Raw:
    return {
        "extension": [{"url": f"{CORE}rendering-{name}", "valueString": text} for name, text in by.items()]
    }


def shown(**by: str) -> Markup:
    return piece(form(question("q", _text=looks(**by))), "q").text


@pytest.mark.parametrize(
    ("xhtml", "expected"),
    [
        ("<div>a <b>b</b><br/>c</div>", "<div>a <b>b</b><br>c</div>"),
        ("a<script>alert(1)</script>b", "ab"),
        ("<p onclick='x()' style='color:red' class='y' id='z'>a</p>", "<p>a</p>"),
        ("<a href='javascript:alert(1)'>a <b>b</b></a>", "a <b>b</b>"),
        ("<a href='data:text/html,x'>a</a>", "a"),
        ("a</a> <a name='x'>b</a>", "a b"),
        (
            "<a href='x'><table><tr><td><a href='https://example.org/&gt;'>a</a></td></tr></table>b</a>",
            '<table><tbody><tr><td><a href="https://example.org/&gt;" rel="noopener noreferrer nofollow">a</a>'
            "</td></tr></tbody></table>b",
        ),
        (
            "<a href='https://example.org'>a</a>",
            '<a href="https://example.org" rel="noopener noreferrer nofollow">a</a>',
        ),
        ("<img src='https://example.org/spy.png' alt='x'>a", "a"),
        ("<img src='data:image/svg+xml;base64,PHN2Zz4='>a", "a"),
        (f"<img src='{PIXEL}' alt='x' onerror='y()'>", f'<img src="{PIXEL}" alt="x">'),
        ("<svg onload=x()><circle/></svg><iframe src=x></iframe><style>p{}</style>a", "a"),
        ("<form action=x><input name=y><button>z</button></form>", "z"),
        ("<div hx-get='/sign-out' data-behaviour='x'>a</div>", "<div>a</div>"),
        (
            "<table><tr><td colspan='2' width='9'>a</td></tr></table>",
            '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
        ),
    ],
)
def test_formatted_text_is_cleaned_of_all_but_a_few_tags(xhtml: str, expected: str) -> None:
    assert shown(xhtml=xhtml) == expected


@pytest.mark.parametrize("quotes", ["'", '"', ""])
def test_a_picture_that_the_form_brings_along_is_shown(quotes: str) -> None:
    binary = {"resourceType": "Binary", "id": "logo", "contentType": "image/png", "data": "iVBORw0KGgo="}
    asked = form(
        question("q", _text=looks(xhtml=f"<img alt='Logo' src={quotes}#logo{quotes} >")), contained=[binary]
    )

    assert piece(asked, "q").text == f'<img alt="Logo" src="{PIXEL}">'


def test_formatting_of_which_nothing_is_left_gives_way_to_the_plain_words() -> None:
    assert shown(xhtml="<p><img src='https://example.org/spy.png'></p><script>x</script>") == "Question q"


def test_markdown_is_shown_as_it_means_and_cleaned() -> None:
    assert shown(markdown="a **b** [c](https://example.org)<script>alert(1)</script>") == (
        '<p>a <strong>b</strong> <a href="https://example.org" rel="noopener noreferrer nofollow">c</a></p>'
    )


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("font-weight: bold", "<strong>Question q</strong>"),
        ("font-style:italic; text-decoration: underline", "<u><em>Question q</em></u>"),
        ("color: red; background: url(https://example.org/spy.png); position: fixed", "Question q"),
    ],
)
def test_of_styles_only_bold_italic_and_underlined_are_kept(style: str, expected: str) -> None:
    assert shown(style=style) == expected


def test_plain_text_is_shown_as_it_is() -> None:
    asked = form({**question("q"), "text": "Tom & <b>Jerry</b>\nand so on"})

    assert piece(asked, "q").text == "Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;<br>and so on"
    assert piece(asked, "q").words == "Tom & <b>Jerry</b>\nand so on"


def test_formatted_text_without_a_plain_one_has_words_too() -> None:
    item = {"linkId": "q", "type": "string", "_text": looks(xhtml="<b>Only</b> formatted")}

    assert piece(form(item), "q").words == "Only formatted"


def test_a_translation_is_shown_to_those_who_read_it() -> None:
    translation = {
        "url": f"{CORE}translation",
        "extension": [{"url": "lang", "valueCode": "es-MX"}, {"url": "content", "valueString": "Pregunta"}],
    }
    asked = form(
        question("q", _text={"extension": [translation, *looks(xhtml="<b>Question</b>")["extension"]]})
    )

    assert piece(asked, "q", language="es").text == "Pregunta"
    assert piece(asked, "q", language="en").text == "<b>Question</b>"
    assert piece(form(question("q")), "q", language="es").words == "Question q"


def test_a_form_in_spanish_is_translated_to_english() -> None:
    translation = {
        "url": f"{CORE}translation",
        "extension": [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": "Question"}],
    }
    asked = form({**question("q", _text={"extension": [translation]}), "text": "Pregunta"}, language="es")

    assert (piece(asked, "q", language="es").words, piece(asked, "q").words) == ("Pregunta", "Question")


def test_more_formatting_than_can_be_shown_while_somebody_waits_is_not_tried() -> None:
    many = "<div>" * 2001
    assert shown(xhtml=many) == "Question q"
    assert shown(markdown="[" * 20_001) == "Question q"

    lots = [question(str(number), _text=looks(markdown="[" * 19_000)) for number in range(6)]
    assert "more formatting" in examined(*lots).errors[0]


def test_words_that_are_none_are_none() -> None:
    assert not Wording()
    assert definition(question("a"))
