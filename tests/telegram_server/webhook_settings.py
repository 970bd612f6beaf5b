"""setWebhook, deleteWebhook and getWebhookInfo."""

import ipaddress
import re
from urllib.parse import urlparse

from tests.telegram_server.polling import Poller
from tests.telegram_server.records import ApiError, Clock, Json, bad_request
from tests.telegram_server.updates import UpdateFeed
from tests.telegram_server.webhook import Registration, WebhookDelivery

MAX_CONNECTIONS = 100
DEFAULT_CONNECTIONS = 40
SETTING_PAUSE = 1.0
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class WebhookSettings:
    """Switches between the webhook and getUpdates."""

    def __init__(self, feed: UpdateFeed, delivery: WebhookDelivery, poller: Poller, clock: Clock) -> None:
        self._feed = feed
        self._delivery = delivery
        self._poller = poller
        self._clock = clock
        self._settable_from = float("-inf")

    def set(self, params: Json) -> bool:
        """An empty address deletes the webhook; 429 when set twice within a second."""
        if not params.get("url"):
            return self.delete(params)
        if self._clock() < self._settable_from:
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
        self._settable_from = self._clock() + SETTING_PAUSE
        registration = _registration(params)
        self._feed.choose_kinds(params)
        self._poller.interrupt(by_webhook=True)
        self._drop_if_asked(params)
        self._delivery.register(registration)
        return True

    def delete(self, params: Json) -> bool:
        self._drop_if_asked(params)
        if self._delivery.registration:
            self._delivery.unregister()
        return True

    def info(self) -> Json:
        registration = self._delivery.registration
        shown: Json = {
            "url": registration.url if registration else "",
            "has_custom_certificate": False,
            "pending_update_count": self._feed.waiting(),
        }
        if registration:
            shown["max_connections"] = registration.max_connections
            if registration.last_error:
                shown["last_error_date"] = registration.last_error_date
                shown["last_error_message"] = registration.last_error
        if self._feed.allowed:
            shown["allowed_updates"] = self._feed.allowed
        return shown

    def _drop_if_asked(self, params: Json) -> None:
        if params.get("drop_pending_updates"):
            self._feed.clear()


def _registration(params: Json) -> Registration:
    url = params["url"]
    address = urlparse(url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise bad_request("invalid webhook URL specified")
    if not _is_loopback(address.hostname):
        raise bad_request("bad webhook: (strict server) only loopback is allowed")
    secret = params.get("secret_token", "")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = max(1, min(MAX_CONNECTIONS, params.get("max_connections", DEFAULT_CONNECTIONS)))
    return Registration(url, secret, connections)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
