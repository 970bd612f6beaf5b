"""Faults of answers and buttons in all languages, of facts, and what waits for a reviewer."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.answers.catalogue import STATUSES
from bot.answers.check import LONGEST_ANSWER, RUN_TIME, TELEGRAM_LIMIT, bare, markup_faults
from bot.answers.fill import fill, placeholders
from bot.answers.plural import plural_faults, with_plurals
from bot.domain.language import LANGUAGES, REFERENCE
from bot.workshop.facts_read import FactTable
from bot.workshop.finding import Finding, error, info, meant, warning
from bot.workshop.names import DOMAIN, Names, intent_of
from bot.workshop.project import Project, Source

TO_DO = "TODO"
TITLE_LIMIT = 64

Texts = dict[str, tuple[str, int]]


def check_texts(project: Project, names: Names, facts: FactTable) -> Iterator[Finding]:
    """Every fault of the texts people read."""
    domain = project.sources.get(DOMAIN)
    english: Texts = {}
    if domain is not None:
        english = _english(domain)
        yield from _texts(DOMAIN, REFERENCE, english, facts, names)
        yield from _buttons(domain, names)
    languages = set()
    for source in project.of("answers"):
        if isinstance(source.document.content, dict):
            languages.add(source.document.content.get("language"))
            yield from _edition(source, english, names, facts)
    for code in LANGUAGES:
        if code not in languages and f"data/answers/{code}.yml" not in project.unread:
            message = f"there are no answers in {LANGUAGES[code].name} ({code})"
            yield warning(f"data/answers/{code}.yml", 0, "missing-answers", message, "People read English instead.")


def _english(domain: Source) -> Texts:
    content = domain.document.content
    responses = content.get("responses") if isinstance(content, dict) else None
    texts: Texts = {}
    for key, variations in responses.items() if isinstance(responses, dict) else ():
        answer = variations[0] if isinstance(variations, list) and variations else None
        if isinstance(answer, dict) and isinstance(answer.get("text"), str):
            texts[key] = answer["text"], domain.document.line("responses", key)
    return texts


def _edition(source: Source, english: Texts, names: Names, facts: FactTable) -> Iterator[Finding]:
    document, content = source.document, source.document.content
    language = content.get("language")
    if language not in LANGUAGES:
        advice = "One of " + ", ".join(LANGUAGES) + "."
        yield error(
            source.file, document.line("language"), "unknown-language", f"unknown language {language!r}", advice
        )
        return
    defaults = content.get("defaults") if isinstance(content.get("defaults"), dict) else {}
    answers = content.get("answers") if isinstance(content.get("answers"), dict) else {}
    texts: Texts = {}
    waiting = 0
    for key, entry in answers.items():
        line = document.line("answers", key)
        held = {**defaults, **(entry if isinstance(entry, dict) else {"text": entry})}
        faults = list(_state(source.file, line, str(key), held))
        yield from faults
        waiting += held.get("status", "written") != "reviewed"
        if isinstance(held.get("text"), str) and held["text"].strip():
            texts[str(key)] = held["text"], line
    yield from _texts(source.file, language, texts, facts, names)
    if names.declared and language != REFERENCE:
        yield from _against_english(source.file, texts, english)
        yield from _missing(source.file, language, texts, english)
    if waiting:
        yield info(source.file, 0, "unreviewed", f"{waiting} of {len(answers)} texts wait for a native reader")
    for payload in content.get("buttons") or {} if isinstance(content.get("buttons"), dict) else {}:
        line = document.line("buttons", payload)
        yield from _payload(source.file, line, str(payload), names)
        title = content["buttons"][payload]
        if isinstance(title, str) and not title.strip():
            yield error(source.file, line, "button", f"the button {payload} has no title", "Write its words.")


def _state(file: str, line: int, key: str, held: dict[str, Any]) -> Iterator[Finding]:
    text, status = held.get("text"), held.get("status", "written")
    if not isinstance(text, str) or not text.strip():
        yield error(file, line, "missing-answer", f"{key} has no text", "Write it, or delete the key.")
    if status not in STATUSES:
        advice = meant(str(status), STATUSES) or "Write written or reviewed."
        yield error(file, line, "status", f"{key}: unknown status {status!r}", advice)
    elif status == "reviewed" and not (held.get("reviewer") and isinstance(held.get("date"), date)):
        advice = "Write `reviewer: Name` and `date: 2026-11-24` beside it."
        yield error(file, line, "status", f"{key}: reviewed by whom and when?", advice)
    for name in held.keys() - {"text", "status", "reviewer", "date"}:
        near = meant(str(name), ("text", "status", "reviewer", "date"))
        yield error(file, line, "unknown-key", f"{key}: unknown key `{name}`", near)


def _texts(file: str, language: str, texts: Texts, facts: FactTable, names: Names) -> Iterator[Finding]:
    known = RUN_TIME | facts.ids | set(names.slots)
    values = {**dict.fromkeys(known, "…"), **facts.values(language)}
    for key, (text, line) in texts.items():
        if text.strip().startswith(TO_DO):
            yield error(file, line, "to-do", f"still to be written: {key}", "Write what people shall read.")
        for name in sorted(placeholders(text) - known):
            advice = meant(name, known) or "Add the fact to data/facts.yml."
            yield error(file, line, "unknown-placeholder", f"{key}: unknown name {{{name}}}", advice)
        for fault in markup_faults(text):
            yield error(file, line, "markup", f"{key}: {fault}", "Telegram would refuse the message.")
        faults = plural_faults(text, language)
        for fault in faults:
            yield error(file, line, "plural", f"{key}: {fault}", "See docs/trainer.md.")
        if not faults:
            yield from _length(file, line, key, bare(fill(with_plurals(text, values, language), values, facts.ids)))


def _length(file: str, line: int, key: str, shown: str) -> Iterator[Finding]:
    if not shown.strip():
        advice = "Add a line that stays: {!fact} begins one that is shown while the fact is empty."
        yield error(file, line, "empty-answer", f"{key} is empty while the facts it quotes are", advice)
    elif len(shown) > TELEGRAM_LIMIT:
        message = f"{key} has {len(shown)} characters; Telegram allows {TELEGRAM_LIMIT}"
        yield error(file, line, "too-long", message, "Shorten it.")
    elif len(shown) > LONGEST_ANSWER:
        message = f"{key} has {len(shown)} characters; more than {LONGEST_ANSWER} are not read on a phone"
        yield warning(file, line, "long-answer", message, "Shorten it, or move a part to a button.")


def _against_english(file: str, texts: Texts, english: Texts) -> Iterator[Finding]:
    for key, (text, line) in texts.items():
        if key not in english:
            advice = meant(key, english) or "Write the English text in domain.yml first."
            yield error(file, line, "unknown-answer", f"there is no answer {key!r} in English", advice)
            continue
        ours, theirs = placeholders(text), placeholders(english[key][0])
        for name in sorted(theirs - ours):
            advice = f"The English text quotes {{{name}}}; quote it here too."
            yield error(file, line, "lost-placeholder", f"{key}: {{{name}}} is lost", advice)
        for name in sorted(ours - theirs):
            advice = f"Take it out, or add it to the English text ({DOMAIN}:{english[key][1]})."
            yield error(file, line, "lost-placeholder", f"{key}: {{{name}}} is not in the English text", advice)


def _missing(file: str, language: str, texts: Texts, english: Texts) -> Iterator[Finding]:
    lost = [key for key in english if key not in texts]
    if lost:
        named = ", ".join(lost[:4]) + (f" and {len(lost) - 4} more" if len(lost) > 4 else "")  # noqa: PLR2004
        message = f"{len(lost)} answers are missing in {LANGUAGES[language].name}: {named}"
        yield warning(file, 0, "missing-answers", message, "People read English instead.")


def _buttons(domain: Source, names: Names) -> Iterator[Finding]:
    responses = domain.document.content.get("responses") if isinstance(domain.document.content, dict) else None
    for key, variations in responses.items() if isinstance(responses, dict) else ():
        for number, answer in enumerate(variations if isinstance(variations, list) else []):
            buttons = answer.get("buttons") if isinstance(answer, dict) else None
            for index, button in enumerate(buttons if isinstance(buttons, list) else []):
                if isinstance(button, dict):
                    line = domain.document.line("responses", key, number, "buttons", index)
                    yield from _button(line, key, button, names)


def _button(line: int, key: str, button: dict[str, Any], names: Names) -> Iterator[Finding]:
    title, payload, url = button.get("title"), button.get("payload"), button.get("url")
    if isinstance(title, str) and not title.strip():
        yield error(DOMAIN, line, "button", f"{key}: a button without a title", 'Write `title: "Words"`.')
    if isinstance(title, str) and len(title) > TITLE_LIMIT:
        yield warning(DOMAIN, line, "button", f"{key}: a button of {len(title)} characters", "Shorten it.")
    if not payload and not url:
        yield error(DOMAIN, line, "button", f"{key}: a button that leads nowhere", "Write `payload: /intent`.")
    if isinstance(payload, str):
        yield from _payload(DOMAIN, line, payload, names)
    if isinstance(url, str) and not url.startswith(("https://", "http://", "tel:", "mailto:", "{")):
        advice = "A link begins with https://."
        yield error(DOMAIN, line, "link", f"{key}: the link {url!r} cannot be opened", advice)


def _payload(file: str, line: int, payload: str, names: Names) -> Iterator[Finding]:
    if payload.startswith(("https://", "http://")):
        return
    intent = intent_of(payload)
    if intent is None:
        advice = "A payload is /intent, or a link that begins with https://."
        yield error(file, line, "payload", f"the payload {payload!r} cannot be read", advice)
    elif names.declared and intent not in names.every_intent:
        advice = meant(intent, names.intents) or "Add it under `intents:` in domain.yml."
        yield error(file, line, "unknown-intent", f"the button {payload} has an unknown intent {intent!r}", advice)
