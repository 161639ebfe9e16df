"""What keeps the source readable over many hands; docs/decisions/ tells why."""

import ast
from pathlib import Path

import pytest

import himaya

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "himaya"
TEXTS = {path.relative_to(PACKAGE): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
VAGUE = {"utils", "util", "common", "helpers", "core", "manager", "misc"}
GLOSSARY = {"trial": "replication", "iteration": "replication", "attack": "raid", "strike": "raid",
            "hostile": "threat", "shooter": "unit", "leak": "leaker", "penetrator": "leaker"}  # fmt: skip
ROOMS = {"numba": "kernels", "linopy": "planning", "plotly": "report"}
KERNEL_IMPORTS = {"__future__", "math", "numba", "numpy", "typing"}
each_module = pytest.mark.parametrize("path", sorted(TEXTS), ids=str)


def nodes(path, *kinds):
    return [node for node in ast.walk(ast.parse(TEXTS[path])) if isinstance(node, kinds)]


def imports(path):
    """Full names of the modules that one module imports."""
    plain = {alias.name for node in nodes(path, ast.Import) for alias in node.names}
    return plain | {node.module for node in nodes(path, ast.ImportFrom)}


def parameters(function):
    """How many beside self; those of a command and keywords of a public verb are options and do not count."""
    if any(".command(" in ast.unparse(decorator) for decorator in function.decorator_list):
        return 0
    given = function.args.posonlyargs + function.args.args
    if function.name not in himaya.__all__:
        given += function.args.kwonlyargs
    return sum(argument.arg not in {"self", "cls"} for argument in given)


@each_module
def test_module__fits_in_300_lines_and_has_a_telling_name(path):
    assert len(TEXTS[path].splitlines()) <= 300
    assert not VAGUE & {path.stem, *path.parts}


@each_module
def test_functions__fit_in_40_lines_and_5_parameters(path):
    functions = nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
    assert [node.name for node in functions if node.end_lineno - node.lineno >= 40] == []
    assert [node.name for node in functions if parameters(node) > 5] == []


@each_module
def test_outside_packages__stay_in_their_room(path):
    roots = {name.split(".")[0] for name in imports(path)}
    assert [name for name in ROOMS if name in roots and path.parts[0] != ROOMS[name]] == []


@pytest.mark.parametrize("path", [path for path in sorted(TEXTS) if path.parts[0] == "kernels"], ids=str)
def test_kernels__import_only_what_compiles(path):
    if path.name not in {"jit.py", "compiled_files.py"}:  # no kernels: options, cache directory and its files
        foreign = {name for name in imports(path) if name.split(".")[0] not in KERNEL_IMPORTS}
        assert {name for name in foreign if not name.startswith("himaya.kernels")} == set()


@each_module
def test_print__only_in_the_command_line(path):
    assert path.parts[0] == "cli" or "print" not in {node.id for node in nodes(path, ast.Name)}


@each_module
def test_names__use_one_word_for_one_idea(path):
    names = {
        getattr(node, field, None) for node in nodes(path, ast.AST) for field in ("name", "arg", "id", "attr")
    }
    words = {word.removesuffix("s") for name in names - {None} for word in name.lower().split("_")}
    assert {word: GLOSSARY[word] for word in words & set(GLOSSARY)} == {}


def wide_tuples(annotation):
    """Tuples of more than two members that have no name, as the annotation writes them."""
    return [
        ast.unparse(node)
        for node in ast.walk(annotation)
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id == "tuple"
        and isinstance(node.slice, ast.Tuple)
        and len(node.slice.elts) > 2
    ]


@each_module
def test_parameters__are_no_nameless_tuples_of_more_than_two(path):
    functions = nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
    arguments = [
        each
        for node in functions
        for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    ]
    assert [found for each in arguments if each.annotation for found in wide_tuples(each.annotation)] == []


def test_public_classes__are_defined_once():
    places = {}
    for path, text in TEXTS.items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(str(path))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
