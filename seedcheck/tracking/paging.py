"""Whatever a search of MLflow finds, page by page."""

from collections.abc import Callable, Iterator
from typing import Any


def found_by(search: Callable[..., Any], *what: Any, **more: Any) -> Iterator[Any]:
    """Yield all that ``search(*what, **more)`` of a client finds."""
    token = None
    while True:
        page = search(*what, page_token=token, **more)
        yield from page
        token = page.token
        if not token:
            return
