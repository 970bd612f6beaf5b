"""Accounts, sessions and one-time links in memory."""

import copy
from dataclasses import replace
from datetime import datetime

from bot.domain.errors import StaffNotFound
from bot.domain.staff import Staff
from bot.services.ports import SignInLink, StaffSession
from tests.fake_contents import Contents


class FakeStaffAccounts:
    """Implements `ports.StaffAccounts`."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def add(self, staff: Staff) -> None:
        if staff.name in self._contents.staff:
            raise ValueError(f"{staff.name} exists")
        self.save(staff)

    def save(self, staff: Staff) -> None:
        self._contents.staff[staff.name] = copy.copy(staff)

    def get(self, name: str) -> Staff:
        if name not in self._contents.staff:
            raise StaffNotFound(name)
        return copy.copy(self._contents.staff[name])

    def all(self) -> list[Staff]:
        return [copy.copy(account) for _, account in sorted(self._contents.staff.items())]

    def add_session(self, session: StaffSession) -> None:
        self._contents.sessions[session.token_hash] = session

    def session(self, token_hash: str) -> StaffSession | None:
        return self._contents.sessions.get(token_hash)

    def touch_session(self, token_hash: str, now: datetime) -> None:
        self._contents.sessions[token_hash] = replace(self._contents.sessions[token_hash], seen_at=now)

    def end_session(self, token_hash: str) -> None:
        self._contents.sessions.pop(token_hash, None)

    def end_sessions_of(self, name: str) -> None:
        for session in [one for one in self._contents.sessions.values() if one.staff == name]:
            del self._contents.sessions[session.token_hash]

    def add_link(self, link: SignInLink) -> None:
        for older in [one for one in self._contents.links.values() if one.staff == link.staff]:
            del self._contents.links[older.token_hash]
        self._contents.links[link.token_hash] = link

    def use_link(self, token_hash: str, now: datetime) -> SignInLink | None:
        link = self.peek_link(token_hash, now)
        if link is not None:
            self._contents.links[token_hash] = replace(link, used_at=now)
        return link

    def peek_link(self, token_hash: str, now: datetime) -> SignInLink | None:
        link = self._contents.links.get(token_hash)
        return link if link and link.used_at is None and link.expires_at > now else None
