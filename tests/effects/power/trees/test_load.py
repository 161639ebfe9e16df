"""Models as they are written: names, roles, paths; and what is refused, with its line."""

from __future__ import annotations

import os

import pytest

from himaya.effects import load_tree, solve_top
from himaya.errors import ProblemsError
from tests.effects.power.trees.small import ABC, EVENTS, event, gate, mef, model, refer

BILLION = '<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;&a;&a;">]>\n<opsa-mef>&b;</opsa-mef>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<opsa-mef/>'
PRIVATE = ' role="private"'


def container(kind, name, *parts, role=""):
    return f'<define-{kind} name="{name}"{role}>\n{"".join(parts)}</define-{kind}>\n'


def test_reference__without_a_type_is_whatever_has_the_name(p_top):
    text = model(
        '<and><event name="g"/><event name="a"/><event name="h"/><event name="b" type="basic-event"/></and>',
        gate("g", refer("c")) + '<define-house-event name="h"><constant value="true"/></define-house-event>',
    )
    assert p_top(text) == pytest.approx(0.1 * 0.2 * 0.3, rel=1e-14)


def test_tops__are_all_gates_that_no_other_uses(load):
    tree = load(
        model(
            refer("a"),
            gate("second", f"<not>{refer('g')}</not>") + gate("g", refer("c")),
        )
    )
    assert tree.tops == ("top", "second")
    assert [solve_top(tree, name).probability for name in ("top", "second", "g")] == [
        0.1,
        pytest.approx(0.7),
        0.3,
    ]


def test_private_names__may_be_used_twice(load):
    trains = [
        container("component", name, gate("fails", refer("pump")), event("pump", p), role=PRIVATE)
        for name, p in (("A", 0.1), ("B", 0.3))
    ]
    tree = load(
        mef(container("fault-tree", "T", gate("top", f"<and>{refer('A.fails', 'B.fails')}</and>"), *trains))
    )
    assert solve_top(tree).probability == pytest.approx(0.03, rel=1e-14)
    assert tree.tops == ("top",)
    assert set(tree.probabilities) == {"T.A.pump", "T.B.pump"}


@pytest.mark.parametrize("name", ["x", "T.A.x", "A.x", "B.x", "T.A.B.x"])
def test_name__means_the_innermost_and_paths_begin_at_any_container(p_top, name):
    inner = container("component", "B", event("x", 0.2, PRIVATE))
    here = container("component", "A", gate("g", refer(name)), event("x", 0.1, PRIVATE), inner)
    expected = 0.2 if "B" in name else 0.1
    assert p_top(mef(container("fault-tree", "T", here))) == expected


def test_public_name__is_known_in_other_containers(p_top):
    text = mef(
        container("fault-tree", "T", gate("top", refer("x"))),
        container("fault-tree", "U", container("component", "A", event("x", 0.25))),
    )
    assert p_top(text) == 0.25


def test_role__of_a_container_is_that_of_what_it_holds(said):
    inner = container("component", "A", event("x", 0.1), event("y", 0.2, ' role="public"'), role=PRIVATE)
    text = mef(container("fault-tree", "T", gate("top", f"<and>{refer('x', 'y')}</and>"), inner))
    assert said(text) == [
        "tree.xml:3: event x: is not defined, got x, expected a definition of that name (did you mean T.A.x?)"
    ]


