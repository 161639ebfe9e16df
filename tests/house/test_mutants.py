"""The list of broken lines stays true to the source; `just mutants` tries them."""

import runpy

import pytest
from tests.house.test_source import PACKAGE, ROOT

MUTANTS = runpy.run_path(str(ROOT / "scripts" / "mutants.py"))


@pytest.mark.parametrize("mutant", MUTANTS["mutants"](), ids=lambda each: f"{each.file}: {each.replacement}")
def test_mutant__stands_once_in_its_file_and_has_its_tests(mutant):
    source = (PACKAGE / mutant.file).read_text(encoding="utf-8")
    assert MUTANTS["broken"](mutant, source) != source
    assert [each for each in mutant.tests if not (ROOT / each.split("::")[0]).exists()] == []
