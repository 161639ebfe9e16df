"""What stands around the package agrees with it: the citation, and what continuous integration tries."""

import re
import tomllib

import pytest
import yaml
from tests.house.test_source import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))


def content(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_citation__names_the_version_and_the_licence_of_the_project():
    citation = content(ROOT / "CITATION.cff")
    assert (citation["version"], citation["license"]) == (PROJECT["version"], PROJECT["license"])


def test_pythons__that_are_promised_are_tried():
    tried = content(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["everything"]["strategy"]["matrix"]
    promised = [each.rpartition(" ")[2] for each in PROJECT["classifiers"] if "Python :: 3." in each]
    assert tried["python"] == promised
    assert PROJECT["requires-python"] == f">={promised[0]}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow__may_only_read_and_pins_major_versions(path):
    assert content(path)["permissions"] == {"contents": "read"}
    actions = re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))
    assert [each for each in actions if not re.fullmatch(r"[\w/-]+@v\d+", each)] == []
