"""Notes are data: every code has one text in each catalogue, with the numbers that the code gives it."""

import ast
from string import Formatter
from typing import get_args

import pytest
from tests.house.test_source import PACKAGE, TEXTS, each_module, nodes

from himaya.report.texts import english
from himaya.scenario.assumptions import ASSUMPTIONS, GAPS
from himaya.scenario.fit import FittedParameter

CATALOGUES = [english]
"""One a language."""


WHY_NOT = FittedParameter.model_fields["why_not"]


def calls(path):
    """Calls of `Note` in a module."""
    return [call for call in nodes(path, ast.Call) if getattr(call.func, "id", None) == "Note"]


def written():
    """Codes that the source gives to notes, each with the sets of numbers that it gives them."""
    found = {}
    for path in TEXTS:
        for call in calls(path):
            if isinstance(call.args[0], ast.Constant):
                found.setdefault(call.args[0].value, set()).add(frozenset(each.arg for each in call.keywords))
    return found


def fields(text):
    """Names in braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda each: each.__name__.rpartition(".")[2])
def test_catalogue__has_a_text_for_every_code_with_its_numbers_and_no_other(catalogue):
    assert {code: {fields(text)} for code, text in catalogue.TEXTS.items()} == written()


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda each: each.__name__.rpartition(".")[2])
def test_catalogue__has_one_text_for_a_code(catalogue):
    [table] = [
        node.value for node in ast.parse(_source(catalogue)).body
        if isinstance(node, ast.Assign) and node.targets[0].id == "TEXTS"
    ]  # fmt: skip
    codes = [key.value for key in table.keys]
    assert sorted(codes) == sorted(set(codes))


def _source(module):
    return (PACKAGE / "report" / "texts" / f"{module.__name__.rpartition('.')[2]}.py").read_text("utf-8")


@each_module
def test_note__is_named_where_it_is_made(path):
    """A code that stands in a variable cannot be looked up in the catalogue by reading."""
    if path.as_posix() == "scenario/notes.py":  # of codes in a file, which tests/scenario/test_notes.py tries
        return
    assert [ast.unparse(call) for call in calls(path) if not isinstance(call.args[0], ast.Constant)] == []


def test_codes_of_scenario_files__are_those_that_himaya_gives():
    reasons = {each for part in get_args(WHY_NOT.annotation) for each in get_args(part)}
    assert {*ASSUMPTIONS, *GAPS, *reasons} - set(written()) == set()


SENTENCES = {"summary", "note", "notes", "sentence", "sentences", "words", "said", "message", "leaves_out"}
"""Names, or words of names, of what holds sentences for people."""
READING = {"startswith", "endswith", "removeprefix", "removesuffix", "replace", "partition", "rpartition",
           "find", "index", "count"}  # fmt: skip
"""Methods that look into a text."""


def holds_sentences(node):
    """Tell by its last name whether an expression is a sentence or a list of them."""
    name = getattr(node, "attr", None) or getattr(node, "id", None) or ""
    return bool(SENTENCES & {name, *name.split("_")})


def is_part_of_a_sentence(node):
    """Tell a text of two words or more."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip()


def reads_a_sentence(node):
    """Tell whether an expression looks into a sentence."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READING:
        return holds_sentences(node.func.value) or any(is_part_of_a_sentence(each) for each in node.args)
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
        return is_part_of_a_sentence(node.left) and not isinstance(node.comparators[0], ast.Set | ast.Tuple)
    return False


@each_module
def test_sentences__are_read_by_no_code(path):
    """What code must know of a note is its code and its numbers."""
    if path.as_posix() == "files/yaml_tree.py":  # libyaml's messages: it has no codes
        return
    assert [ast.unparse(each) for each in nodes(path, ast.AST) if reads_a_sentence(each)] == []


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("scenario.summary.startswith('Notional')", True),
        ("each.startswith('the fit assumed, of ')", True),
        ("fit_note.replace(old, new)", True),
        ("'one number' in note", True),
        ("'one number' not in raid.notes", True),
        ("path.endswith('.yaml')", False),
        ("line.startswith('#')", False),
        ("'note' in document", False),
        ("name in {'one number', 'none'}", False),
    ],
)
def test_reading__is_told_from_looking_up(code, read):
    assert reads_a_sentence(ast.parse(code, mode="eval").body) is read
