"""Headers that every answer carries."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
_POLICY_HEADER = "content-security-policy"
HEADERS = {
    _POLICY_HEADER: POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
A_YEAR = 31_536_000
# The address of a static file carries a digest of its content, so that it may be kept for good.
STATIC = f"public, max-age={A_YEAR}, immutable"


class SecurityHeaders:
    """ASGI middleware. Pages are never stored by the browser; with https it is told to stay with https."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self._app = app
        self._headers = dict(HEADERS)
        if secure:
            self._headers["strict-transport-security"] = f"max-age={A_YEAR}; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add the headers to what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        versioned = scope["path"].startswith("/static/") and scope["query_string"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A page may be stricter, or need a style of its own, and then says so itself.
                own = headers.get(_POLICY_HEADER)
                headers.update(self._headers)
                if own:
                    headers[_POLICY_HEADER] = own
                lasting = versioned and message["status"] in (200, 304)
                headers["cache-control"] = STATIC if lasting else "no-store"
            await send(message)

        await self._app(scope, receive, send_with_headers)
