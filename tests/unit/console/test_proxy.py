"""Behind a proxy: what it says of the visitor counts, what anybody else says does not."""

import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.console import server
from bot.domain.errors import InvalidSetting
from bot.settings import Settings


def config_for(monkeypatch, app, **settings):
    built = []
    monkeypatch.setattr(server.uvicorn, "Server", lambda config: built.append(config) or NotServing())
    object.__setattr__(app, "settings", Settings.read({"MONTOYER_DATABASE_URL": str(app.engine.url), **settings}))
    server.serve(app)
    return built[0]


class NotServing:
    def run(self):
        pass


async def seen(config, client):
    """Address and scheme that a page sees when this client sends forwarding headers."""
    found = {}

    async def page(scope, receive, send):
        found.update(client=scope["client"][0], scheme=scope["scheme"])

    headers = [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-proto", b"https")]
    scope = {"type": "http", "client": (client, 1), "scheme": "http", "headers": headers}
    await ProxyHeadersMiddleware(page, trusted_hosts=config.forwarded_allow_ips)(scope, None, None)
    return found["client"], found["scheme"]


@pytest.mark.parametrize(
    ("trusted", "client", "believed"),
    [
        ("", "127.0.0.1", True),
        ("", "10.0.0.7", False),
        ("10.0.0.0/24", "10.0.0.7", True),
        ("10.0.0.0/24", "10.0.1.7", False),
        ("10.0.0.0/24", "127.0.0.1", False),
    ],
)
async def test_only_a_trusted_proxy_is_believed(monkeypatch, app, trusted, client, believed):
    config = config_for(monkeypatch, app, MONTOYER_TRUSTED_PROXIES=trusted)
    assert config.proxy_headers
    assert await seen(config, client) == (("203.0.113.9", "https") if believed else (client, "http"))


@pytest.mark.parametrize("text", ["*", "proxy.example.org", "10.0.0.1/24"])
def test_a_proxy_is_named_by_address_or_network(text):
    with pytest.raises(InvalidSetting):
        Settings.read({"MONTOYER_TRUSTED_PROXIES": text})
