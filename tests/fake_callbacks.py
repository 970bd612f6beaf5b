"""Callback requests in memory."""

import copy

from bot.domain.callback import CallbackRequest
from bot.domain.errors import AlreadyOpen, AlreadyTaken, CallbackNotFound
from bot.services.ports import CallbackFilter
from bot.services.search_words import terms_of, words_of
from tests.fake_contents import Committed, Contents


class FakeCallbacks:
    """Implements `ports.Callbacks`; a change on top of one that others committed meanwhile is refused."""

    def __init__(self, contents: Contents, committed: Committed) -> None:
        self._contents = contents
        self._committed = committed

    def add(self, request: CallbackRequest, request_key: str) -> bool:
        if request_key in self._contents.request_keys:
            return False
        self._refuse_second(request)
        self._contents.request_keys[request_key] = request.reference
        self._contents.requests[request.reference] = copy.deepcopy(request)
        self._contents.versions[request.reference] = 1
        return True

    def save(self, request: CallbackRequest) -> None:
        reference, read = request.reference, request.version
        committed = self._committed.contents
        if committed.versions.get(reference, read) > read:
            raise AlreadyTaken(reference, committed.requests[reference].assignee or "")
        self._refuse_second(request)
        request.version = self._contents.versions[reference] = read + 1
        self._contents.requests[reference] = copy.deepcopy(request)

    def _refuse_second(self, request: CallbackRequest) -> None:
        others = [one for one in self._of(request.conversation_id) if one.reference != request.reference]
        if request.is_open and any(one.is_open for one in others):
            raise AlreadyOpen(next(one.reference for one in others if one.is_open))

    def get(self, reference: str) -> CallbackRequest:
        if reference not in self._contents.requests:
            raise CallbackNotFound(reference)
        return self._given([self._contents.requests[reference]])[0]

    def made_by(self, request_key: str) -> CallbackRequest | None:
        reference = self._contents.request_keys.get(request_key, "")
        return self.get(reference) if reference in self._contents.requests else None

    def open_for(self, conversation_id: str) -> CallbackRequest | None:
        return next((one for one in self._of(conversation_id) if one.is_open), None)

    def latest_for(self, conversation_id: str) -> CallbackRequest | None:
        return max(self._of(conversation_id), key=lambda one: one.created_at, default=None)

    def page(self, wanted: CallbackFilter, offset: int, limit: int) -> list[CallbackRequest]:
        return self._given(self._matching(wanted)[offset : offset + limit])

    def count(self, wanted: CallbackFilter) -> int:
        return len(self._matching(wanted))

    def after(self, reference: str, wanted: CallbackFilter, limit: int) -> list[CallbackRequest]:
        behind = [one for one in self._matching(wanted) if one.reference > reference]
        return self._given(sorted(behind, key=lambda one: one.reference)[:limit])

    def countries(self) -> list[str]:
        return sorted({one.country for one in self._contents.requests.values() if one.country})

    def index(self, limit: int) -> int:
        return 0

    def _of(self, conversation_id: str) -> list[CallbackRequest]:
        held = self._contents.requests.values()
        return self._given([one for one in held if one.conversation_id == conversation_id])

    def _matching(self, wanted: CallbackFilter) -> list[CallbackRequest]:
        matching = [one for one in self._contents.requests.values() if _matches(one, wanted)]
        return sorted(matching, key=lambda one: (not one.is_open, not one.urgent, one.wish.window.end, one.reference))

    def _given(self, requests: list[CallbackRequest]) -> list[CallbackRequest]:
        return copy.deepcopy(requests)


def _matches(request: CallbackRequest, wanted: CallbackFilter) -> bool:
    return (
        (wanted.states is None or request.state in wanted.states)
        and (wanted.language is None or request.wish.language == wanted.language)
        and (wanted.topic is None or request.wish.topic is wanted.topic)
        and (wanted.country is None or request.country == wanted.country)
        and (wanted.assignee is None or (request.assignee or "") == wanted.assignee)
        and (wanted.due_from is None or request.wish.window.end > wanted.due_from)
        and (wanted.due_until is None or request.wish.window.end <= wanted.due_until)
        and (not wanted.text or _found(request, terms_of(wanted.text)))
    )


def _found(request: CallbackRequest, terms: list[str]) -> bool:
    words = words_of(request)
    return bool(terms) and all(term in words or term.upper() in request.reference for term in terms)
