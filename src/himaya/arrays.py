"""Names of array types, and the one way in which a variable of an outcome is declared.

Labels, docs and exports come from the declaration, and `faults` holds an outcome to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
U8 = NDArray[np.uint64]
Array = NDArray[Any]

if TYPE_CHECKING:
    import xarray as xr

Kind: TypeAlias = Literal["whole", "real"]
"""Whole numbers, or such with a fraction (NaN among them: there is none to speak of)."""
Labelled: TypeAlias = "tuple[tuple[str, ...], Any, dict[str, str]]"
"""Dimensions, values and attributes, as xarray takes them."""
_DTYPES = {"whole": "iu", "real": "f"}


def not_negative(values: Array) -> bool:
    """Tell whether nothing is below 0 (NaN is not)."""
    return not bool((values < 0).any())


def within_one(values: Array) -> bool:
    """Tell whether all are shares, 0 to 1 but for rounding, or NaN."""
    return not bool(((values < 0) | (values > 1 + 1e-12)).any())


def finite(values: Array) -> bool:
    """Tell whether all are numbers."""
    return bool(np.isfinite(values).all())


class Variable(NamedTuple):
    """What a variable of an outcome holds."""

    name: str
    dims: tuple[str, ...]
    kind: Kind
    unit: str
    """Empty: what the scenario counts values in."""
    sentence: str
    check: Callable[[Array], bool] = not_negative
    """Tells whether values can be right, whatever was simulated."""


def registry(*variables: Variable) -> dict[str, Variable]:
    """Variables by name, in their order.

    Raises
    ------
    ValueError
        If two have one name.
    """
    by_name = {each.name: each for each in variables}
    if len(by_name) < len(variables):
        raise ValueError("a variable is declared twice")
    return by_name


def labelled(
    values: Mapping[str, Any], variables: Mapping[str, Variable], worth: str = ""
) -> dict[str, Labelled]:
    """Label values as their variables are declared; worth : what the scenario counts values in.

    Raises
    ------
    ValueError
        If the names are not those that are declared.
    """
    if values.keys() != variables.keys():
        odd = ", ".join(sorted(values.keys() ^ variables.keys()))
        raise ValueError(f"declared and made are not the same variables: {odd}")
    return {
        name: (each.dims, values[name], {"units": each.unit or worth, "long_name": each.sentence})
        for name, each in variables.items()
    }


def faults(dataset: xr.Dataset, variables: Mapping[str, Variable]) -> list[str]:
    """Say how an outcome differs from what is declared; empty if it obeys."""
    names = {str(name) for name in dataset.data_vars}
    found = [f"{name}: not declared" for name in sorted(names - variables.keys())]
    for name, declared in variables.items():
        told = _faults(dataset[name], declared) if name in names else ["not there"]
        found += [f"{name}: {each}" for each in told]
    return found


def _faults(kept: xr.DataArray, declared: Variable) -> Iterator[str]:
    if kept.dims != declared.dims:
        yield f"over {kept.dims}, not {declared.dims}"
    if kept.dtype.kind not in _DTYPES[declared.kind]:
        yield f"of type {kept.dtype}, not {declared.kind}"
    if kept.attrs != {"units": declared.unit or kept.attrs.get("units"), "long_name": declared.sentence}:
        yield f"attributes {kept.attrs}"
    if not kept.attrs.get("units"):
        yield "no unit"
    if not declared.check(kept.to_numpy()):
        yield f"fails {declared.check.__name__}"
