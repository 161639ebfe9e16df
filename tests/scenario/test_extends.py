"""`extends: NAME`: a file that states only what differs from a shipped scenario."""

from __future__ import annotations

from importlib import import_module

import pytest

import himaya
from himaya.errors import ProblemsError
from himaya.files.kind import FileKind
from himaya.files.yaml_tree import parse_document
from himaya.scenario import dump, load

loading = import_module("himaya.scenario.load")
HEAD = "format: himaya/scenario/2\nname: mine\n"


@pytest.fixture
def said(tmp_path):
    """Path of a file with such text."""

    def write(text, name="mine.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def test_what_is_not_stated__is_the_base(said):
    city, mine = load("city"), load(said(HEAD + "extends: city\n"))
    assert mine == city.model_copy(update={"name": "mine"})


def test_own_parts__win_whole(said):
    unit = "{id: alone, type: gepard, lat: 47.5, lon: 33.5}"
    mine, city = load(said(f"{HEAD}extends: city\ntitle: Alone\nunits: [{unit}]\n")), load("city")
    assert [each.id for each in mine.units] == ["alone"]
    assert (mine.title, mine.raid, mine.area_defences) == ("Alone", city.raid, city.area_defences)


def test_saved__it_stands_for_itself(said, tmp_path):
    mine = load(said(HEAD + "extends: city\n"))
    dump(mine, tmp_path / "saved.yaml")
    assert "extends" not in (tmp_path / "saved.yaml").read_text(encoding="utf-8")
    assert load(tmp_path / "saved.yaml") == mine


def test_own_problem__keeps_its_line(said):
    path = said(HEAD + "extends: city\nunits:\n  - {id: alone, type: gepard, lat: 95, lon: 33.5}\n")
    (problem,) = himaya.check(path)
    assert (problem.file, problem.line, problem.path) == (str(path), 5, "units[0].lat")


def test_problem_of_what_is_taken__is_told_of_the_first_line(said):
    """The city's groups aim at what the file took away: the file has no line of its own to blame."""
    path = said(HEAD + "extends: city\naim_points: [{id: elsewhere, lat: 47.5, lon: 33.5}]\n")
    problems = himaya.check(path)
    assert problems
    assert {problem.line for problem in problems if (problem.path or "").startswith("raid")} == {1}
    assert all(problem.file == str(path) for problem in problems)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("citi", "did you mean city?"),
        ("nothing-like-it", "expected a shipped scenario that extends none: "),
        ("./city.yaml", "extends: unknown scenario, got ./city.yaml"),
        ("[city]", "extends: unknown scenario"),
    ],
)
def test_unknown_base__is_told_in_its_line(said, base, expected):
    (problem,) = himaya.check(said(f"{HEAD}extends: {base}\n"))
    assert problem.line == 3
    assert expected in str(problem)


def test_base_that_extends__is_refused(said, monkeypatch, tmp_path):
    shipped = {**loading.SCENARIOS.shipped(), "half": said(HEAD + "extends: city\n", "half.yaml")}
    monkeypatch.setattr(FileKind, "shipped", lambda kind: shipped)
    assert load("half").units == load("city").units
    with pytest.raises(ProblemsError, match=r"mine\.yaml:3: extends: unknown scenario, got half") as caught:
        load(said(HEAD + "extends: half\n"))
    assert "half" not in (caught.value.problems[0].expected or "") + "".join(caught.value.problems[0].near)


def test_document_that_is_no_mapping__is_left_to_the_usual_complaint(said):
    (problem,) = himaya.check(said("- extends\n"))
    assert "the document is a list" in str(problem)
    assert loading._extended(parse_document(b"name: a\n", "a")).tree == {"name": "a"}
