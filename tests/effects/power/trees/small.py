"""A small fault tree to edit: three events, one formula."""

from __future__ import annotations

PROBABILITIES = {"a": 0.1, "b": 0.2, "c": 0.3}
EVENTS = "".join(
    f'<define-basic-event name="{name}"><float value="{p}"/></define-basic-event>\n'
    for name, p in PROBABILITIES.items()
)
ABC = '<basic-event name="a"/><basic-event name="b"/><basic-event name="c"/>'


def model(top, more=""):
    """A model whose gate `top` stands on line 4, and more definitions from line 5 on."""
    return (
        f'<?xml version="1.0"?>\n<opsa-mef>\n<define-fault-tree name="t">\n<define-gate name="top">{top}'
        f"</define-gate>\n{more}</define-fault-tree>\n<model-data>\n{EVENTS}</model-data>\n</opsa-mef>\n"
    )


def gate(name, formula, role=""):
    return f'<define-gate name="{name}"{role}>{formula}</define-gate>\n'


def event(name, p, role=""):
    """A basic event of a probability or of any expression."""
    expression = p if str(p).startswith("<") else f'<float value="{p!r}"/>'
    return f'<define-basic-event name="{name}"{role}>{expression}</define-basic-event>\n'


def refer(*names):
    return "".join(f'<event name="{name}"/>' for name in names)


def mef(*parts):
    """A model of these definitions, the first on line 2."""
    return "<opsa-mef>\n" + "".join(parts) + "</opsa-mef>\n"
