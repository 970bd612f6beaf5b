"""Rasa events to and from dictionaries.

Rasa looks an event's class up by walking all subclasses of `Event`, for every stored event at every
read; with 110 events that was 43 % of a turn. The classes never change at run time, so one table serves.
"""

from typing import Any

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

_CLASSES: dict[str, type[Event]] = {kind.type_name: kind for kind in all_subclasses(Event) if kind.type_name}


def event_from(parameters: dict[str, Any]) -> Event:
    """The event a dictionary describes. Raises ValueError for an unknown kind."""
    kind = _CLASSES.get(parameters.get("event", ""))
    if kind is None:
        raise ValueError(f"unknown event {parameters.get('event')!r}")
    return kind._from_parameters(dict(parameters))


def event_to(event: Event) -> dict[str, Any]:
    """The dictionary that `event_from` reads."""
    described: dict[str, Any] = event.as_dict()
    return described
