"""Who writes to us: met once, recognised by pseudonym."""

from bot.domain.call_window import brussels_day
from bot.domain.conversation import Channel, Conversation
from bot.domain.language import closest
from bot.services.overview_ports import What
from bot.services.ports import Clock, NewWork


class ConversationDesk:
    """Meets people, remembers their language and whether they can be reached.

    `new_meeting` opens the unit of work in which a person is met; the update that brought them would do so again.
    """

    def __init__(self, new_work: NewWork, clock: Clock, new_meeting: NewWork | None = None) -> None:
        self._new_work = new_work
        self._new_meeting = new_meeting or new_work
        self._clock = clock

    def meet(self, channel: Channel, address: str, language_code: str | None) -> Conversation:
        """The conversation of an address; a new one is kept with the phone's language as a hint."""
        now = self._clock()
        with self._new_meeting() as work:
            conversation_id = work.conversations.pseudonym(channel, address)
            known = work.conversations.get(conversation_id)
            day = brussels_day(now)
            seen_today = known is not None and brussels_day(known.last_seen_at) == day
            if known is not None and seen_today and known.wants_answers:
                return known
            met = known or Conversation(conversation_id, channel, address, now, now, hint=closest(language_code))
            # Whoever writes can be written to, and a day's precision is all that retention needs.
            met.unblock()
            met.stopped_at = None
            met.last_seen_at = now
            work.conversations.save(met)
            if not seen_today and channel is Channel.TELEGRAM:
                work.counts.add(day, [(What.PERSON, "")])
            work.commit()
        return met

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation, or None."""
        with self._new_work() as work:
            return work.conversations.get(conversation_id)

    def choose_language(self, conversation_id: str, code: str) -> None:
        """The person chose a language. Unknown conversations (plain `rasa shell`) are left alone."""
        with self._new_work() as work:
            known = work.conversations.get(conversation_id)
            if known is not None:
                known.language = code
                work.conversations.save(known)
                work.commit()

    def choose_second_language(self, conversation_id: str, code: str) -> None:
        """The person chose the language for what is missing in theirs; unknown conversations are left alone."""
        with self._new_work() as work:
            known = work.conversations.get(conversation_id)
            if known is not None:
                known.second_language = code
                work.conversations.save(known)
                work.commit()

    def block(self, conversation_id: str) -> None:
        """The person blocked the bot."""
        with self._new_work() as work:
            known = work.conversations.get(conversation_id)
            if known is not None:
                known.block(self._clock())
                work.conversations.save(known)
                work.commit()

    def unblock(self, conversation_id: str) -> None:
        """The person unblocked the bot."""
        with self._new_work() as work:
            known = work.conversations.get(conversation_id)
            if known is not None:
                known.unblock()
                work.conversations.save(known)
                work.commit()

    def stop(self, conversation_id: str) -> None:
        """The person wants nothing sent unless they write."""
        with self._new_work() as work:
            known = work.conversations.get(conversation_id)
            if known is not None:
                known.stopped_at = self._clock()
                work.conversations.save(known)
                work.commit()
