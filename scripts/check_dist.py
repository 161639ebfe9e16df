"""See that a built wheel holds the package and nothing else, and that the sdist is the whole repository.

python scripts/check_dist.py DIRECTORY   # with one wheel and one sdist
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def wheel_faults(wheel: Path) -> Iterator[str]:
    """What a wheel lacks of `src/himaya`, and what else it holds."""
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "himaya").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    yield from (f"{wheel.name} lacks {name}" for name in sorted(wanted - held))
    yield from (f"{wheel.name} should not hold {name}" for name in sorted(held - wanted))


def sdist_faults(sdist: Path) -> Iterator[str]:
    """What an sdist lacks of the files that git knows."""
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    known = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    yield from (f"{sdist.name} lacks {name}" for name in known.stdout.splitlines() if name not in held)


def main() -> int:
    """Print every fault; exit 1 if there is any."""
    directory = Path(sys.argv[1])
    [wheel], [sdist] = directory.glob("*.whl"), directory.glob("*.tar.gz")
    faults = [*wheel_faults(wheel), *sdist_faults(sdist)]
    print("\n".join(faults or [f"{wheel.name} is the package, {sdist.name} the repository"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
