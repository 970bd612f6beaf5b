"""The live chat with staff: its services over the same hours, patience and post."""

from dataclasses import dataclass

from bot.domain.handover import Patience
from bot.domain.service_hours import ServiceHours
from bot.services.chat_reading import ChatReading
from bot.services.handover import HandoverDesk
from bot.services.handover_gate import HandoverGate
from bot.services.handover_ports import Post
from bot.services.handover_requests import HandoverRequests
from bot.services.handover_timers import HandoverTimers
from bot.services.ports import Clock, NewWork


@dataclass(frozen=True)
class Terms:
    """On which terms people can chat with us. `duty_chat` hears of danger; `link` is where staff see who waits."""

    hours: ServiceHours
    patience: Patience
    duty_chat: int | None
    link: str


class LiveChat:
    """`requests` is the person's side, `desk` and `reading` staff's, `gate` the channel's, and `timers` nobody's."""

    def __init__(self, new_work: NewWork, new_reading: NewWork, clock: Clock, post: Post, terms: Terms) -> None:
        duty_chat, link = terms.duty_chat, terms.link
        self.hours = terms.hours
        self.requests = HandoverRequests(new_work, clock, terms.hours, post, duty_chat, link)
        self.desk = HandoverDesk(new_work, clock, post)
        self.reading = ChatReading(new_work, new_reading, clock)
        self.gate = HandoverGate(new_work, clock, new_reading)
        self.timers = HandoverTimers(new_work, clock, terms.patience, post, duty_chat, link)
