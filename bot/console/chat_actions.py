"""What staff do in a live chat. Each is a form; each says what came of it, and nothing that was typed is lost."""

from collections.abc import Callable
from datetime import timedelta

from starlette.responses import Response

from bot.answers.picker import is_sendable
from bot.console.callbacks import colleagues
from bot.console.chat import LONGEST_MESSAGE, LONGEST_NOTE, LONGEST_REASON, MUTES, page
from bot.console.flash import Flash
from bot.console.visit import Visit
from bot.domain.errors import AlreadyTaken, Unreachable, WrongState
from bot.domain.handover import CHOSEN, Outcome
from bot.services.handover import HandoverDesk

Verb = Callable[[HandoverDesk, str, str], object]


def take(visit: Visit) -> Response:
    """Take a chat, waiting or not."""
    return _do(visit, lambda desk, chat, me: desk.take(chat, me), Flash("chat_yours"))


def take_over(visit: Visit) -> Response:
    """Take a chat from a colleague."""
    return _do(visit, lambda desk, chat, me: desk.take_over(chat, me), Flash("chat_yours"))


def write(visit: Visit) -> Response:
    """Send words to the person. Only the field of the message is read, never that of a note."""
    text = _typed(visit, "text")
    if not text:
        return page(visit, Flash("chat_empty", good=False))
    if len(text) > LONGEST_MESSAGE:
        return page(visit, _too_long(text, LONGEST_MESSAGE), {"text": text})
    key = _key(visit)
    return _do(visit, lambda desk, chat, me: desk.write(chat, me, text, key), None, {"text": text})


def answer(visit: Visit) -> Response:
    """Send a text of the catalogue in the person's language."""
    chosen, key = visit.form.get("answer", ""), _key(visit)
    if not is_sendable(visit.app.catalogue(), chosen):
        return page(visit, Flash("chat_no_answer", good=False))
    return _do(visit, lambda desk, chat, me: desk.answer(chat, me, chosen, key), Flash("chat_answered"))


def note(visit: Visit) -> Response:
    """Keep a remark for colleagues. Nothing is sent."""
    text = _typed(visit, "note")
    if not text:
        return page(visit, Flash("chat_empty", good=False))
    if len(text) > LONGEST_NOTE:
        return page(visit, _too_long(text, LONGEST_NOTE), {"note": text})
    key = _key(visit)
    return _do(visit, lambda desk, chat, me: desk.note(chat, me, text, key), Flash("chat_noted"), {"note": text})


def pass_on(visit: Visit) -> Response:
    """Hand the chat to a colleague, with a word for them."""
    to, word = visit.form.get("to", ""), _typed(visit, "pass_note")[:LONGEST_NOTE]
    if to not in {account.name for account in colleagues(visit)}:
        return page(visit, Flash("unknown_colleague", good=False), {"pass_note": word})
    done = Flash("chat_passed_on", values={"to": to})
    return _do(visit, lambda desk, chat, me: desk.pass_on(chat, me, to, word), done, {"pass_note": word})


def close(visit: Visit) -> Response:
    """End the chat; the bot is back."""
    outcome = visit.form.get("outcome", "")
    if outcome not in {each.value for each in CHOSEN}:
        return page(visit, Flash("chat_choose_outcome", good=False))
    return _do(visit, lambda desk, chat, me: desk.close(chat, me, Outcome(outcome)), Flash("chat_closed"))


def mute(visit: Visit) -> Response:
    """Refuse the person's wishes for one of us for a while."""
    reason, hours = _typed(visit, "reason")[:LONGEST_REASON], visit.form.get("hours", "")
    if not reason or hours not in {str(each) for each in MUTES}:
        return page(visit, Flash("chat_mute_reason", good=False), {"reason": reason})
    span = timedelta(hours=int(hours))
    return _do(visit, lambda desk, chat, me: desk.mute(chat, me, span, reason), Flash("chat_muted"), {"reason": reason})


def unmute(visit: Visit) -> Response:
    """End a mute before its time."""
    return _do(visit, lambda desk, chat, me: desk.unmute(chat, me), Flash("chat_unmuted"))


def typing(visit: Visit) -> Response:
    """The person sees for some seconds that one of us types."""
    visit.app.live_chat.desk.types(visit.request.path_params["reference"], visit.staff.name)
    return Response(status_code=204)


def _do(visit: Visit, verb: Verb, done: Flash | None, typed: dict[str, str] | None = None) -> Response:
    reference = visit.request.path_params["reference"]
    try:
        verb(visit.app.live_chat.desk, reference, visit.staff.name)
    except AlreadyTaken as error:
        holder = error.holder if error.holder != visit.staff.name else ""
        code = "chat_taken_by" if holder else "chat_changed"
        return page(visit, Flash(code, False, {"holder": holder}), typed)
    except WrongState:
        return page(visit, Flash("chat_over", good=False), typed)
    except Unreachable:
        return page(visit, Flash("chat_unreachable", good=False), typed)
    return visit.redirect(f"/chats/{reference}", done)


def _typed(visit: Visit, field: str) -> str:
    return visit.form.get(field, "").replace("\r\n", "\n").strip()


def _key(visit: Visit) -> str:
    # Keys belong to one account: nobody can use up another's.
    return f"{visit.staff.name}:{visit.form.get('key', '')}"[:64]


def _too_long(text: str, limit: int) -> Flash:
    return Flash("chat_too_long", False, {"length": str(len(text)), "limit": str(limit)})
