"""Tables from elsewhere: read as spreadsheets write them, and what is wrong is said by row and column."""

from typing import Annotated

import pytest

from app.web.forms import Form, text
from app.web.language import _l
from app.web.sheet import BadSheet, Column, Problem, read_rows, read_sheet

COLUMNS = (Column("name", needed=True), Column("due on", also=("due", "due date")))


class Line(Form):
    name: Annotated[str, text(most=20, missing=_l("Type a name."))]
    due_on: Annotated[str, text(most=10)]


def cells(content: bytes) -> list[dict[str, str]]:
    return [row.cells for row in read_sheet(content, COLUMNS, most=10).rows]


@pytest.mark.parametrize(
    "content",
    [
        b"name,due on\nAna,today\n",
        b"\xef\xbb\xbfName,Due date\r\nAna,today\r\n",
        b"NAME;Due_On\nAna;today\n",
        b"due\tname\ntoday\tAna\n",
        "name,due-on\r\nAna,today".encode("utf-16"),
        b'"name","due  on"\n\n , \nAna ,"today"\n',
    ],
)
def test_whatever_wrote_it_the_same_is_read(content: bytes) -> None:
    assert cells(content) == [{"name": "Ana", "due_on": "today"}]


def test_the_apostrophe_that_keeps_a_cell_from_running_is_not_part_of_it() -> None:
    assert cells(b"name\n'=1+1\n'tis\n'-5") == [{"name": "=1+1"}, {"name": "'tis"}, {"name": "-5"}]


def test_lines_and_commas_inside_quotes_are_part_of_the_cell() -> None:
    assert cells(b'name,due\n"Ana, ""the\nfirst""",x\n')[0]["name"] == 'Ana, "the\nfirst"'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "nothing in this file"),
        (b" \n\n", "nothing in this file"),
        (b"due on\ntoday\n", "columns are missing: name"),
        (b"name,Name\na,b\n", "more than once"),
        (b"name,due,due on\na,b,c\n", "more than once"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"name\nJos\xe9\n", "UTF-8"),
        (b"name\n\x00\n", "UTF-8"),
        (b'name\n"Ana\n', "Row 2"),
        (b'name\nx\n"An"a\n', "Row 3"),
        (b"name\n" + b"a" * 300_000, "Row 2 has a cell of more than 131,072 letters"),
        (b"name\n" + b"a\n" * 11, "more than 10 rows"),
        (b"%PDF-1.7\n\x93\x8c\x8b\x9e", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(content: bytes, says: str) -> None:
    with pytest.raises(BadSheet, match=says):
        read_sheet(content, COLUMNS, most=10)


def test_each_bad_cell_is_named_by_its_row_and_column_and_the_good_rows_are_read() -> None:
    content = f"name,due on,note\nAna,,x\n,today,\n\nBea,{'y' * 70},\nCleo,a,b,c\nDora,,,\n".encode()
    sheet = read_sheet(content, COLUMNS, most=10)
    good, problems = read_rows(sheet, Line, COLUMNS)
    assert [(read.row.number, read.form.name) for read in good] == [(2, "Ana"), (7, "Dora")]
    assert problems == [
        Problem(3, "name", "", "Type a name."),
        Problem(5, "due on", "y" * 60 + "…", "Please use at most 10 characters."),
        Problem(6, "", "", "This row has more cells than the first row names."),
    ]
    assert sheet.unknown == ("note",)
    assert sheet.fields == {"name", "due_on"}


def test_a_column_that_is_not_there_is_told_from_one_that_is_blank() -> None:
    assert read_sheet(b"name\nAna\n", COLUMNS, most=10).fields == {"name"}
    assert cells(b"name,due on\nAna\n") == [{"name": "Ana"}]
