"""Site files: by shipped name or by path."""

from __future__ import annotations

from pathlib import Path

from himaya.effects.power.site import Site
from himaya.files.kind import FileKind, Folder

SITES = FileKind("site", Site, Folder("himaya.effects.power", "sites"), endings=".yaml or .xml")
"""Files of sites."""


def load_site(name_or_path: str | Path, /) -> Site:
    """Load a site.

    Parameters
    ----------
    name_or_path : the name of a shipped site, or a path: a `Path`, or text that contains ``/`` or ends
        in ``.yaml``. A name never falls back to a file.

    Raises
    ------
    UnknownNameError
        If no site of that name ships with Himaya.
    ProblemsError
        If the file cannot be read or anything in it is wrong; it carries all problems.

    Examples
    --------
    >>> import himaya
    >>> site = himaya.load_site("zaporizhzhia")
    >>> site.diesels.count, site.diesels.needed
    (20, 8)
    """
    return SITES.load(name_or_path)
