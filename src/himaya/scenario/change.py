"""How a scenario is made and changed in Python: a new one each time, checked as a file is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Self, TypedDict, Unpack, cast, get_args, get_origin

from himaya.errors import Problem, ProblemsError, UnknownNameError
from himaya.files.base import Frozen
from himaya.files.document import FileDocument, Keys
from himaya.files.explain import grammar_of
from himaya.scenario.catalogue import shipped_catalogue
from himaya.scenario.dotted import by_ids, elements, id_of, ids_of, keys_of, refused_name
from himaya.scenario.loads import by_round, state_load
from himaya.scenario.values import as_stated

Tree = dict[str, Any]
"""A whole scenario as data: what it states, no defaults."""


class UnitChanges(TypedDict, total=False):
    """What `with_unit` takes: the fields of a unit, and its rounds by number."""

    id: str
    type: str
    lat: float
    lon: float
    sector: object
    network: str | None
    track_group: str | None
    command: str | None
    leaves: object
    rounds: object
    ready: int | Mapping[str, int]
    stock: int | Mapping[str, int]


class Changeable(Frozen):
    """Gives a scenario its methods of change; each returns a new scenario, complete and checked."""

    @classmethod
    def new(cls, name: str, **parts: object) -> Self:
        """Make a scenario from nothing.

        Parameters
        ----------
        name : its identifier.
        parts : the fields of a scenario file, as models or as plain data; `launch_areas`, `aim_points` and
            `raid` must be there, and `title` is the name if it is not.

        Raises
        ------
        ProblemsError
            With everything that is wrong, as `himaya.load` raises it.

        Examples
        --------
        >>> from himaya.scenario import AimPoint, Group, LaunchArea, Scenario
        >>> night = Scenario.new(
        ...     name="first-night",
        ...     launch_areas=[LaunchArea(id="east", lat=48.0, lon=39.0)],
        ...     aim_points=[AimPoint(id="town", lat=47.5, lon=33.5)],
        ...     raid=[Group(id="drones", type="shahed-136", count=10, launch_areas={"east": 1.0},
        ...                 aim_points={"town": 1.0}, first_launch_min=0.0, last_launch_min=30.0)],
        ... )
        >>> night.title, [each.id for each in night.threat_types]
        ('first-night', ['shahed-136'])
        """
        from himaya.scenario.load import SCENARIOS  # noqa: PLC0415 (it imports the model, which imports this)

        stated = {key: as_stated(part, key) for key, part in parts.items()}
        return cls._checked(
            {"format": SCENARIOS.format, "name": as_stated(name, "name"), "title": name, **stated}
        )

    def with_value(self, path: str, value: object) -> Self:
        """Change one value and nothing else.

        Parameters
        ----------
        path : fields, free keys and ids with dots between, as ``units.nasams-1.rounds.amraam.ready`` or
            ``raid.drones.count``. What a unit does not state of its rounds it starts with as its type says.
        value : what a file could state there: a number, text, None, a list, a mapping, a model.

        Raises
        ------
        UnknownNameError
            If a step of the path leads nowhere; it carries near matches.
        ProblemsError
            If the scenario would be wrong with it.

        Examples
        --------
        >>> import himaya
        >>> city = himaya.load("city").with_value("raid.drones.count", 40)
        >>> city.raid[0].count
        40
        """
        tree = self._tree()
        keys = keys_of(tree, path, grammar_of(type(self)))
        _put(tree, keys, as_stated(value, path))
        return self._checked(tree)

    def with_unit(self, unit_id: str, /, **changes: Unpack[UnitChanges]) -> Self:
        """Change fields of a unit.

        Parameters
        ----------
        unit_id : which.
        changes : fields of a unit by name, each taken whole: `id`, `type`, `lat`, `lon`, `sector`, `network`,
            `track_group`, `command`, `leaves`, `rounds`; and `ready` and `stock`, the rounds that it starts
            with on its launchers and behind them: a number where its type fires one type of round, else a
            mapping by type of round. Rounds that are not named stay as they are.

        Raises
        ------
        UnknownNameError
            If there is no such unit, field or type of round; it carries near matches.
        ProblemsError
            If the scenario would be wrong with it, or `ready` or `stock` could mean several types of round.

        Examples
        --------
        >>> import himaya
        >>> city = himaya.load("city").with_unit("nasams-1", ready=12, lat=47.6)
        >>> city.units[1].rounds["amraam"].ready, city.units[1].lat
        (12, 47.6)
        """
        given, known = cast(Mapping[str, object], changes), list(UnitChanges.__annotations__)
        tree, path = self._tree(), f"units.{unit_id}"
        units = ids_of(tree.get("units"))
        if unit_id not in units:
            raise UnknownNameError([refused_name("unit", unit_id, list(units))])
        if unknown := [name for name in given if name not in known]:
            raise UnknownNameError([refused_name("field of a unit", name, known, path) for name in unknown])
        loads = {name: given[name] for name in ("ready", "stock") if name in given}
        fields = {name: as_stated(given[name], f"{path}.{name}") for name in given if name not in loads}
        tree["units"][units[unit_id]] |= fields
        changed = self._checked(tree) if fields else self  # a type that is new may come from the catalogue
        return changed._with_loads(units[unit_id], loads) if loads else changed

    def add(self, *added: Frozen) -> Self:
        """Add parts: units, raid groups, area defences, aim points, types, sensors and so on.

        Parameters
        ----------
        added : models, each put at the end of its list; those that name each other go in one call.

        Raises
        ------
        ProblemsError
            If a scenario has no list of such parts, or would be wrong with them: an id that is there already,
            or a name that nothing has.

        Examples
        --------
        >>> import himaya
        >>> from himaya.scenario import Unit
        >>> city = himaya.load("city").add(Unit(id="iris-1", type="iris-t-slm", lat=47.5, lon=33.5))
        >>> city.units[-1].id
        'iris-1'
        """
        tree, lists = self._tree(), _lists(type(self))
        for part in added:
            if type(part) not in lists:
                expected = "one of " + ", ".join(sorted(kind.__name__ for kind in lists))
                message, value = "no list of a scenario holds such a part", f"a {type(part).__name__}"
                raise ProblemsError([Problem(message, value=value, expected=expected)])
            name = lists[type(part)]
            tree.setdefault(name, []).append(as_stated(part, name))
        return self._checked(tree)

    def without(self, *names: str) -> Self:
        """Take parts away.

        Parameters
        ----------
        names : ids, or ``raid.drones`` where more lists than one have the id.

        Raises
        ------
        UnknownNameError
            If there is no such part; it carries near matches.
        ProblemsError
            If what is left uses one of them (it says what does), or a name could mean several.

        Examples
        --------
        >>> import himaya
        >>> [unit.id for unit in himaya.load("city").without("nasams-1", "gepard-2").units]
        ['patriot-1', 'gepard-1']
        """
        tree = self._tree()
        gone = [_element(tree, name) for name in names]
        for part, item in gone:
            tree[part] = [other for other in tree[part] if other is not item]
        problems = [
            Problem(f"is used by {listed}", path=f"{part}.{id_of(item)}", expected="nothing that uses it")
            for part, item in gone
            if (listed := ", ".join(_users(tree, part, item)))
        ]
        if problems:
            raise ProblemsError(problems)
        return self._checked(tree)

    def _with_loads(self, index: int, loads: Mapping[str, object]) -> Self:
        """Change rounds of a unit, `ready` and `stock` of all of them at once."""
        tree = self._tree()
        path = f"units.{id_of(tree['units'][index])}"
        for field, number in loads.items():
            for name, rounds in by_round(tree, index, field, number).items():
                _put(tree, ("units", index, "rounds", name, field), as_stated(rounds, f"{path}.{field}"))
        return self._checked(tree)

    def _tree(self) -> Tree:
        return self.model_dump(mode="json", exclude_unset=True, warnings=False)

    @classmethod
    def _checked(cls, tree: Tree) -> Self:
        from himaya.scenario.load import resolve  # noqa: PLC0415 (it imports the model, which imports this)

        return cast(Self, resolve(FileDocument(None, tree), shipped_catalogue()))


def _put(tree: Tree, keys: Keys, value: object) -> None:
    """Put a value in its place; mappings on the way that nobody stated are made."""
    state_load(tree, keys)
    here: Any = tree
    for key in keys[:-1]:
        if isinstance(here, dict) and not isinstance(here.get(key), dict | list):
            here[key] = {}
        here = here[key]
    here[keys[-1]] = value


def _element(tree: Tree, name: str) -> tuple[str, Tree]:
    """The list and the item that a name means.

    Raises
    ------
    ProblemsError
        If it means none, or several.
    """
    found = {f"{part}.{item}": (part, tree[part][k]) for part, item, k in elements(tree)}
    meant = [path for path, (part, item) in found.items() if name in (path, id_of(item))]
    if len(meant) > 1:
        raise ProblemsError([Problem("could mean several parts", value=name, expected=" or ".join(meant))])
    if not meant:
        known = list(dict.fromkeys(item for _, item, _ in elements(tree)))
        raise UnknownNameError([refused_name("part of the scenario", name, known)])
    return found[meant[0]]


def _users(tree: Tree, part: str, item: Tree) -> list[str]:
    """Dotted paths of what uses an item of a list."""
    from himaya.scenario.checks import users  # noqa: PLC0415 (it imports the model, which imports this)

    places = users(FileDocument(None, tree), part, str(id_of(item)))
    return list(dict.fromkeys(by_ids(tree, place[:2]) for place in places))


@cache
def _lists(model: type[Frozen]) -> dict[type[Frozen], str]:
    """Name of the list that holds parts of a kind."""
    found = {}
    for name, field in model.model_fields.items():
        kind = get_args(field.annotation)[0] if get_origin(field.annotation) is list else None
        if isinstance(kind, type) and issubclass(kind, Frozen):
            found[kind] = name
    return found
