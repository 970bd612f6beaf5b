"""Runs one custom action of Rasa SDK's kind, counts it, and gives its outcome as an action server answers it."""

import logging
import time
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from bot.observability import metrics

log = logging.getLogger(__name__)

Outcome = tuple[int, dict[str, Any]]


async def run_action(executor: ActionExecutor, call: dict[str, Any]) -> Outcome:
    """HTTP status and body: events and responses, or what went wrong. Never raises."""
    started = time.monotonic()
    outcome = "failed"
    try:
        result = await executor.run(call)
        outcome = "done"
        return 200, result or {"events": [], "responses": []}
    except ActionExecutionRejection as rejection:
        outcome = "rejected"
        return 400, {"error": rejection.message, "action_name": rejection.action_name}
    except ActionNotFoundException as missing:
        return 404, {"error": missing.message, "action_name": missing.action_name}
    except Exception as error:
        # The reason stays in our log: the answer goes into the bot's, and it may quote the person.
        log.error("action_failed", extra={"action": call.get("next_action")}, exc_info=True)
        return 500, {"error": type(error).__name__}
    finally:
        metrics.ACTIONS.labels(outcome).inc()
        metrics.STAGE_SECONDS.labels("action").observe(time.monotonic() - started)
        log.info("action_run", extra={"action": call.get("next_action"), "outcome": outcome})
