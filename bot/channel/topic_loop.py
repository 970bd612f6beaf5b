"""Makes what the staff group's topics have to show: step by step, within Telegram's limits, beside all other chats."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.answers.staff_words import StaffWords, text_params
from bot.channel.insist import seconds
from bot.channel.limits import Limits
from bot.services.staff_topics import Deed, Step, TopicBoard

log = logging.getLogger(__name__)

LOOK_EVERY = 0.5
PAUSE = 30.0
"""Seconds until the next try when Telegram refuses us: the bot lost its rights, the group has no topics."""
AT_ONCE = 5
"""Steps for one person before the next one's turn."""
TIDY_EVERY = 7200
"""Looks between two for topics that are too old."""

Request = Callable[[str, dict[str, Any]], Awaitable[Any]]

_GONE = ("thread not found", "topic_deleted", "topic_id_invalid", "topic not found")
_NOTHING_TO_DO = ("not_modified", "not modified", "message to edit not found", "message can't be edited")


class TopicLoop:
    """What it remembers only spares it looking: what is shown is written in the database."""

    def __init__(self, board: TopicBoard, words: StaffWords, request: Request, limits: Limits) -> None:
        self._board = board
        self._words = words
        self._request = request
        self._limits = limits
        self._seen = ""
        self._looks = 0

    async def run(self) -> None:
        """Look until cancelled. Whatever fails is tried again."""
        while True:
            wait = LOOK_EVERY
            try:
                await self.look()
            except RetryAfter:
                # The limits hold the group already.
                self._seen = ""
            except TelegramError as refusal:
                log.error("staff_group_refused", extra={"reason": str(refusal)})
                self._seen, wait = "", LOOK_EVERY if _passes(refusal) else PAUSE
            except Exception as error:
                log.error("staff_group_failed", extra={"reason": type(error).__name__})
                self._seen, wait = "", PAUSE
            await asyncio.sleep(wait)

    async def look(self) -> None:
        """Make all steps that are due now."""
        if self._looks % TIDY_EVERY == 0:
            for step in await asyncio.to_thread(self._board.stale):
                await self._make(step)
        self._looks += 1
        mark = await asyncio.to_thread(self._board.mark)
        if mark == self._seen:
            return
        more = False
        for person in await asyncio.to_thread(self._board.people):
            more |= await self._catch_up(person)
        self._seen = "" if more else mark

    async def _catch_up(self, person: str) -> bool:
        """Some steps for one person; whether there may be more."""
        for _ in range(AT_ONCE):
            step = await asyncio.to_thread(self._board.next, person)
            if step is None:
                return False
            await self._make(step)
        return True

    async def _make(self, step: Step) -> None:
        method, params = self._call(step)
        try:
            async with self._limits.turn(str(step.topic.chat)):
                result = await self._request(method, params)
        except RetryAfter as limit:
            self._limits.hold(str(step.topic.chat), seconds(limit))
            raise
        except BadRequest as refusal:
            reason = str(refusal).lower()
            if any(sign in reason for sign in _GONE):
                await asyncio.to_thread(self._board.lost, step)
                return
            if not any(sign in reason for sign in _NOTHING_TO_DO):
                raise
            result = None
        await asyncio.to_thread(self._board.done, step, _number(step, result))

    def _call(self, step: Step) -> tuple[str, dict[str, Any]]:
        topic = step.topic
        where = {"chat_id": topic.chat, "message_thread_id": topic.thread}
        match step.deed:
            case Deed.CREATE if step.handover is not None:
                return "createForumTopic", {"chat_id": topic.chat, "name": self._words.title(step.handover)}
            case Deed.REOPEN:
                return "reopenForumTopic", where
            case Deed.CLOSE:
                return "closeForumTopic", where
            case Deed.DELETE:
                return "deleteForumTopic", where
            case Deed.EDIT:
                params = text_params(topic.chat, None, self._text(step))
                return "editMessageText", {**params, "message_id": step.message}
            case _:
                return "sendMessage", self._message(step)

    def _message(self, step: Step) -> dict[str, Any]:
        params = text_params(step.topic.chat, step.topic.thread, self._text(step))
        answered = self._board.reply_to(step) if step.deed in (Deed.SAY, Deed.TELL_FAILURE) else None
        if answered is not None:
            params["reply_parameters"] = {"message_id": answered, "allow_sending_without_reply": True}
        return params

    def _text(self, step: Step) -> str:
        if step.note is not None:
            return self._words.note(step.note)
        if step.failure is not None:
            return self._words.say("undelivered", error=step.failure.error)
        if step.handover is None:
            return self._words.talk(step.lines)
        if step.deed is Deed.INTRODUCE:
            return self._words.introduction(step.handover, step.lines)
        return self._words.state(step.handover)


def _number(step: Step, result: Any) -> int | None:
    name = "message_thread_id" if step.deed is Deed.CREATE else "message_id"
    return int(result[name]) if isinstance(result, dict) and name in result else None


def _passes(refusal: TelegramError) -> bool:
    # The library's BadRequest is a NetworkError, too.
    return isinstance(refusal, NetworkError) and not isinstance(refusal, BadRequest)
