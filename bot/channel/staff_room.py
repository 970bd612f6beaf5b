"""The staff group's door: what was written there, read for the desk behind it."""

import asyncio

from bot.domain.incoming import Incoming, Kind
from bot.services.staff_group import StaffGroup, Word

_HEARD = (Kind.TEXT, Kind.COMMAND, Kind.ATTACHMENT, Kind.CONTACT, Kind.EDIT)


class StaffRoom:
    """Hears what people write in the group; what Telegram itself reports there is passed over."""

    def __init__(self, group: StaffGroup) -> None:
        self._group = group

    async def hear(self, incoming: Incoming) -> None:
        """Do what is asked. What is raised means: try again later."""
        if incoming.inner in _HEARD and incoming.message_id is not None:
            await asyncio.to_thread(self._group.hear, word_of(incoming))


def word_of(incoming: Incoming) -> Word:
    """What a message in the group says to the desk."""
    inner = incoming.inner
    return Word(
        int(incoming.address),
        incoming.thread_id,
        incoming.message_id or 0,
        incoming.sender,
        incoming.text,
        incoming.name if inner is Kind.COMMAND else "",
        incoming.reply_to,
        is_words=inner not in (Kind.ATTACHMENT, Kind.CONTACT),
        is_edit=inner is Kind.EDIT,
    )
