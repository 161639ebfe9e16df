"""The only place where numba's options and its cache directory are set.

`_nrt=False` forbids allocation and reference counting in compiled code, and `forceinline`
lets small functions over NamedTuples be as fast as one flat function: without it the Kyiv night
takes 2.2 times as long.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numba
from platformdirs import user_cache_path

from himaya.kernels.compiled_files import CheckedFiles

_LOG = logging.getLogger(__name__)
_ROOM_BYTES = 8 << 20
"""A compiled kernel takes about 2 MB; a directory without room for four is full."""


def _sources_hash() -> str:
    # numba keys by the source's place, too, but not by bounds checks
    flags = f"{numba.__version__} {numba.config.BOUNDSCHECK} {Path(__file__).parent}"
    digest = blake2b(flags.encode(), digest_size=12)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _has_room(directory: Path) -> bool:
    """Whether the directory can be made, for this user alone, and takes a compiled kernel."""
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        directory.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory) as probe:
            probe.write(bytes(_ROOM_BYTES))
            probe.flush()
    except OSError as error:
        _LOG.warning("compiled kernels are not kept: %s", error)
        return False
    return True


def cache_root() -> Path:
    """Where Himaya keeps what can be made again: `HIMAYA_CACHE_DIR` or the user's cache directory."""
    root = os.environ.get("HIMAYA_CACHE_DIR")
    return Path(root) if root else user_cache_path("himaya")


def _cache_directory() -> Path | None:
    """`<cache root>/kernels/<hash>`, or None where nothing can be kept."""
    directory = cache_root() / "kernels" / _sources_hash()
    if not (any(directory.rglob("*.nbi")) or _has_room(directory)):
        return None
    return directory if _is_own(directory) else None


def _is_own(directory: Path) -> bool:
    """Whether nobody else can write there: compiled kernels are run as they are."""
    stat = directory.stat()
    if os.name == "nt" or (stat.st_uid == os.getuid() and not stat.st_mode & 0o022):
        return True
    _LOG.warning("compiled kernels are not kept: others can write to %s", directory)
    return False


CACHE = _cache_directory()
"""Where compiled kernels are kept; None if they are not."""
if CACHE is not None:
    numba.config.CACHE_DIR = str(CACHE)  # read when a function is decorated


def is_compiled() -> bool:
    """Whether an earlier process left a compiled kernel for this source and numba."""
    return CACHE is not None and any(CACHE.rglob("*.nbc"))


def inline(function: Callable[..., Any]) -> Any:
    """Compile a helper that is always inlined into its caller and not callable from Python.

    Wrappers that unpack every table for each helper would take most of the time to compile.
    """
    options = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return numba.njit(nogil=True, forceinline=True, _nrt=False, **options)(function)


def inline_callable(function: Callable[..., Any]) -> Any:
    """Compile a helper that is always inlined and that Python may call, too."""
    return numba.njit(nogil=True, forceinline=True, _nrt=False)(function)


def kernel(function: Callable[..., Any]) -> Any:
    """Compile an entry point, kept on disk."""
    compiled = numba.njit(nogil=True, cache=CACHE is not None, _nrt=False, no_cfunc_wrapper=True)(function)
    if CACHE is not None and not numba.config.DISABLE_JIT:
        kept = compiled._cache._cache_file
        base = kept._index_name.removesuffix(".nbi")
        compiled._cache._cache_file = CheckedFiles(kept._cache_path, base, kept._source_stamp)
        _run_uncached_if_full(compiled)
    return compiled


def n_compiled(function: Any) -> int:
    """How often this process has compiled a kernel; 0 where numba is switched off."""
    return 0 if numba.config.DISABLE_JIT else sum(function.stats.cache_misses.values())


def _run_uncached_if_full(compiled: Any) -> None:
    """A disk that has filled up since it was looked at costs the cache, not the run."""
    save = compiled._cache.save_overload

    def save_overload(signature: Any, data: Any) -> None:
        try:
            save(signature, data)
        except OSError as error:
            _LOG.warning("compiled kernels are not kept: %s", error)

    compiled._cache.save_overload = save_overload
