"""Names of array types, and how a variable of an outcome is declared."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
U8 = NDArray[np.uint64]
Array = NDArray[Any]


class Variable(NamedTuple):
    """What a variable holds."""

    dims: tuple[str, ...]
    unit: str
    sentence: str
