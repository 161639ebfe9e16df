"""The core rules in C: compiled when the bench starts, flown on the kernel's own arrays."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from bench.core import is_table, named_columns, other_rules

from himaya.kernels.library import Array
from himaya.kernels.tables import Out, Plan, RaidTable
from himaya.kernels.work import most_items
from himaya.raid.outputs import empty_out
from himaya.raid.prepare.bridge import Prepared

SOURCE = Path(__file__).with_name("c_twin.c")
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-std=c11", "-shared", "-fPIC")
Table = Plan | RaidTable | Out
_TYPES = {"i8": "int64_t", "u8": "uint64_t", "f8": "double", "i4": "int32_t", "i1": "int8_t"}


def compiler() -> str | None:
    """The C compiler, or None if this machine has none."""
    return shutil.which("cc")


def _columns(table: Table, prefix: str = "") -> Iterator[tuple[str, Array]]:
    for name, part in named_columns(table):
        if is_table(part):
            yield from _columns(part, f"{name}_")
        else:
            yield prefix + name, part


def _struct(name: str, table: Table) -> str:
    """The table as C: of every column the pointer, its length and the size of a row."""
    lines = [
        f"    {_TYPES[array.dtype.str[1:]]} *{column}; int64_t n_{column}, width_{column};"
        for column, array in _columns(table)
    ]
    return "\n".join([f"struct {name} {{", *lines, "};", ""])


def _pointers(columns: list[Array]) -> ctypes.Array[ctypes.c_int64]:
    """The struct of `_struct`, every member eight bytes; the columns must outlive it."""
    values = []
    for array in columns:
        values += [array.ctypes.data, len(array), int(np.prod(array.shape[1:]))]
    return (ctypes.c_int64 * len(values))(*values)


class CTwin:
    """A prepared scenario in C; `fly` is the kernel's entry point.

    Parameters
    ----------
    prepared : a scenario that uses the core rules alone.
    directory : where to compile; may be deleted when this returns.

    Raises
    ------
    ValueError
        If the scenario uses other rules, or there is no C compiler.
    """

    def __init__(self, prepared: Prepared, directory: Path) -> None:
        others, cc = other_rules(prepared), compiler()
        if others or cc is None:
            raise ValueError(f"not for the twin in C: {others or 'no compiler'}")
        self.prepared = prepared
        self._library = _compile(prepared, directory, cc)
        self._kept = [[array for _, array in _columns(table)] for table in (prepared.plan, prepared.raid)]
        self._tables = tuple(_pointers(columns) for columns in self._kept)
        sizes = np.array(_sizes(prepared), np.int64)
        self._night = self._library.make(*self._tables, ctypes.c_void_p(sizes.ctypes.data))

    def fly(self, first: int, count: int) -> Out:
        """Replications first .. first + count - 1.

        Raises
        ------
        RuntimeError
            If a threat had more meetings than draws can number.
        """
        out = empty_out(self.prepared.plan, self.prepared.raid, count)
        self._library.fly(self._night, _pointers(list(out)), first, count)
        if out.code.any():
            raise RuntimeError(f"a replication from {first} stopped with code {out.code.max()}")
        return out


def _compile(prepared: Prepared, directory: Path, cc: str) -> ctypes.CDLL:
    out = empty_out(prepared.plan, prepared.raid, 0)
    tables = {"plan": prepared.plan, "raid": prepared.raid, "out": out}
    header = "#include <stdint.h>\n" + "".join(_struct(name, table) for name, table in tables.items())
    (directory / "tables.h").write_text(header, encoding="utf-8")
    made = directory / "c_twin.so"
    subprocess.run([cc, *FLAGS, "-I", str(directory), "-o", str(made), str(SOURCE), "-lm"], check=True)
    library = ctypes.CDLL(str(made))
    library.make.restype = ctypes.c_void_p
    library.make.argtypes = [ctypes.c_void_p] * 3
    library.fly.restype = None
    library.fly.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64]
    return library


def _sizes(prepared: Prepared) -> tuple[int, int, int, int]:
    """Items, buckets, log2 of a bucket's milliseconds, places in the heap: as the kernel has them."""
    plan = prepared.plan
    n_windows, n_passes = most_items(plan, prepared.raid)
    n_items = n_windows + n_passes
    n_buckets = 1 << max(6, n_items.bit_length() - 2)
    shift = max(0, (prepared.horizon_ms // n_buckets).bit_length())
    heap = int(plan.units.channels.sum()) + 4 * len(plan.units.channels) + n_passes + 16
    return n_items, n_buckets, shift, heap
