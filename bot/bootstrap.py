"""The only place where things are built."""

import asyncio
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from dotenv import dotenv_values
from sqlalchemy.engine import Engine

from bot.answers.callback_notices import CallbackNotices
from bot.answers.catalogue import Catalogue
from bot.answers.notices import Notices
from bot.answers.shelf import Shelf
from bot.answers.staff_words import StaffWords
from bot.domain.handover import Patience
from bot.observability.figures import Figure
from bot.observability.health import Check
from bot.services.accounts import Accounts
from bot.services.callbacks import CallbackDesk
from bot.services.conversations import ConversationDesk
from bot.services.erasure import Erasure
from bot.services.live_chat import LiveChat, Terms
from bot.services.opening import service_hours
from bot.services.overview import OverviewDesk
from bot.services.retention import Retention
from bot.services.retention_ports import Limit
from bot.services.staff_group import StaffGroup
from bot.services.staff_links import StaffLinks
from bot.services.staff_topics import TopicBoard
from bot.services.subject_access import SubjectAccess
from bot.services.unclear_desk import UnclearDesk
from bot.settings import Settings
from bot.storage.database import create_engine, ping
from bot.storage.figures import read_figures
from bot.storage.keys import load_keys
from bot.storage.resealing import sample
from bot.storage.sealing import Sealer
from bot.storage.unit_of_work import UnitOfWork
from bot.workshop.change_desk import ChangeDesk


def clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(timezone.utc)


ENDED_ACCESS_DAYS = 7
"""Days that ended sessions and used or expired sign-in links stay; they open nothing any more."""


