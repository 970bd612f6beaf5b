"""The shapes of the trainers' files. What passes here, Rasa reads; some of what Rasa would read is refused, since it
would be left out in silence."""

from bot.workshop.shape import ANY, FLAG, NUMBER, TEXT, Shape

_VERSION = {"version": Shape("any", hint='Write `version: "3.1"`.')}
_TEXTS = Shape("list", items=TEXT, empty=True)

_SLOT = Shape(
    "mapping",
    keys={
        "type": TEXT,
        "influence_conversation": FLAG,
        "initial_value": ANY,
        "values": Shape("list", items=Shape("any")),
        "min_value": NUMBER,
        "max_value": NUMBER,
        "value_reset_delay": ANY,
        "mappings": Shape("list", items=Shape("mapping", others=ANY, keys={"type": TEXT}, needed=("type",))),
    },
    needed=("type", "mappings"),
    hint="A slot has `type:` and `mappings:`, such as `mappings: [{type: custom}]`.",
)
_BUTTON = Shape(
    "mapping",
    keys={"title": TEXT, "payload": TEXT, "url": TEXT},
    needed=("title",),
    hint='A button is `- title: "Words"` and below it `payload: /intent` or `url: https://…`.',
)
_ANSWER = Shape(
    "mapping",
    keys={
        "text": TEXT,
        "buttons": Shape("list", items=_BUTTON),
        "custom": Shape("mapping", others=ANY),
        "image": TEXT,
        "attachment": ANY,
        "channel": TEXT,
        "condition": ANY,
        "id": TEXT,
        "metadata": ANY,
    },
    hint="An answer is `- text: |-` with its lines below.",
)
_FORM = Shape("mapping", keys={"required_slots": _TEXTS, "ignored_intents": ANY}, empty=True)
_NAME = Shape("name", hint="Write the name alone, without a colon behind it.")
_DECLARED = Shape("list", items=_NAME, hint="Write the names, or take the key out.")

DOMAIN = Shape(
    "mapping",
    keys={
        **_VERSION,
        "intents": _DECLARED,
        "entities": _DECLARED,
        "slots": Shape("mapping", others=_SLOT),
        "forms": Shape("mapping", others=_FORM),
        "actions": _DECLARED,
        "responses": Shape(
            "mapping", others=Shape("list", items=_ANSWER, hint="An answer is a list: `- text: |-` and its lines.")
        ),
        "session_config": Shape(
            "mapping", keys={"session_expiration_time": NUMBER, "carry_over_slots_to_new_session": FLAG}
        ),
        "config": ANY,
        "e2e_actions": ANY,
    },
    needed=("intents", "responses"),
)

_SETTINGS = Shape("mapping", keys={"name": TEXT}, needed=("name",), others=ANY, hint="A part is `- name: …`.")
CONFIG = Shape(
    "mapping",
    keys={
        "recipe": TEXT,
        "assistant_id": TEXT,
        "language": TEXT,
        "importers": Shape("list", items=_SETTINGS),
        "pipeline": Shape("list", items=_SETTINGS),
        "policies": Shape("list", items=_SETTINGS),
        **_VERSION,
    },
    needed=("recipe", "assistant_id", "pipeline", "policies"),
)

_EXAMPLES_HINT = "Write `examples: |` and below it one example per line, each beginning with `- `."
_EXAMPLES = Shape("text", hint=_EXAMPLES_HINT)
_MARKS = Shape(
    "mapping",
    keys={"language": TEXT, "other_language": Shape("text", hint="Write the reason in quotes.")},
    needed=("language",),
    hint="Write `metadata: {language: en}`.",
)
_BLOCK = Shape(
    "mapping",
    keys={"intent": TEXT, "metadata": _MARKS, "examples": _EXAMPLES},
    needed=("intent", "metadata", "examples"),
    hint="A block is `- intent: name`, `metadata: {language: en}` and `examples: |`.",
)
NLU = Shape("mapping", keys={**_VERSION, "nlu": Shape("list", items=_BLOCK)}, needed=("nlu",))

_STEPS = Shape("list", items=Shape("mapping", others=ANY, hint="A step is `- intent: name` or `- action: name`."))
_RULE = Shape(
    "mapping",
    keys={
        "rule": TEXT,
        "steps": _STEPS,
        "condition": _STEPS,
        "conversation_start": FLAG,
        "wait_for_user_input": FLAG,
        "metadata": ANY,
    },
    needed=("rule", "steps"),
)
_STORY = Shape("mapping", keys={"story": TEXT, "steps": _STEPS, "metadata": ANY}, needed=("story", "steps"))
STORIES = Shape(
    "mapping",
    keys={**_VERSION, "rules": Shape("list", items=_RULE), "stories": Shape("list", items=_STORY)},
)
TESTS = Shape("mapping", keys={**_VERSION, "stories": Shape("list", items=_STORY)}, needed=("stories",))

ANSWERS = Shape(
    "mapping",
    keys={
        "language": TEXT,
        "defaults": Shape("mapping", keys={"status": TEXT, "reviewer": TEXT, "date": Shape("day")}, empty=True),
        "answers": Shape("mapping", others=ANY, empty=True),
        "buttons": Shape("mapping", others=Shape("text", hint="Write the button's words."), empty=True),
    },
    needed=("language",),
)
_FACT = Shape(
    "mapping",
    keys={
        "value": ANY,
        "source": TEXT,
        "as_of": Shape("day"),
        "review_by": Shape("day"),
        "confidence": TEXT,
        "note": TEXT,
        "owner": TEXT,
    },
    needed=("value", "source", "as_of", "review_by", "confidence"),
    hint="A fact has value (null when unknown), source, as_of, review_by and confidence.",
)
FACTS = Shape("mapping", keys={"version": ANY, "facts": Shape("mapping", others=_FACT)}, needed=("facts",))

BY_KIND = {
    "domain": DOMAIN,
    "config": CONFIG,
    "nlu": NLU,
    "stories": STORIES,
    "tests": TESTS,
    "answers": ANSWERS,
    "facts": FACTS,
}
