"""The audit log's filter and pages."""

import re

from bot.bootstrap import clock
from bot.domain.staff import Role
from bot.services.ports import AuditEntry


def rows(html):
    return re.findall(r"<time.*?<bdi>(.*?)</bdi>.*?(?:/callbacks/|<bdi>)([\w -]+)", html.split("<tbody")[-1], re.DOTALL)


def write(app, *entries):
    with app.new_work() as work:
        for actor, action, subject in entries:
            work.audit.add(AuditEntry(clock(), actor, action, subject))
        work.commit()


def test_the_log_is_narrowed_by_person_kind_and_subject(enter, app):
    browser = enter("Zoe", Role.SUPERVISOR)
    write(
        app, ("Ana", "callback_opened", "AAA-222"), ("Bram", "callback_taken", "BBB-222"), ("Ana", "signed_in", "Ana")
    )
    assert rows(browser.text("/audit?kind=callback")) == [("Bram", "BBB-222"), ("Ana", "AAA-222")]
    assert rows(browser.text("/audit?kind=callback&subject=AAA-222")) == [("Ana", "AAA-222")]
    assert "Nothing has happened yet." in browser.text("/audit?actor=Nobody")
    assert rows(browser.text("/audit?actor=Bram&kind=nonsense&before=x")) == [("Bram", "BBB-222")]


def test_older_entries_are_a_page_away_and_keep_the_filter(enter, app, monkeypatch):
    monkeypatch.setattr("bot.console.audit.ON_A_PAGE", 2)
    browser = enter("Zoe", Role.SUPERVISOR)
    write(app, *[("Ana", "callback_opened", f"AAA-22{number}") for number in range(2, 7)])
    seen, address = [], "/audit?kind=callback"
    while address:
        html = browser.text(address)
        seen += [subject for _, subject in rows(html)]
        older = re.search(r'rel="next" href="([^"]+)"', html)
        address = older and older[1].replace("&amp;", "&")
    assert seen == ["AAA-226", "AAA-225", "AAA-224", "AAA-223", "AAA-222"]