@dataclass(frozen=True)
class App:
    """Everything a process needs, built on first use from the settings."""

    settings: Settings

    @cached_property
    def engine(self) -> Engine:
        """The database."""
        return create_engine(self.settings.database_url)

    @cached_property
    def sealer(self) -> Sealer:
        """Encryption and pseudonyms."""
        return Sealer(load_keys(self.settings))

    def new_work(self) -> UnitOfWork:
        """A fresh unit of work."""
        return UnitOfWork(self.engine, self.sealer)

    def new_repeatable_work(self) -> UnitOfWork:
        """A fresh unit of work for what a claim of the inbox, or the outbox, would bring about again."""
        return UnitOfWork(self.engine, self.sealer, repeatable=True)

    def new_reading(self) -> UnitOfWork:
        """A fresh unit of work that only reads."""
        return UnitOfWork(self.engine, self.sealer, writes=False)

    @cached_property
    def callbacks(self) -> CallbackDesk:
        """The callback desk."""
        tell = CallbackNotices(self.notices)
        return CallbackDesk(self.new_work, clock, new_reading=self.new_reading, tell=tell)

    @cached_property
    def conversations(self) -> ConversationDesk:
        """Who writes to us."""
        return ConversationDesk(self.new_work, clock, self.new_repeatable_work)

    @cached_property
    def erasure(self) -> Erasure:
        """Forgetting people."""
        return Erasure(self.new_work, clock)

    @cached_property
    def subject_access(self) -> SubjectAccess:
        """What people may ask about their data."""
        return SubjectAccess(self.new_work, clock, self.erasure)

    @cached_property
    def retention(self) -> Retention:
        """Removing what is too old."""
        days = {
            Limit.CONVERSATIONS: self.settings.conversation_retention_days,
            Limit.CALLBACKS: self.settings.callback_retention_days,
            Limit.AUDIT: self.settings.audit_retention_days,
            Limit.ACCESS: ENDED_ACCESS_DAYS,
        }
        return Retention(self.new_work, clock, days, self.new_reading)

    @cached_property
    def accounts(self) -> Accounts:
        """Staff accounts."""
        return Accounts(self.new_work, clock, new_reading=self.new_reading)

    @cached_property
    def shelf(self) -> Shelf:
        """The answers, from the files in the working folder."""
        return Shelf(Path.cwd(), self.settings.text_constants)

    def catalogue(self) -> Catalogue:
        """The answers as they stand now."""
        return self.shelf.catalogue(time.monotonic())

    @cached_property
    def notices(self) -> Notices:
        """What is said to people outside a turn."""
        return Notices(self.catalogue, clock)

    @cached_property
    def live_chat(self) -> LiveChat:
        """Chats between people and staff."""
        chosen = self.settings
        waits = (chosen.chat_wait_minutes, chosen.chat_silence_minutes, chosen.chat_idle_minutes)
        terms = Terms(
            hours=service_hours(chosen.service_hours, chosen.holidays),
            patience=Patience(*(timedelta(minutes=minutes) for minutes in waits)),
            duty_chat=chosen.duty_chat,
            link=f"{chosen.console_address}/chats",
        )
        return LiveChat(self.new_work, self.new_reading, clock, self.notices, terms)

    @cached_property
    def overview(self) -> OverviewDesk:
        """How the hotline and the bot do."""
        return OverviewDesk(self.new_reading, clock)

    @cached_property
    def unclear_desk(self) -> UnclearDesk:
        """The trainers' inbox."""
        return UnclearDesk(self.new_work, self.new_reading, clock)

    @cached_property
    def change_desk(self) -> ChangeDesk:
        """The trainers' change sets, over the working folder."""
        chosen = self.settings
        return ChangeDesk(self.new_work, clock, Path.cwd(), chosen.changes, chosen.models)

    @cached_property
    def staff_words(self) -> StaffWords:
        """What is said in the staff group."""
        return StaffWords(self.settings.staff_language, clock)

    @cached_property
    def staff_links(self) -> StaffLinks:
        """Whose Telegram account is whose."""
        return StaffLinks(self.new_work, clock, self.new_reading)

    @cached_property
    def staff_group(self) -> StaffGroup:
        """The staff group as a desk."""
        return StaffGroup(self.new_work, clock, self.live_chat.desk, self.staff_links, self.staff_words)

    @cached_property
    def topic_board(self) -> TopicBoard:
        """What the topics of the staff group have to show."""
        # A topic is deleted before its rows go with age: afterwards nobody would know of it.
        keep = timedelta(days=self.settings.conversation_retention_days) - timedelta(hours=3)
        return TopicBoard(self.new_work, self.new_reading, clock, int(self.settings.staff_group), keep)

    def figures(self) -> list[Figure]:
        """What waits in the database, for the metrics."""
        return read_figures(self.engine, clock())

    @property
    def database_check(self) -> Check:
        """Whether the database answers; for readiness."""

        async def ask() -> dict[str, Any]:
            await asyncio.to_thread(ping, self.engine)
            return {}

        return Check(ask)

    def check_keys(self) -> None:
        """Open something that is stored, if anything is. Raises `InvalidSetting` when the keys do not fit."""
        with self.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            sealed = sample(connection)
        if sealed is not None:
            self.sealer.open_bytes(sealed)

    async def queue_ages(self) -> dict[str, Any]:
        """Since when the oldest update and the oldest message wait; for readiness."""
        found = await asyncio.to_thread(self.figures)
        ages = {figure.name.removeprefix("montoyer_"): round(figure.value, 1) for figure in found}
        return {name: ages[name] for name in ("inbox_oldest_seconds", "outbox_oldest_seconds")}

    @property
    def webhook_secret(self) -> str:
        """The secret Telegram repeats: as set, else one that only this installation can derive."""
        return self.settings.telegram_webhook_secret or self.sealer.secret_for("telegram webhook")


def environment() -> dict[str, str]:
    """The environment over `.env` in the working folder."""
    stored = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**stored, **os.environ}


def build(values: Mapping[str, str]) -> App:
    """An app from a mapping of settings. Raises `InvalidSetting`."""
    return App(Settings.read(values))


@cache
def app() -> App:
    """This process's app, for classes that Rasa constructs without arguments.

    `montoyer run` has brought the database up by then; plain `rasa run actions` may meet an empty one.
    """
    built = build(environment())
    if not sa.inspect(built.engine).has_table("conversation"):
        from bot.storage.migrate import migrate

        migrate(built.engine)
    return built
