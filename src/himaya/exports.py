"""Names that a room exports, resolved on first use: to import one module of it loads no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def exported(room: str, homes: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Make `__getattr__` and `__dir__` of a room.

    No name may be that of a module in the room: once the module is imported, it would hide the name.

    Parameters
    ----------
    room : name of the package, as ``himaya.raid``.
    homes : for each name the module that defines it.
    """

    def resolve(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        value: object = getattr(import_module(homes[name]), name)
        setattr(import_module(room), name, value)
        return value

    def listed() -> list[str]:
        return sorted(import_module(room).__all__)

    return resolve, listed
