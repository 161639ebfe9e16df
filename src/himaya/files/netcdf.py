"""NetCDF files, written from memory and read with one error.

HDF5 that writes in place ends the process with a segmentation fault where the disk fills up. So the whole
file is made in memory first: what then fails is a plain write.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from himaya.errors import OutputError, Problem, ProblemsError
from himaya.files.whole import cannot_write

if TYPE_CHECKING:
    import xarray as xr

_ENGINE: Final = "h5netcdf"


def write_netcdf(dataset: xr.Dataset, file: Path, encoding: Mapping[str, Mapping[str, Any]]) -> None:
    """Write a dataset as NetCDF.

    Parameters
    ----------
    encoding : by variable, as `xarray.Dataset.to_netcdf` takes it.

    Raises
    ------
    OutputError
        If the file cannot be written, or the dataset holds what no such file can, as a text with a NUL.
    """
    try:
        image = dataset.to_netcdf(engine=_ENGINE, encoding=encoding)
    except ValueError as error:
        raise OutputError([Problem(f"cannot be written: {error}", str(file))]) from error
    try:
        file.write_bytes(image)
    except OSError as error:
        raise cannot_write(file, error) from error


def read_netcdf(file: Path, message: str, expected: str) -> xr.Dataset:
    """Read a NetCDF file whole.

    Parameters
    ----------
    message, expected : of the problem, where it cannot be read.

    Raises
    ------
    ProblemsError
        If it cannot be read. HDF5 says so with errors of many kinds; each of them means a damaged file.
    """
    import xarray as xr  # noqa: PLC0415 (what writes no NetCDF does not wait for it)

    try:
        with xr.open_dataset(file, engine=_ENGINE) as stored:
            return stored.load()
    except Exception as error:
        raise ProblemsError([Problem(message, str(file), expected=expected)]) from error
