"""What people are told about their callback request outside a talk."""

from enum import Enum
from typing import Protocol

from bot.domain.callback import CallbackRequest
from bot.services.ports import Work


class Notice(Enum):
    """An occasion; its value is the key of the text."""

    NO_ANSWER = "utter_callback_someone_tried"
    WRONG_NUMBER = "utter_callback_wrong_number"
    NEW_TIME = "utter_callback_new_time"
    CLOSED = "utter_callback_closed_notice"


class Tell(Protocol):
    """Tells the person in their language, within the unit of work that made the change."""

    def __call__(self, work: Work, notice: Notice, request: CallbackRequest) -> None:
        """Queue the message; nothing for somebody who cannot or does not want to be reached."""
        ...


def tell_nobody(work: Work, notice: Notice, request: CallbackRequest) -> None:
    """For tests and tools that only keep requests."""
