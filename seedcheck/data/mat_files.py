"""Reading examples from a .mat file of MATLAB 4 to 7; those of 7.3 are HDF5."""

from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.io import loadmat, whosmat

from seedcheck.data.contract import checked, listed
from seedcheck.data.examples import Array, Examples, check_size
from seedcheck.errors import InputError


def read_mat(path: Path, X: str, y: str) -> Examples:
    """Return the examples of a file from the arrays ``X`` and ``y``, each a name, or a path into structs: "data/X".

    Raises
    ------
    InputError
        If the arrays are not as they have to be. Whatever SciPy raises on damaged files passes.
    """
    options: dict[str, Any] = {"file_name": str(path), "appendmat": False}
    kept = {name: (shape, kind) for name, shape, kind in whosmat(**options)}
    tops = [name.split("/")[0] for name in (X, y)]
    for name, top in zip((X, y), tops, strict=True):
        if top not in kept:
            known = listed(f"{key} ({kind})" if kind == "struct" else key for key, (_, kind) in kept.items())
            raise InputError(f"no array {name!r}; its arrays: {known}")
        check_size(repr(top), kept[top][0])
    content = loadmat(**options, variable_names=tops)
    return checked(_array(content, X), _array(content, y), (repr(X), repr(y)))


def _array(content: Any, name: str) -> Array:
    """Return an array, a sparse one in full."""
    top, *fields = name.split("/")
    item: Any = content[top]
    for field in fields:
        known = item.dtype.names or () if isinstance(item, np.ndarray) and item.size == 1 else ()
        if field not in known:
            raise InputError(f"no array {name!r}: {top!r} has {listed(known)}")
        top, item = field, item.flat[0][field]
    is_sparse: bool = sparse.issparse(item)
    if is_sparse:
        check_size(repr(name), item.shape)
        item = item.toarray()
    array = np.asarray(item)
    if array.dtype.names:
        raise InputError(f"{name!r} is a struct; name an array in it: {name}/{array.dtype.names[0]}")
    return array
