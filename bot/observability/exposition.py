"""The address at which Prometheus reads this process's metrics."""

import logging

from prometheus_client import REGISTRY, start_http_server

from bot.observability.figures import Figures, Read

log = logging.getLogger(__name__)

# Processes of one machine share a setting: each takes the port at its place.
PLACES = {"bot": 0, "actions": 1, "console": 2}


def expose(process: str, host: str, port: int, read: Read) -> int:
    """Serve `/metrics` in a thread of its own, so that a busy loop is still measured; 0 means off.

    Gives the port. One that is taken costs the metrics, not the service.
    """
    if not port:
        return 0
    port += PLACES[process]
    REGISTRY.register(Figures(read))
    try:
        start_http_server(port, host)
    except OSError as error:
        log.error("metrics_off", extra={"port": port, "reason": type(error).__name__})
        return 0
    return port
