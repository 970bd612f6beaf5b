"""Two things at the same moment."""

import threading
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")


def at_once(function: Callable[[int], Given]) -> list[Given | Exception]:
    """Call a function with 0 and 1 from two threads that start together; what each returned or raised."""
    start = threading.Barrier(2)
    outcomes: dict[int, Given | Exception] = {}

    def call(number: int) -> None:
        start.wait()
        try:
            outcomes[number] = function(number)
        except Exception as error:
            outcomes[number] = error

    threads = [threading.Thread(target=call, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcomes[0], outcomes[1]]
