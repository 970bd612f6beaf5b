"""What the assistant knows: facts with their dates, the answers that quote them, and how far translations are."""

from starlette.responses import Response

from bot.answers.catalogue import Catalogue, Text
from bot.answers.fill import placeholders
from bot.bootstrap import clock
from bot.console.flash import Flash
from bot.console.visit import Visit
from bot.domain.call_window import BRUSSELS
from bot.domain.errors import AnswerNotFound
from bot.domain.language import REFERENCE
from bot.services.studio_ports import Change
from bot.services.unclear_desk import REVIEW, TEXT

LONGEST_TEXT = 4_000


def show_all(visit: Visit) -> Response:
    """Facts, those past their review date first, and how many texts each language has."""
    catalogue = visit.app.catalogue()
    quoted = _quoted(catalogue)
    facts = sorted(catalogue.facts.by_id.values(), key=lambda fact: (fact.review_by, fact.id))
    total = len(catalogue.reference)
    states = {
        code: (len(edition.texts), sum(text.status == "reviewed" for text in edition.texts.values()))
        for code, edition in catalogue.editions.items()
        if code != REFERENCE
    }
    today = clock().astimezone(BRUSSELS).date()
    return visit.page("knowledge.html", facts=facts, quoted=quoted, states=states, total=total, today=today)


def show_answer(visit: Visit) -> Response:
    """One answer, all languages side by side."""
    catalogue, key = visit.app.catalogue(), visit.request.path_params["key"]
    if key not in catalogue.reference:
        raise AnswerNotFound(key)
    texts: dict[str, Text | None] = {code: _text(catalogue, code, key) for code in catalogue.languages}
    used = sorted({name for text in texts.values() if text for name in placeholders(text.text)})
    facts = [catalogue.facts.by_id[name] for name in used if name in catalogue.facts]
    return visit.page("answer.html", key=key, texts=texts, facts=facts, longest=LONGEST_TEXT)


def propose(visit: Visit) -> Response:
    """Put another text, or a review of this one, into the open change set."""
    catalogue, key = visit.app.catalogue(), visit.request.path_params["key"]
    language = visit.form.get("language", "")
    here = f"/knowledge/{key}"
    now = _text(catalogue, language, key)
    if now is None:
        return visit.redirect(here, Flash("proposal_no_text", good=False))
    reviews = visit.form.get("deed") == "review"
    # A browser sends lines ended by two characters.
    words = now.text if reviews else visit.form.get("text", "").replace("\r\n", "\n").strip()[:LONGEST_TEXT]
    if not words or (not reviews and words == now.text.strip()):
        return visit.redirect(here, Flash("proposal_same", good=False))
    seen = visit.form.get("seen", "").replace("\r\n", "\n")
    if seen.strip() != now.text.strip():
        return visit.redirect(here, Flash("proposal_changed", good=False))
    kind = REVIEW if reviews else TEXT
    change = Change(kind, key, language, words, visit.staff.name, clock(), before=now.text)
    name = visit.app.change_desk.propose(change)
    return visit.redirect(here, Flash("proposal_kept", values={"name": name}))


def _text(catalogue: Catalogue, language: str, key: str) -> Text | None:
    edition = catalogue.editions.get(language)
    return edition.texts.get(key) if edition else None


def _quoted(catalogue: Catalogue) -> dict[str, list[str]]:
    """By fact: the answers that quote it in any language."""
    found: dict[str, set[str]] = {}
    for edition in catalogue.editions.values():
        for key, text in edition.texts.items():
            for name in placeholders(text.text):
                found.setdefault(name, set()).add(key)
    return {name: sorted(keys) for name, keys in found.items()}
