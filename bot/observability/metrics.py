"""What is counted. One constant per metric; labels are closed sets of our own words, never ids or texts of people.

Add a metric here, show it in `deploy/grafana`, alert on it in `deploy/prometheus`: a test compares the names.
"""

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

UPDATES = Counter("montoyer_updates", "Updates handled, by what the person did.", ["kind"])
TURNS = Counter("montoyer_turns", "Turns of the dialogue, by how they ended: answered or failed.", ["outcome"])
STAGE_SECONDS = Histogram(
    "montoyer_stage_seconds", "Seconds that a stage of a message's way took.", ["stage"], buckets=_SECONDS
)
SENDS = Counter("montoyer_sends", "Calls to Telegram, by what became of them.", ["outcome"])
UNDERSTOOD = Counter(
    "montoyer_understood", "Typed messages, by language and whether they were understood.", ["language", "outcome"]
)
ACTIONS = Counter("montoyer_actions", "Custom actions run, by outcome.", ["outcome"])
REFUSED_POSTS = Counter("montoyer_webhook_refused", "Posts to the webhook that were refused, by reason.", ["reason"])
TELEGRAM_HEARD = Gauge(
    "montoyer_telegram_heard_timestamp_seconds", "When Telegram last answered a poll, or posted.", ["mode"]
)
