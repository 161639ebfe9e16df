"""What a Python user hands over, as a file would state it, so that one grammar judges both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from numbers import Integral, Real
from pathlib import PurePath

import numpy as np

from himaya.errors import Problem, ProblemsError
from himaya.files.base import Frozen
from himaya.files.document import Tree

KINDS = "a number, text, a list, a mapping, or a part of a scenario"


def as_stated(value: object, path: str) -> Tree:
    """Return a value as the tree of text that a file with it would be read as.

    Parameters
    ----------
    value : numbers (numpy's among them), text, times, lists, mappings and models, one in the other.
    path : what messages call it.

    Raises
    ------
    ProblemsError
        If a file cannot state it.
    """
    if isinstance(value, Frozen):
        return as_stated(value.model_dump(mode="json", exclude_unset=True, warnings=False), path)
    if isinstance(value, Mapping):
        return {_key(key): as_stated(part, f"{path}.{_key(key)}") for key, part in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return as_stated(value.tolist(), path)
    if isinstance(value, list | tuple):
        return [as_stated(part, f"{path}[{k}]") for k, part in enumerate(value)]
    return _scalar(value, path)


def _scalar(value: object, path: str) -> str | None:
    if isinstance(value, Enum):
        return _scalar(value.value, path)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        return repr(float(value))  # reads back as the same bits
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PurePath):
        return str(value)
    problem = Problem("no file can state it", path=path, value=f"a {type(value).__name__}", expected=KINDS)
    raise ProblemsError([problem])


def _key(key: object) -> str:
    return str(key.value if isinstance(key, Enum) else key)
