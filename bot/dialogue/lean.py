"""Keep out of a serving process what Rasa imports and our service never uses.

`import rasa.core.agent` brings in the clients of every messenger, message broker and database that Rasa can
talk to, a web server, a scheduler for graphs, and the libraries that train models: two thirds of the time and
more than half of the memory of a start. `install()` answers those imports with stand-ins, as
`without_tensorflow` does. What is really used of one fails with `LibraryNeeded`, which names it.

Training and plain `rasa` commands never call this. Call it before the first import of `rasa`.
"""

from bot.dialogue import without_tensorflow

UNUSED = {
    # Rasa's other channels
    "aiogram": "Rasa's own Telegram channel",
    "fbmessenger": "the Facebook channel",
    "mattermostwrapper": "the Mattermost channel",
    "rocketchat_API": "the Rocket.Chat channel",
    "slack_sdk": "the Slack channel",
    "socketio": "the Socket.IO channel",
    "twilio": "the Twilio channel",
    "webexteamssdk": "the Webex channel",
    "questionary": "`rasa shell`",
    "prompt_toolkit": "`rasa shell`",
    # Rasa's other stores, brokers and its web server
    "aio_pika": "the RabbitMQ event broker",
    "boto3": "the DynamoDB tracker store",
    "botocore": "the DynamoDB tracker store",
    "confluent_kafka": "the Kafka event broker",
    "pymongo": "the MongoDB tracker store",
    "sanic": "Rasa's HTTP API and channels",
    "sanic_cors": "Rasa's HTTP API",
    "sanic_jwt": "Rasa's HTTP API",
    "apscheduler": "reminders, which Rasa would lose at a restart",
    # Training and evaluation
    "dask": "Rasa's graph runner; ours is `direct_runner`",
    "h5py": "training",
    "joblib": "training",
    "matplotlib": "evaluation",
    "randomname": "naming a new model",
    "scipy": "training",
    "sklearn": "training",
    "spacy.cli": "spaCy's command line",
}


def install() -> None:
    """Answer every later import of these libraries, and of TensorFlow, with a stand-in."""
    without_tensorflow.install(UNUSED)
