"""Whether this process answers."""

from starlette.responses import PlainTextResponse, Response

from bot.console.visit import Visit


def alive(_visit: Visit) -> Response:
    """For supervisors of processes: no account, no database."""
    return PlainTextResponse("ok")
