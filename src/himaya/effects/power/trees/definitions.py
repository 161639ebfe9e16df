"""What a model in the Open-PSA exchange format defines, and what a name means where it stands.

A fault tree and a component are containers of names. What is public is known everywhere by its name; what is
private, only within its container, and elsewhere by its path (`tree.component.name`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from himaya.effects.power.trees.mistakes import Mistakes
from himaya.errors import near_matches
from himaya.files.xml_tree import Element

CONTAINERS = ("define-fault-tree", "define-component")
KINDS = {
    "define-gate": "gate",
    "define-basic-event": "basic-event",
    "define-house-event": "house-event",
    "define-parameter": "parameter",
}
SILENT = ("label", "attributes")
"""Say nothing about probability."""
ROLES = {"public": False, "private": True}
MAX_NAME = 200
MAX_PATH = 1_000
"""Characters."""
NEAR_AMONG = 500


@dataclass(eq=False)
class Scope:
    """A container of names."""

    path: str = ""
    """Names of the containers around it and its own, with dots."""
    parent: Scope | None = None
    is_private: bool = False
    """What stands in it is private unless it says otherwise."""
    inner: dict[str, Scope] = field(default_factory=dict)
    events: dict[str, Definition] = field(default_factory=dict)
    """Gates, basic events and house events share their names."""
    parameters: dict[str, Definition] = field(default_factory=dict)

    def named(self, kind: str) -> dict[str, Definition]:
        """The definitions among which a reference of a kind is looked up."""
        return self.parameters if kind == "parameter" else self.events


class Definition(NamedTuple):
    """One element that defines a name."""

    kind: str
    element: Element
    scope: Scope
    is_private: bool

    @property
    def label(self) -> str:
        """Its name; if it is private, with the path of its container."""
        name = self.element.name
        return f"{self.scope.path}.{name}" if self.is_private and self.scope.path else name

    @property
    def content(self) -> list[Element]:
        """What stands in it, beside labels and attributes."""
        return [child for child in self.element.children if child.tag not in SILENT]


class CommonCauseGroup(NamedTuple):
    """A common-cause group as it is defined."""

    element: Element
    scope: Scope


@dataclass
class Definitions:
    """Everything that a model defines."""

    mistakes: Mistakes
    root: Scope = field(default_factory=Scope)
    public: Scope = field(default_factory=Scope)
    """What is public, by name, whatever its container."""
    all: list[Definition] = field(default_factory=list)
    groups: list[CommonCauseGroup] = field(default_factory=list)

    def collect(self, element: Element, scope: Scope) -> None:
        """Collect what a container holds; containers may be nested."""
        for child in element.children:
            if child.tag == "model-data":
                self.collect(child, self.root)
            elif child.tag in CONTAINERS:
                inner = self._inner(child, scope)
                if inner is not None:
                    self.collect(child, inner)
            elif child.tag in KINDS:
                self.define(KINDS[child.tag], child, scope)
            elif child.tag == "define-CCF-group":
                self.groups.append(CommonCauseGroup(child, scope))
            elif child.tag not in SILENT:
                known = ", ".join([*CONTAINERS, *KINDS, "define-CCF-group", "model-data"])
                expected = "nothing from outside the file" if child.tag == "include" else f"one of {known}"
                self.mistakes.note(child, "this element is not read", child.tag, expected)

    def _inner(self, element: Element, scope: Scope) -> Scope | None:
        """The scope of a container; two of one name share it."""
        private = self._role(element, scope)
        if not self._has_name(element):
            return None
        if element.name not in scope.inner:
            path = f"{scope.path}.{element.name}" if scope.path else element.name
            if len(path) > MAX_PATH:
                expected = f"at most {MAX_PATH:,} characters with those around it"
                self.mistakes.note(element, "the path of a container is too long", None, expected)
                return None
            scope.inner[element.name] = Scope(path, scope, private)
        return scope.inner[element.name]

    def _role(self, element: Element, scope: Scope) -> bool:
        role = element.attributes.get("role", "private" if scope.is_private else "public")
        if role not in ROLES:
            self.mistakes.note(element, "unknown role", role, "public or private")
        return ROLES.get(role, False)

    def _has_name(self, element: Element) -> bool:
        if not element.name:
            self.mistakes.note(element, "a definition without a name", None, "name=...")
        elif len(element.name) > MAX_NAME:
            self.mistakes.note(element, "a name is too long", None, f"at most {MAX_NAME} characters")
        return 0 < len(element.name) <= MAX_NAME

    def define(self, kind: str, element: Element, scope: Scope) -> Definition | None:
        """Take a definition in; None if its name cannot be used."""
        definition = Definition(kind, element, scope, self._role(element, scope))
        if not self._has_name(element):
            return None
        places = (
            [scope.named(kind)] if definition.is_private else [scope.named(kind), self.public.named(kind)]
        )
        for place in places:
            if element.name in place:
                first = place[element.name].element.line
                self.mistakes.note(element, f"defined twice, first on line {first}", element.name)
                return None
        for place in places:
            place[element.name] = definition
        self.all.append(definition)
        return definition

    def find(self, kind: str, name: str, scope: Scope) -> Definition | None:
        """What a name means: in the containers around it from within, then public, then as a path."""
        around: list[Scope] = [scope]
        while around[-1].parent is not None:
            around.append(around[-1].parent)
        for each in [*around, self.public]:
            if name in each.named(kind):
                return each.named(kind)[name]
        *path, last = name.split(".")
        for each in around if path else ():
            inner: Scope | None = each
            for step in path:
                inner = inner.inner.get(step) if inner else None
            if inner and last in inner.named(kind):
                return inner.named(kind)[last]
        return None

    def near(self, kind: str, name: str) -> tuple[str, ...]:
        """Paths of private definitions of a name; if there are none, labels that look like it."""
        like = [
            each for each in self.all if kind == each.kind or (kind == "event" and each.kind != "parameter")
        ]
        same = tuple(each.label for each in like if each.element.name == name and each.is_private)
        return same[:3] or near_matches(name, [each.label for each in like])
