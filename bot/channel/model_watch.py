"""Follows the orders of the console: loads a model beside the one that answers, tries it, and lets it take over.

Turns that run keep the model they began with; the next turn of every dialogue gets the new one. A model that fails
its smoke set, or cannot be loaded, is refused for all bot processes, and the former one answers (again).
"""

import asyncio
import logging
from pathlib import Path

from bot.dialogue.assistant import Assistant, Beside
from bot.dialogue.model_files import latest_model, put_former_back, recorded_name
from bot.dialogue.smoke import read_smoke, wrong_answers
from bot.services.ports import AuditEntry, Clock, NewWork
from bot.services.studio_ports import ModelOrder

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two looks for an order."""
_BOT = "bot"


class ModelWatch:
    """One per bot process. `serving` is the name of the model that answers."""

    def __init__(
        self, assistant: Assistant, new_work: NewWork, new_reading: NewWork, clock: Clock, root: Path, models: Path
    ) -> None:
        self._assistant = assistant
        self._new_work, self._new_reading = new_work, new_reading
        self._clock = clock
        self._root, self._models = root, models
        self._seen = 0
        self._former: Beside | None = None

    @property
    def serving(self) -> str:
        """The name of the model that answers."""
        return self._assistant.present.name

    def begin(self) -> None:
        """The newest order was answered by what was loaded at the start."""
        newest = self._newest()
        self._seen = newest.id if newest and newest.state != "wanted" else (newest.id - 1 if newest else 0)

    async def run(self) -> None:
        """Look until cancelled; a failure is logged, and the next look comes all the same."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except Exception as error:
                log.error("model_watch_failed", extra={"reason": type(error).__name__})

    async def look(self) -> None:
        """Follow the newest order, and a refusal by another process."""
        order = await asyncio.to_thread(self._newest)
        if order is None:
            return
        if order.state == "refused":
            if order.model == self.serving and self._former is not None:
                self._swap(self._former)
            self._seen = max(self._seen, order.id)
        elif order.id > self._seen:
            self._seen = order.id
            await self._follow(order)

    async def _follow(self, order: ModelOrder) -> None:
        beside: Beside | None = None
        try:
            beside = self._known(order.model) or await self._load(order.model)
            wrong = await wrong_answers(beside.understand, read_smoke(self._root))
        except Exception as error:
            log.error("model_unusable", extra={"model": order.model, "reason": type(error).__name__})
            wrong = [type(error).__name__]
        if wrong or beside is None:
            await self._refuse(order, "; ".join(wrong))
            return
        if beside.name != self.serving:
            self._swap(beside)
        await asyncio.to_thread(self._settle, order, "serving", "")

    def _known(self, name: str) -> Beside | None:
        """A model that is loaded already."""
        loaded = [self._assistant.present, *([self._former] if self._former else [])]
        return next((each for each in loaded if each.name == name), None)

    async def _load(self, name: str) -> Beside:
        model = await asyncio.to_thread(latest_model, self._models)
        if model is None or model.name != name:
            raise FileNotFoundError(name)
        return await asyncio.to_thread(self._assistant.load_beside, model)

    def _swap(self, beside: Beside) -> None:
        self._former = self._assistant.present
        self._assistant.take(beside)
        log.info("model_loaded", extra={"model": beside.name})

    async def _refuse(self, order: ModelOrder, why: str) -> None:
        await asyncio.to_thread(self._put_back, order, why)
        if order.model != self.serving:
            return
        # It was loaded at the start already: the order was given while no bot ran.
        model = await asyncio.to_thread(latest_model, self._models)
        if model is not None and model.name != order.model:
            self._swap(await asyncio.to_thread(self._assistant.load_beside, model))

    def _put_back(self, order: ModelOrder, why: str) -> None:
        if self._settle(order, "refused", why) and recorded_name(self._models) == order.model:
            put_former_back(self._models)

    def _settle(self, order: ModelOrder, state: str, detail: str) -> bool:
        now = self._clock()
        with self._new_work() as work:
            settled = work.models.settle(order.id, state, detail, now)
            if settled:
                work.audit.add(AuditEntry(now, _BOT, f"model_{state}", order.model[:64]))
            work.commit()
        return settled

    def _newest(self) -> ModelOrder | None:
        with self._new_reading() as work:
            newest = work.models.latest(1)
        return newest[0] if newest else None
