"""What the callback list is asked for: a query string as a filter and a page number."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from bot.domain.call_window import BRUSSELS
from bot.domain.callback import OPEN, State, Topic
from bot.domain.language import LANGUAGES
from bot.services.ports import CallbackFilter

ON_A_PAGE = 25
LONGEST_TEXT = 60
LONGEST_NAME = 64
ALL = "all"
WAITING = "open"
NOBODY = "-"
_COUNTRY = 2


@dataclass(frozen=True)
class Search:
    """The fields of the filter form. Values that mean nothing count as not given."""

    state: str
    language: str
    country: str
    topic: str
    assignee: str
    due_from: str
    due_until: str
    text: str
    page: int

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Search":
        """Out of a query string."""
        page, country = query.get("page", "1"), query.get("country", "")
        return cls(
            state=_one_of(query.get("state", ""), {ALL, *(each.value for each in State)}) or WAITING,
            language=_one_of(query.get("language", ""), LANGUAGES),
            country=country if len(country) == _COUNTRY and country.isalpha() else "",
            topic=_one_of(query.get("topic", ""), {each.value for each in Topic}),
            assignee=query.get("assignee", "").strip()[:LONGEST_NAME],
            due_from=_day(query.get("due_from", "")),
            due_until=_day(query.get("due_until", "")),
            text=query.get("text", "").strip()[:LONGEST_TEXT],
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 8 else 1,  # noqa: PLR2004
        )

    @property
    def wanted(self) -> CallbackFilter:
        """As the desk wants it."""
        states = None if self.state == ALL else OPEN if self.state == WAITING else frozenset({State(self.state)})
        nobody = self.assignee == NOBODY
        return CallbackFilter(
            states=states,
            language=self.language or None,
            country=self.country or None,
            topic=Topic(self.topic) if self.topic else None,
            assignee="" if nobody else self.assignee or None,
            due_from=_midnight(self.due_from),
            due_until=_midnight(self.due_until, timedelta(days=1)),
            text=self.text or None,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the page differs from what the list shows by itself."""
        return self.address(1) != "/callbacks"

    @property
    def query(self) -> str:
        """The filter as a query string, without the page."""
        return urlencode(self._given())

    def address(self, page: int | None = None, path: str = "/callbacks") -> str:
        """The address that shows this, on the same or another page."""
        number = page or self.page
        query = urlencode({**self._given(), **({} if number == 1 else {"page": str(number)})})
        return f"{path}?{query}" if query else path

    def _given(self) -> dict[str, str]:
        held = {field.name: str(getattr(self, field.name)) for field in fields(self) if field.name != "page"}
        held["state"] = "" if self.state == WAITING else self.state
        return {name: value for name, value in held.items() if value}


def _one_of(text: str, known: Mapping[str, object] | set[str]) -> str:
    return text if text in known else ""


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _midnight(day: str, later: timedelta = timedelta()) -> datetime | None:
    """The beginning of a day by Brussels' clock; of the last day there is, the end of time will do."""
    try:
        return datetime.combine(date.fromisoformat(day) + later, time(), tzinfo=BRUSSELS)
    except (ValueError, OverflowError):
        return None
