"""The builder of screens: wrapped lines, tables as wide as their cells, headings across them."""

from __future__ import annotations

from himaya.cli.screens.builder import WIDTH, Screen


def lines_of(columns, rows, words=()):
    screen = Screen("Title")
    screen.table(columns, rows, words)
    return screen.text().splitlines()


def test_table__has_a_line_above_and_two_spaces_between_columns():
    assert lines_of(("Name", "Number"), [("a", "1"), ("long name", "1,000")]) == [
        "Title",
        "",
        "Name       Number",
        "─────────────────",
        "a               1",
        "long name   1,000",
    ]


def test_words__stand_left():
    assert lines_of(("", "Word", "N"), [("a", "b", "12")], words={"Word"})[2:] == [
        "   Word   N",
        "───────────",
        "a  b     12",
    ]


def test_heading__stands_across_and_widens_nothing():
    rows = ["a heading that is long", ("a", "1"), "another", ("b", "2")]
    assert lines_of(("", "N"), rows)[3:] == ["────", "a heading that is long", "a  1", "another", "b  2"]


def test_name__too_long_is_cut_where_numbers_would_have_no_room():
    [row] = lines_of(("Name", "Number"), [("n" * 100, "1,000")])[4:]
    assert row == "n" * 69 + "…" + "   1,000"
    assert len(row) == WIDTH


def test_columns__come_closer_where_a_name_would_be_cut_below_40_characters():
    cells = ("m" * 12, "k" * 12, "l" * 10)
    [row] = lines_of(("Name", "A", "B", "C"), [("n" * 39, *cells)])[4:]
    assert row == " ".join(("n" * 39, *cells))


def test_path__is_never_broken():
    path = "some/" + "very-long-" * 10 + "name.yaml"
    screen = Screen(f"Kept in {path}")
    assert path in screen.text().splitlines()


def test_notes__are_indented_and_without_texts_not_there():
    screen = Screen("Title")
    screen.notes("Nothing", [])
    screen.notes("Keep in mind", ["word " * 20])
    title, first, second = screen.text().splitlines()[2:]
    assert (title, first[:6], second[:6]) == ("Keep in mind", "- word", "  word")


def test_paragraph__without_text_adds_no_line():
    screen = Screen("Title")
    screen.paragraph("", "")
    assert screen.text() == "Title"
