"""A browser without a screen: keeps cookies, sends forms with their hidden fields."""

import re
from html import unescape

from starlette.testclient import TestClient

PASSWORD = "four unrelated words here"


class Browser:
    """One person's browser."""

    def __init__(self, console, language="en", base_url="http://console.test"):
        headers = {"accept-language": language}
        self.client = TestClient(
            console, base_url=base_url, headers=headers, follow_redirects=False, raise_server_exceptions=False
        )

    def open(self, path, **headers):
        return self.client.get(path, headers=headers)

    def follow(self, response):
        assert response.status_code == 303, response.text
        return self.open(response.headers["location"])

    def text(self, path):
        response = self.open(path)
        assert response.status_code == 200, response.text
        return response.text

    def send(self, page, path, **fields):
        """Open a page, and send the form on it that goes to `path` with these fields filled in."""
        return self.client.post(path, data={**hidden_fields(self.text(page), path), **fields})

    def sign_in(self, name, password=PASSWORD, next_path=None):
        page = "/sign-in" if next_path is None else f"/sign-in?next={next_path}"
        return self.send(page, "/sign-in", name=name, password=password)

    def act(self, reference, verb, **fields):
        """Open a callback request, send one of its forms, and give the page that follows."""
        path = f"/callbacks/{reference}"
        response = self.send(path, f"{path}/{verb}", **fields)
        return self.follow(response).text if response.status_code == 303 else response.text


def field_on(html, name):
    """The first hidden field of this name on a page, e.g. its CSRF token."""
    return unescape(re.search(rf'name="{name}" value="([^"]+)"', html)[1])


def hidden_fields(html, path):
    """The hidden fields of the form with this action; of a form without action when there is none."""
    forms = re.findall(r"<form([^>]*)>(.*?)</form>", html, re.DOTALL)
    bodies = [body for attributes, body in forms if f'action="{path}"' in attributes]
    bodies = bodies or [body for attributes, body in forms if "action=" not in attributes]
    assert bodies, f"no form goes to {path}"
    return {
        name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', bodies[0])
    }
