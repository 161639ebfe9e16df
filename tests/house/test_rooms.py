"""What a room exports is what its user may rely on, and the docs use nothing else."""

import importlib
import pkgutil
import re
from types import ModuleType

import pytest
from tests.house.test_source import PACKAGE, ROOT

import himaya

NOT_FOR_USERS = {"app", "cli", "kernels"}
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
IMPORT = re.compile(r"^\s*(?:>>> )?from himaya\.([\w.]+) import (\([^)]*\)|.*)$", re.MULTILINE)
DOTTED = re.compile(r"\bhimaya\.(\w+)\.(\w+)")


@pytest.fixture(scope="module")
def rooms():
    """All rooms by name, after every submodule was imported: none may hide an exported name."""
    for module in pkgutil.walk_packages(himaya.__path__, "himaya."):
        importlib.import_module(module.name)
    return {name: importlib.import_module(f"himaya.{name}") for name in ROOMS}


@pytest.mark.parametrize("room", sorted(set(ROOMS) - NOT_FOR_USERS))
def test_room__exports_names_that_no_module_hides(rooms, room):
    names = rooms[room].__all__
    assert names
    assert [name for name in names if isinstance(getattr(rooms[room], name), ModuleType)] == []


def test_room__refuses_names_that_it_does_not_export(rooms):
    with pytest.raises(AttributeError, match=r"'himaya.raid' has no attribute 'Outcom'"):
        rooms["raid"].Outcom  # noqa: B018 (to look is what is tested)


def test_room__lists_what_it_exports(rooms):
    assert dir(rooms["raid"]) == sorted(rooms["raid"].__all__)
    assert dir(himaya) == sorted(himaya.__all__)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_docs__import_only_what_rooms_export(rooms, page):
    text = re.sub(r"<!--.*?-->", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    used = [
        (room, name.split()[0])
        for room, names in IMPORT.findall(text)
        for name in names.strip("()").split(",")
        if name.strip()
    ]
    used += [pair for pair in DOTTED.findall(text) if pair[0] in ROOMS]
    exported = {(room, name) for room in rooms for name in getattr(rooms[room], "__all__", ())}
    assert sorted(set(used) - exported) == []
