"""Children end with their parent: they hold the reading end of a pipe that closes when the parent is gone."""

import os
import signal
import threading
import time

VARIABLE = "MONTOYER_LIFELINE"
GRACE = 20.0


def hold() -> None:
    """In a child: when the parent is gone, however it ended, stop as on SIGTERM, and for certain after 20 seconds."""
    descriptor = os.environ.pop(VARIABLE, "")
    if descriptor.isdigit():
        threading.Thread(target=_watch, args=(int(descriptor),), daemon=True, name="lifeline").start()


def _watch(descriptor: int) -> None:
    os.read(descriptor, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
