"""The type of a note."""

import json
import pickle

import pytest

from himaya.notes import Note, authors_notes

INNER = Note("by_population")
NOTE = Note("fit_assumed", nights=33, of=60, share=0.42, what=INNER, all=(INNER, Note("date_only")))


def test_notes__are_one_where_code_and_numbers_are():
    same = Note("fit_assumed", share=0.42, of=60, nights=33, what=INNER, all=(INNER, Note("date_only")))
    assert {NOTE, same} == {NOTE}
    assert Note("fit_assumed", **{**NOTE.numbers, "nights": 34}) != NOTE


def test_plain__is_what_json_has():
    told = {"code": "by_population", "numbers": {}}
    numbers = {"nights": 33, "of": 60, "share": 0.42, "what": told, "all": [told, Note("date_only").plain()]}
    assert json.loads(json.dumps(NOTE.plain())) == NOTE.plain() == {"code": "fit_assumed", "numbers": numbers}


def test_note__cannot_be_changed_and_goes_to_other_processes():
    with pytest.raises(AttributeError):
        NOTE.code = "other"
    assert pickle.loads(pickle.dumps(NOTE)) == NOTE


def test_authors_notes__keep_the_authors_words():
    assert authors_notes(["a", "b"]) == (Note("stated", words="a"), Note("stated", words="b"))
