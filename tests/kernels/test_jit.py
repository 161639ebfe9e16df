"""One compiled engine, kept on disk where that is possible, and running where it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from numba import config

import himaya
from himaya.kernels import jit
from himaya.kernels.replicate import replicate
from himaya.raid.prepare.bridge import prepare
from tests.kernels.builder import fly, make_plan

pytestmark = pytest.mark.skipif(bool(config.DISABLE_JIT), reason="nothing is compiled")
no_limits = pytest.mark.skipif(os.name == "nt", reason="no limits on the size of files")
ROOT = Path(__file__).resolve().parents[2]
SMALL = "tests.kernels.small_kernel"
ENGINE = """
from tests.kernels.test_jit import nothing, replicate, sys
nothing()
sys.stdout.write(f"{sum(replicate.stats.cache_hits.values())} {sum(replicate.stats.cache_misses.values())}")
"""


def nothing():
    """Fly a raid without units, areas, windows or zones."""
    fly(*make_plan([], [{"length": 1000.0}], [{"count": 2, "pairs": [(1, 0)]}]), 1)


def everything():
    unit = {"rounds": [{"ready": 1}], "weapons": [{"p": 0.5}]}
    variant = {
        "length": 1000.0,
        "windows": [(0, 0.0, 9.0, 0.0, 0.0)],
        "passes": [(0, 0.0, 9.0, 0)],
        "breaks": [(0, 0), (9, 1)],
    }
    fly(
        *make_plan([unit], [variant], [{"count": 2, "pairs": [(1, 0)]}], [{"teams": 1, "rate": 1.0}]),
        1,
        night=2,
    )


def process(*arguments, cache, limit=None):
    """Run Python with another cache directory; its output and log lines of the cache."""

    def shrink():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, "HIMAYA_CACHE_DIR": str(cache)},
        preexec_fn=None if limit is None else shrink,
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr.splitlines()


def test_engine__has_one_compiled_signature():
    nothing()
    everything()
    prepared = prepare(himaya.load("city"), 1)
    fly(prepared.plan, prepared.raid, 1, horizon_ms=prepared.horizon_ms)
    assert len(replicate.signatures) == 1


@pytest.mark.skipif(jit.CACHE is None, reason="this computer keeps no compiled kernels")
def test_engine__is_loaded_by_a_second_process():
    nothing()
    assert process("-c", ENGINE, cache=jit.CACHE.parents[1])[0] == "1 0"


def test_cache__is_where_the_variable_says_and_found_again(tmp_path):
    assert process("-m", SMALL, cache=tmp_path) == ("kept 0 1", [])
    assert list((tmp_path / "kernels" / jit._sources_hash()).rglob("*.nbc"))
    assert process("-m", SMALL, cache=tmp_path) == ("kept 1 0", [])


def test_cache__a_file_in_its_place_gives_one_log_line(tmp_path):
    (tmp_path / "file").touch()
    told, log = process("-m", SMALL, cache=tmp_path / "file")
    assert told == "uncached 0 1"
    assert len(log) == 1
    assert log[0].startswith("compiled kernels are not kept: ")


@no_limits
@pytest.mark.parametrize("limit", [0, 1 << 20], ids=["full", "a megabyte"])
def test_cache__a_full_disk_gives_one_log_line(tmp_path, limit):
    told, log = process("-m", SMALL, cache=tmp_path, limit=limit)
    assert (told, len(log)) == ("uncached 0 1", 1)
    assert not list(tmp_path.rglob("*.nb?"))


@no_limits
def test_cache__a_disk_that_filled_up_since_runs_uncached(tmp_path):
    """The index is there, the kernel is not, and there is no room to write it again."""
    process("-m", SMALL, cache=tmp_path)
    for compiled in tmp_path.rglob("*.nbc"):
        compiled.unlink()
    told, log = process("-m", SMALL, cache=tmp_path, limit=0)
    assert (told, len(log)) == ("kept 0 1", 1)
    assert log[0].startswith("compiled kernels are not kept: ")


@pytest.mark.parametrize("kind", ["*.nbi", "*.nbc"])
@pytest.mark.parametrize("damage", ["empty", "cut", "a bit", "another"])
def test_damaged_cache__is_told_and_compiled_anew(tmp_path, kind, damage):
    process("-m", SMALL, cache=tmp_path)
    [file] = tmp_path.rglob(kind)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    harm = {
        "empty": b"",
        "cut": data[: len(data) // 3],
        "a bit": data,
        "another": b"cos\nsystem\n(S'true'\ntR.",
    }
    file.write_bytes(harm[damage])
    told, log = process("-m", SMALL, cache=tmp_path)
    assert (told, len(log)) == ("kept 0 1", 1)
    assert "compiled anew" in log[0]
    assert process("-m", SMALL, cache=tmp_path) == ("kept 1 0", [])


@pytest.mark.skipif(os.name == "nt", reason="no modes")
def test_cache__is_the_users_own(tmp_path):
    process("-m", SMALL, cache=tmp_path)
    directory = tmp_path / "kernels" / jit._sources_hash()
    assert directory.stat().st_mode & 0o777 == 0o700
    directory.chmod(0o777)
    told, log = process("-m", SMALL, cache=tmp_path)
    assert told == "uncached 0 1"
    assert log == [f"compiled kernels are not kept: others can write to {directory}"]
