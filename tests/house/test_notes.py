"""Notes are data: every code has one text in each catalogue, with the numbers that the code gives it."""

import ast
from string import Formatter

import pytest
from tests.house.test_source import PACKAGE, TEXTS, each_module, nodes

from himaya.report.texts import english

CATALOGUES = [english]
"""One a language."""


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
    assert [ast.unparse(call) for call in calls(path) if not isinstance(call.args[0], ast.Constant)] == []
