"""Numbers find their places in a text."""

import pytest

from himaya.notes import Note
from himaya.report import text_of
from himaya.report.texts import fill


@pytest.fixture
def words(monkeypatch):
    """A catalogue of texts that stand for nothing."""
    monkeypatch.setattr(
        fill,
        "TEXTS",
        {
            "count": "{n:,} of {of:,}",
            "share": "{share:.0f %} are decoys",
            "group": "of {group:spaced} alone",
            "inside": "assumed: {what}",
            "listed": "values: {values}",
            "braces": "`effects: {{}}`",
        },
    )
    return text_of


def test_numbers__stand_where_their_names_do(words):
    assert words(Note("count", of=12345, n=7)) == "7 of 12,345"


def test_share__is_shown_in_per_cent(words):
    assert words(Note("share", share=0.424)) == "42 % are decoys"


def test_name__loses_its_underscores(words):
    assert words(Note("group", group="cruise_missile")) == "of cruise missile alone"


def test_note_in_a_note__has_its_own_words(words):
    assert words(Note("inside", what=Note("count", n=1, of=2))) == "assumed: 1 of 2"


def test_notes_in_a_note__are_joined(words):
    counts = (Note("count", n=1, of=2), Note("count", n=3, of=4))
    assert words(Note("listed", values=counts)) == "values: 1 of 2; 3 of 4"


def test_doubled_braces__are_braces(words):
    assert words(Note("braces")) == "`effects: {}`"


@pytest.mark.parametrize("note", [Note("unheard_of"), Note("count", n=1)])
def test_note_without_its_text_or_number__is_a_key_error(words, note):
    with pytest.raises(KeyError):
        words(note)
