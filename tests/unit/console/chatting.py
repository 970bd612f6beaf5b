"""Live chats on the console: whom to write as, and what was queued."""

from bot.domain.service_hours import ServiceHours
from bot.services.handover_history import Heard


class Always(ServiceHours):
    """Somebody is there at every hour."""

    def is_open(self, now, language):
        return True


def sent(app):
    """Texts that wait to be sent."""
    with app.new_reading() as work:
        return [each.params["text"] for each in work.outbox.unsettled()]


def act(browser, chat, verb, **fields):
    """Open the chat, send one of its forms, and give the page that follows."""
    path = f"/chats/{chat}"
    response = browser.send(path, f"{path}/{verb}", **fields)
    return browser.follow(response).text if response.status_code == 303 else response.text


def says(live, chat, text, kind="text"):
    """The person writes in a chat that somebody holds."""
    assert live.gate.keep(chat, Heard(text, kind, 5, "ar"), 1)
