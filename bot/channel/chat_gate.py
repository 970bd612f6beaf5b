"""The first door of the desk: while one of us talks with a person, nothing they send reaches the bot."""

from bot.channel.payloads import COMMANDS
from bot.domain.conversation import Conversation
from bot.domain.incoming import Incoming, Kind
from bot.services.handover_gate import HandoverGate
from bot.services.handover_history import Heard
from bot.services.handover_requests import HandoverRequests
from bot.services.ports import NewWork

BACK = "bot"
# The person's own rights hold at any time: each of these ends the chat first.
_ENDING = frozenset({BACK, "forget", "stop"})
_ENDING_PAYLOADS = frozenset({COMMANDS[BACK], "/forget", "/forget_confirmed", "/stop"})


class ChatGate:
    """Keeps what is for one of us; lets everything else pass."""

    def __init__(self, gate: HandoverGate, requests: HandoverRequests, new_work: NewWork) -> None:
        self._gate = gate
        self._requests = requests
        self._new_work = new_work

    def keeps(self, incoming: Incoming, person: Conversation) -> bool:
        """Whether the update is settled here: written into the history, and the bot stays silent."""
        if incoming.resumes:
            return self._is_resumed(incoming)
        if self._is_command(incoming, BACK):
            self._requests.leave(person.id)
            return False
        if not self._gate.is_held(person.id):
            return False
        payload = self._payload(incoming)
        if payload in _ENDING_PAYLOADS or any(self._is_command(incoming, name) for name in _ENDING):
            self._requests.leave(person.id)
            return False
        return self._gate.keep(person.id, _heard(incoming, payload, person), incoming.update_id)

    def _is_resumed(self, incoming: Incoming) -> bool:
        """Whether another process has given the bot the word already."""
        with self._new_work() as work:
            return all(each.id != incoming.resumes for each in work.handovers.resuming())

    def _payload(self, incoming: Incoming) -> str:
        if incoming.kind is not Kind.BUTTON:
            return ""
        with self._new_work() as work:
            return work.buttons.find(incoming.text) or ""

    @staticmethod
    def _is_command(incoming: Incoming, name: str) -> bool:
        return incoming.kind is Kind.COMMAND and incoming.name == name


def _heard(incoming: Incoming, payload: str, person: Conversation) -> Heard | None:
    """What a colleague reads. Of what is attached only the kind is kept, and the words that came with it."""
    text, kind = incoming.text, incoming.kind.value
    match incoming.kind:
        case Kind.BUTTON:
            text = payload
        case Kind.CONTACT:
            text = incoming.phone
        case Kind.ATTACHMENT:
            kind = incoming.name
        case Kind.COMMAND:
            text = f"/{incoming.name} {incoming.text}".strip()
        case Kind.EDIT:
            # Kept with the message it corrects.
            return None
    return Heard(text, kind, incoming.message_id, person.speaks, incoming.context)
