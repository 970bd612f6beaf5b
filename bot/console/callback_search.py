"""What the callback list is asked for: a query string as a filter and a page number."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.domain.callback import OPEN, State, Topic
from bot.domain.language import LANGUAGES
from bot.services.ports import CallbackFilter

ON_A_PAGE = 25
LONGEST_TEXT = 20
ALL = "all"
WAITING = "open"


@dataclass(frozen=True)
class Search:
    """The fields of the filter form. Values that mean nothing count as not given."""

    state: str
    language: str
    topic: str
    assignee: str
    text: str
    page: int

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Search":
        """Out of a query string."""
        state, language, topic = query.get("state", WAITING), query.get("language", ""), query.get("topic", "")
        page = query.get("page", "1")
        return cls(
            state=state if state in {ALL, *(each.value for each in State)} else WAITING,
            language=language if language in LANGUAGES else "",
            topic=topic if topic in {each.value for each in Topic} else "",
            assignee=query.get("assignee", "").strip(),
            text=query.get("text", "").strip()[:LONGEST_TEXT],
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 8 else 1,  # noqa: PLR2004
        )

    @property
    def wanted(self) -> CallbackFilter:
        """As the desk wants it."""
        states = None if self.state == ALL else OPEN if self.state == WAITING else frozenset({State(self.state)})
        return CallbackFilter(
            states=states,
            language=self.language or None,
            topic=Topic(self.topic) if self.topic else None,
            assignee=self.assignee or None,
            text=self.text or None,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the page differs from what the list shows by itself."""
        return self.address(1) != "/callbacks"

    def address(self, page: int | None = None, path: str = "/callbacks") -> str:
        """The address that shows this, on the same or another page."""
        number = page or self.page
        fields = {
            "state": "" if self.state == WAITING else self.state,
            "language": self.language,
            "topic": self.topic,
            "assignee": self.assignee,
            "text": self.text,
            "page": "" if number == 1 else str(number),
        }
        query = urlencode({name: value for name, value in fields.items() if value})
        return f"{path}?{query}" if query else path