def test_names__with_dots_and_spaces_around_them_are_found(p_top):
    assert p_top(mef(gate("top", refer(" valve.1 ")), event("valve.1", 0.125))) == 0.125


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "us-ascii", "iso-8859-1", "ISO-8859-1", "UTF-8"])
def test_encodings__that_are_read(load, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + mef(gate("top", refer("a")), event("a", 0.5))
    assert solve_top(load(text.encode(encoding))).probability == 0.5


@pytest.mark.parametrize("encoding", ["unicode_escape", "utf-7", "cp1251", "rot13", "utf-8-sig", "idna"])
def test_encodings__of_python_alone_are_refused(said, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + mef(gate("top", refer("a")), event("a", 0.5))
    assert said(text) == [
        f"tree.xml:1: this encoding is not read, got {encoding}, "
        "expected utf-8, utf-16, us-ascii or iso-8859-1"
    ]


def test_document_type__that_is_a_bare_name_says_nothing(p_top):
    assert p_top("<!DOCTYPE opsa-mef>\n" + mef(gate("top", refer("a")), event("a", 0.5))) == 0.5


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (BILLION, 1,
         "a document type is not read: it can reach outside the file, got x, expected no <!DOCTYPE"),
        (OUTSIDE, 1, "a document type is not read"),
        ('<!DOCTYPE x PUBLIC "a" "b">\n<opsa-mef/>', 1, "a document type is not read"),
        ("<!DOCTYPE x []>\n<opsa-mef/>", 1, "a document type is not read"),
        ("<opsa-mef>\n<a>&b;</a></opsa-mef>", 2, "not valid XML: undefined entity"),
        ("<opsa-mef>", 1, "not valid XML: no element found"),
        ("", 1, "not valid XML: no element found"),
        ("<a>" * 60, 1, "nested too deeply, got a, expected at most 50 levels"),
        ("<html/>", 1, "html: not an Open-PSA model, got html, expected opsa-mef"),
        ("<opsa-mef/>", None, "no gate, expected a define-gate"),
        (model("<and/>"), 4, "wrong number of operands, got 0, expected 1 or more"),
        (model("<inhibit><basic-event name='a'/></inhibit>"), 4,
         "this formula is not read, got inhibit, expected one of and"),
        (model(f"<imply>{ABC}</imply>"), 4, "imply: wrong number of operands, got 3, expected 2"),
        (model("<or><basic-event name='aa'/></or>"), 4,
         "basic-event aa: is not defined, got aa, expected a define-basic-event"),
        (model("<or><basic-event/></or>"), 4, "basic-event: is not defined, got nothing"),
        (model("<or><event name='tpo'/></or>"), 4, "got tpo, expected a definition of that name"),
        (model("<or><event name='a' type='pump'/></or>"), 4, "unknown type, got pump"),
        (model("<or><gate name='a'/></or>"), 4, "gate a: is a basic-event, got a, expected"),
        (model("<or><event name='a' type='gate'/></or>"), 4, "event a: is a basic-event"),
        (model(f"<atleast min='4'>{ABC}</atleast>"), 4,
         "min is out of range, got 4, expected a whole number from 1"),
        (model(f"<atleast>{ABC}</atleast>"), 4, "min is out of range, got nothing"),
        (model(f"<atleast min='٢'>{ABC}</atleast>"), 4, "min is out of range, got ٢"),
        (model(f"<atleast min='0000000015'>{ABC}</atleast>"), 4, "min is out of range, got 0000000015"),
        (model(f"<atleast min='1{'0' * 4_301}'>{ABC}</atleast>"), 4, "min is out of range, got 1000"),
        (model(f"<cardinality min='1'>{ABC}</cardinality>"), 4, "max is out of range, got nothing"),
        (model(f"<cardinality min='3' max='2'>{ABC}</cardinality>"), 4,
         "min is above max, got 3, expected at most 2"),
        (model("<gate name='top'/>"), 4, "gates in a circle, got top > top"),
        (model("<or><gate name='g'/></or>",
               gate("g", "<gate name='h'/>") + gate("h", "<not><gate name='g'/></not>")), 5,
         "gates in a circle, got g > h > g"),
        (model("<gate name='g'/>", gate("g", "")), 5, "not one formula, got 0, expected one formula"),
        (model("<basic-event name='a'/>", gate("top", '<basic-event name="b"/>')), 5,
         "defined twice, first on line 4, got top"),
        (model("<basic-event name='a'/>", event("top", 0.1)), 5, "defined twice, first on line 4, got top"),
        (model("<basic-event name='a'/>", gate("", "<event name='a'/>")), 5, "a definition without a name"),
        (model("<basic-event name='a'/>", gate("x" * 201, "<event name='a'/>")), 5, "a name is too long"),
        (model("<basic-event name='a'/>", gate("x", "<event name='a'/>", ' role="secret"')), 5,
         "unknown role, got secret, expected public or private"),
        (model("<basic-event name='a'/>", "<define-substitution/>"), 5,
         "this element is not read, got define-substitution, expected one of define-fault-tree"),
        (model("<basic-event name='a'/>", "<include file='x.xml'/>"), 5,
         "this element is not read, got include, expected nothing from outside the file"),
        (model("<basic-event name='x'/>", '<define-basic-event name="x"/>'), 5,
         "x: no probability, expected <float"),
        (model("<basic-event name='a'/>").replace('"0.3"', '"1.3"'), 9,
         "no probability of c, got 1.3, expected a number from 0 to 1"),
        *((model("<basic-event name='a'/>").replace('"0.3"', f'"{text}"'), 9, "is not read as a number, got")
          for text in ("nan", "inf", "0.0_1", "٠.١", "0x1", "1e999", "1,5", "", "--1", "1e", ".")),
        (model("<house-event name='h'/>",
               '<define-house-event name="h"><constant value="yes"/></define-house-event>'),
         5, 'no truth value, got yes, expected <constant value="true"/>'),
    ],
)  # fmt: skip
def test_mistake__is_told_with_its_line(load, text, line, what):
    with pytest.raises(ProblemsError) as caught:
        load(text)
    first = caught.value.problems[0]
    assert (first.line, first.file is not None) == (line, True)
    assert what in str(first)


