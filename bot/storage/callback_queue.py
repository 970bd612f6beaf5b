"""The order of the queue and its filters in SQL; one index serves both, `ix_callback_request_desk`."""

from typing import Any

import sqlalchemy as sa

from bot.services.ports import CallbackFilter
from bot.storage.callback_search import SearchIndex
from bot.storage.tables import callback_request as requests

ORDER = (requests.c.rank, requests.c.window_end, requests.c.reference)


def condition(wanted: CallbackFilter, search: SearchIndex) -> Any:
    """What a filter means."""
    terms = [sa.true()]
    if wanted.states is not None:
        terms.append(requests.c.state.in_([state.value for state in wanted.states]))
    if wanted.language is not None:
        terms.append(requests.c.language == wanted.language)
    if wanted.country is not None:
        terms.append(requests.c.country == wanted.country)
    if wanted.topic is not None:
        terms.append(requests.c.topic == wanted.topic.value)
    if wanted.assignee is not None:
        terms.append(requests.c.assignee == wanted.assignee if wanted.assignee else requests.c.assignee.is_(None))
    if wanted.due_from is not None:
        terms.append(requests.c.window_end > wanted.due_from)
    if wanted.due_until is not None:
        terms.append(requests.c.window_end <= wanted.due_until)
    if wanted.text:
        terms.append(search.condition(wanted.text))
    return sa.and_(*terms)


def page(which: Any, offset: int, limit: int) -> Any:
    """References of a page. They alone: rows that are passed over are never fetched, only counted in the index."""
    return sa.select(requests.c.reference).where(which).order_by(*ORDER).offset(offset).limit(limit)
