"""A Playground page and its forms."""

import re


class Chat:
    """A Playground page and its forms."""

    def __init__(self, browser):
        self.browser = browser
        self.html = browser.text("/playground?language_code=fr")
        self.thread = re.search(r'name="thread" value="([\w-]+)"', self.html)[1]
        self.token = re.search(r"X-CSRF-Token&#34;: &#34;([\w-]+)|\"X-CSRF-Token\": \"([\w-]+)", self.html)
        self.token = self.token[1] or self.token[2]

    def send(self, path, **fields):
        fields = {"thread": self.thread, "language_code": "fr", **fields}
        headers = {"x-csrf-token": self.token, "hx-request": "true"}
        return self.browser.client.post(f"/playground/{path}", data=fields, headers=headers)

    def say(self, text):
        return self.send("say", text=text).text


def sent(text, **more):
    """A message of the bot."""
    return {"method": "sendMessage", "params": {"text": text, "parse_mode": "HTML", **more}}
