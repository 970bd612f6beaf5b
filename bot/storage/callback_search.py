"""Finding sealed requests by their words, without opening them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.callback import CallbackRequest
from bot.services.search_words import terms_of, words_of
from bot.storage.desk_tables import callback_search as table
from bot.storage.sealing import Sealer
from bot.storage.tables import callback_request as requests

VERSION = 1
"""Counts the rules by which words are taken; requests of older rules are indexed again."""

_PURPOSE = "callback search"


class SearchIndex:
    """Keyed hashes of words, a row each. Equal words have equal hashes: that is what it gives away."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def put(self, request: CallbackRequest) -> None:
        """Bring the rows of a request up to date."""
        wanted = {self._sealer.token(_PURPOSE, word) for word in words_of(request)}
        mine = table.c.reference == request.reference
        held = set(self._connection.execute(sa.select(table.c.token).where(mine)).scalars())
        if held - wanted:
            self._connection.execute(table.delete().where(mine, table.c.token.in_(held - wanted)))
        if wanted - held:
            rows = [{"token": token, "reference": request.reference} for token in sorted(wanted - held)]
            self._connection.execute(table.insert(), rows)

    def condition(self, text: str) -> Any:
        """Which requests hold every word of the text; the reference may hold it as a part."""
        terms = terms_of(text)
        return sa.and_(*(self._holds(term) for term in terms)) if terms else sa.false()

    def _holds(self, term: str) -> Any:
        token = self._sealer.token(_PURPOSE, term)
        named = sa.select(table.c.reference).where(table.c.token == token)
        part = requests.c.reference.contains(term.upper(), autoescape=True)
        return sa.or_(part, requests.c.reference.in_(named))
