"""A kind of file is declared once and found, read, refused, described and written alike."""

from itertools import count

import pytest

from himaya.errors import Problem, ProblemsError, UnknownNameError
from himaya.files.base import Frozen
from himaya.files.kind import FileKind, Folder
from himaya.files.yaml_tree import parse_document
from himaya.scenario import dump


class Pair(Frozen):
    format: str
    low: int
    high: int


def ordered(pair, document):
    if pair.low > pair.high:
        yield document.problem(("high",), "below low", f"{pair.low} or more")


PAIRS = FileKind("pair", Pair, rules=ordered)


def document(text):
    return parse_document(text.encode(), "pair.yaml")


def said(text, before=()):
    with pytest.raises(ProblemsError) as caught:
        PAIRS.parse(document(text), before)
    return [str(problem) for problem in caught.value.problems]


def test_parse__gives_the_model():
    pair = PAIRS.parse(document("format: himaya/pair/1\nlow: 1\nhigh: 2\n"))
    assert (pair.low, pair.high) == (1, 2)
    assert PAIRS.parse(document(dump(pair))) == pair


def test_parse__of_another_kind_says_nothing_else():
    never = (pytest.fail("looked at") for _ in count())
    assert said("format: himaya/other/1\nlow: x\n", never) == [
        "pair.yaml:1: format: not a pair, got himaya/other/1, expected himaya/pair/1"
    ]


def test_parse__tells_values_rules_and_what_was_found_before():
    assert said("format: himaya/pair/1\nlow: 3\nhigh: 2\n") == [
        "pair.yaml:3: high: below low, got 2, expected 3 or more"
    ]
    told = said("format: himaya/pair/1\nlow: x\nhigh: 2\n", [Problem("odd", "pair.yaml", 1)])
    assert [line.split(": ")[1] for line in told] == ["odd", "low"]


def test_find__without_shipped_files_takes_paths_only(tmp_path):
    (tmp_path / "a.yaml").write_text("format: himaya/pair/1\nlow: 1\nhigh: 2\n")
    assert PAIRS.load(tmp_path / "a.yaml").high == 2
    with pytest.raises(UnknownNameError, match="unknown pair, got a"):
        PAIRS.find("a")


def test_states__goes_by_the_format_or_the_shipped_name(tmp_path):
    (tmp_path / "a.yaml").write_text("format: himaya/pair/7\n")
    (tmp_path / "b.yaml").write_text("format: himaya/pairs/1\n")
    assert PAIRS.states(str(tmp_path / "a.yaml"))
    assert not PAIRS.states(str(tmp_path / "b.yaml"))
    assert not PAIRS.states(str(tmp_path / "missing.yaml"))
    sites = FileKind("site", Pair, Folder("himaya.effects.power", "sites"))
    assert sites.states("hospital")
    assert not sites.states("a")


def test_schema__names_its_dialect():
    assert PAIRS.schema()["$schema"].endswith("2020-12/schema")
    assert set(PAIRS.schema()["required"]) == {"format", "low", "high"}
