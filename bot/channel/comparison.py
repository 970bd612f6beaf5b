"""The same messages through the model that answers and through the latest candidate, for trainers."""

import asyncio
from pathlib import Path
from typing import Any

from bot.dialogue.assistant import Assistant, Beside
from bot.dialogue.model_files import latest_model

CANDIDATES = "candidates"
MOST = 200


class Comparison:
    """Keeps the candidate it loaded last; a newer one takes its place."""

    def __init__(self, assistant: Assistant, models: Path) -> None:
        self._assistant = assistant
        self._models = models / CANDIDATES
        self._candidate: Beside | None = None
        self._loading = asyncio.Lock()

    async def ask(self, texts: list[str]) -> dict[str, Any]:
        """What each text means to both; `candidate` is empty when there is none."""
        present, candidate = self._assistant.present, await self._latest()
        rows = []
        for text in texts[:MOST]:
            row = {"text": text, "present": _brief(await present.understand(text))}
            if candidate is not None:
                row["candidate"] = _brief(await candidate.understand(text))
            rows.append(row)
        return {"present": present.name, "candidate": candidate.name if candidate else "", "rows": rows}

    async def _latest(self) -> Beside | None:
        async with self._loading:
            model = await asyncio.to_thread(latest_model, self._models)
            if model is None:
                return None
            if self._candidate is None or self._candidate.name != model.name:
                self._candidate = await asyncio.to_thread(self._assistant.load_beside, model)
            return self._candidate


def _brief(parsed: dict[str, Any]) -> dict[str, Any]:
    intent = parsed.get("intent") or {}
    return {"intent": str(intent.get("name") or ""), "confidence": round(float(intent.get("confidence") or 0.0), 3)}
