"""When to leave Python's collector of garbage out of it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """For what makes many objects that stay: a quarter to half of the time would go into looking for garbage among
    them, of which there is none. Also a decorator."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
