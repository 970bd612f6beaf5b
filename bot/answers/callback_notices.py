"""Tells people what became of their callback request."""

from bot.answers.formats import describe_window
from bot.answers.notices import Notices
from bot.domain.callback import CallbackRequest
from bot.services.callback_notices import Notice
from bot.services.ports import Work


class CallbackNotices:
    """Implements `callback_notices.Tell` with texts of the catalogue."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    def __call__(self, work: Work, notice: Notice, request: CallbackRequest) -> None:
        """Queue the message in the person's language; a request of an unknown conversation has nobody to tell."""
        person = work.conversations.get(request.conversation_id)
        if person is None:
            return
        self._notices.tell(
            work,
            person,
            notice.value,
            callback_reference=request.reference,
            callback_window=describe_window(request.wish.window, person.speaks),
        )
