"""The console as a process."""

from threading import Thread

import uvicorn

from bot.bootstrap import App
from bot.console.app import create_app

SECONDS_TO_FINISH = 5
MOST_AT_ONCE = 200


def serve(app: App) -> None:
    """Serve until SIGTERM or SIGINT. Requests are not logged: their paths name people's requests.

    What a proxy says of the visitor is believed from `trusted_proxies` only.
    """
    settings = app.settings
    # Beside the pages: only the first start after the search came finds any work.
    Thread(target=app.callbacks.make_findable, name="search index", daemon=True).start()
    config = uvicorn.Config(
        create_app(app),
        host=settings.console_host,
        port=settings.console_port,
        # Rasa pins a websockets that uvicorn cannot use, and there are none here.
        ws="none",
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=list(settings.trusted_proxies),
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        log_level=settings.log_level.lower(),
        log_config=None,
    )
    uvicorn.Server(config).run()