def test_leading_zeros__say_nothing(p_top):
    assert p_top(model(f"<atleast min='{'0' * 5_000}1'>{ABC}</atleast>")) == pytest.approx(
        1 - 0.9 * 0.8 * 0.7
    )


def test_mistakes__are_told_all_at_once(load):
    text = model("<or><basic-event name='x'/><gate name='y'/></or>").replace('"0.3"', '"3"')
    with pytest.raises(ProblemsError) as caught:
        load(text)
    assert [each.line for each in caught.value.problems] == [4, 4, 9]


def test_file__that_is_too_large_or_not_there_is_told(load, tmp_path):
    with pytest.raises(ProblemsError, match="the file is too large, expected at most 2,000,000 bytes"):
        load(" " * 2_000_001)
    with pytest.raises(ProblemsError, match="cannot be read: No such file"):
        load_tree(tmp_path / "none.xml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_file__that_is_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.xml")
    with pytest.raises(ProblemsError, match=r"pipe.xml: cannot be read: not a regular file"):
        load_tree(tmp_path / "pipe.xml")


def test_same_operand__thousands_of_times_costs_no_more_than_once(p_top):
    n = 30_000
    text = mef(gate("top", f'<atleast min="{n // 2}">{refer("e") * n}</atleast>'), event("e", 0.25))
    assert p_top(text) == 0.25


def test_circles__by_the_thousand_are_told_in_short(said):
    n = 5_000
    chain = [gate(f"g{k}", f"<or>{refer(f'g{(k + 1) % n}', 'g0')}</or>") for k in range(n)]
    told = said(mef(*chain))
    assert 1 <= len(told) <= 100
    assert all(len(each) < 1_000 for each in told)


def test_containers__deep_and_long_are_bounded(said):
    name = "n" * 200
    text = (
        f'<define-component name="{name}">' * 6 + gate("g", "<event name='a'/>") + "</define-component>" * 6
    )
    assert "the path of a container is too long" in " ".join(said(f"<opsa-mef>{text}{EVENTS}</opsa-mef>"))
