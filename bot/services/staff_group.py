"""The staff group as a desk: what a colleague writes in a person's topic, through the same verbs as the console.

Whoever is not linked to an account of the console can read, and is told so. Nothing here decides about chats.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.errors import AlreadyTaken, ChatNotFound, Unreachable, WrongState
from bot.domain.handover import CHOSEN, Outcome
from bot.services.handover import HandoverDesk
from bot.services.ports import Clock, NewWork, Work
from bot.services.staff_group_ports import Copy, GroupVoice
from bot.services.staff_links import StaffLinks


@dataclass(frozen=True)
class Word:
    """What somebody did in the group. `sender` is their Telegram number, empty for who writes as the group itself.

    `command` is a command's name without its slash, `is_words` whether there is anything to send but words.
    """

    chat: int
    thread: int | None
    message: int
    sender: str
    text: str
    command: str = ""
    reply_to: int | None = None
    is_words: bool = True
    is_edit: bool = False


class Refused(Exception):
    """Why nothing was done, as the name of a text with its values."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class StaffGroup:
    """Hears the group and answers in it."""

    def __init__(
        self, new_work: NewWork, clock: Clock, desk: HandoverDesk, links: StaffLinks, voice: GroupVoice
    ) -> None:
        self._new_work = new_work
        self._clock = clock
        self._desk = desk
        self._links = links
        self._voice = voice
        self._commands: dict[str, Callable[[Word, str, str], None]] = {
            "take": self._take,
            "note": self._note,
            "close": self._close,
            "pass": self._pass_on,
        }

    def hear(self, word: Word) -> None:
        """Do what is asked; hearing the same again does it once."""
        try:
            self._hear(word)
        except Refused as refusal:
            self._reply(word, refusal.key, **refusal.values)
        except AlreadyTaken as taken:
            self._reply(word, "taken", holder=taken.holder)
        except (WrongState, ChatNotFound):
            self._reply(word, "over")
        except Unreachable:
            self._reply(word, "unreachable")

    def _hear(self, word: Word) -> None:
        if word.command == "help":
            self._reply(word, "help")
        elif word.command == "link":
            self._link(word)
        elif word.thread is not None:
            self._hear_in_topic(word)

    def _hear_in_topic(self, word: Word) -> None:
        with self._new_work() as work:
            conversation_id = work.topics.conversation_in(word.chat, word.thread or 0)
        if conversation_id is None:
            return
        staff = self._links.staff_of(word.sender)
        if staff is None:
            raise Refused("unlinked")
        if word.command:
            act = self._commands.get(word.command)
            if act is None:
                raise Refused("unknown_command")
            act(word, conversation_id, staff)
        elif not word.is_words:
            raise Refused("only_words")
        elif word.is_edit:
            self._correct(word, conversation_id, staff)
        else:
            self._write(word, conversation_id, staff)

    def _link(self, word: Word) -> None:
        if not word.sender:
            raise Refused("anonymous")
        name = self._links.link(word.sender, word.text)
        if name is None:
            raise Refused("bad_code")
        self._reply(word, "linked", name=name)

    def _write(self, word: Word, conversation_id: str, staff: str) -> None:
        """The first to write takes the chat of somebody who waits; an ended one is taken only on purpose."""
        with self._new_work() as work:
            if work.handovers.open_for(conversation_id) is None:
                raise Refused("over")
            answers = next((each.person_message for each in self._copies(work, word.reply_to, word.chat)), None)

        def keep(work: Work, ids: list[int]) -> None:
            copies = [Copy(word.message, None, each) for each in ids]
            work.topics.keep(conversation_id, word.chat, copies, self._clock())

        self._desk.take(conversation_id, staff)
        self._desk.write(conversation_id, staff, word.text, self._key(word), answers, keep)

    def _correct(self, word: Word, conversation_id: str, staff: str) -> None:
        """Change a message that the person has got. Telegram reports an edit more than once; the key is of the text."""
        with self._new_work() as work:
            ours = [each.outbox_id for each in self._copies(work, word.message, word.chat) if each.outbox_id]
            sent_as = work.topics.sent_as(ours[0]) if ours else None
        if not ours or word.text.startswith("/"):
            raise Refused("edit_unknown")
        if sent_as is None:
            raise Refused("edit_early")

        def keep(work: Work, ids: list[int]) -> None:
            copies = [Copy(word.message, None, each) for each in ids]
            work.topics.keep(conversation_id, word.chat, copies, self._clock())

        self._desk.correct(conversation_id, staff, word.text, sent_as, keep)

    def _take(self, word: Word, conversation_id: str, staff: str) -> None:
        self._desk.take(conversation_id, staff)

    def _note(self, word: Word, conversation_id: str, staff: str) -> None:
        if not word.text:
            raise Refused("empty_note")
        self._desk.note(conversation_id, staff, word.text, self._key(word))

    def _close(self, word: Word, conversation_id: str, staff: str) -> None:
        chosen = word.text.lower() or Outcome.ANSWERED.value
        outcome = next((each for each in CHOSEN if each.value == chosen), None)
        if outcome is None:
            raise Refused("outcomes", outcomes=", ".join(each.value for each in CHOSEN))
        self._desk.close(conversation_id, staff, outcome)

    def _pass_on(self, word: Word, conversation_id: str, staff: str) -> None:
        colleagues = sorted(self._links.colleagues(), key=len, reverse=True)
        # Names may have several words: the longest that the text begins with is meant.
        said = word.text.lower() + " "
        name = next((each for each in colleagues if said.startswith(each.lower() + " ")), None)
        if name is None:
            raise Refused("colleagues", names=", ".join(sorted(colleagues)))
        self._desk.pass_on(conversation_id, staff, name, word.text[len(name) :].strip())

    def _reply(self, word: Word, key: str, **values: object) -> None:
        with self._new_work() as work:
            self._voice.reply(work, word.chat, word.thread, word.message, key, **values)
            work.commit()

    @staticmethod
    def _copies(work: Work, message: int | None, chat: int) -> list[Copy]:
        return work.topics.copies_of(chat, message) if message is not None else []

    @staticmethod
    def _key(word: Word) -> str:
        return f"group:{word.chat}:{word.message}"
