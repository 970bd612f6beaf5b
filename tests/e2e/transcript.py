"""Write the transcripts in docs/transcripts: `python -m tests.e2e.transcript`. Not a test; the talk is real."""

import asyncio
import tempfile
from pathlib import Path

from tests.e2e.conftest import ROOT, running_assistant
from tests.telegram_server.people import User

TALKS = {
    "en": [
        "/start",
        "what is voluntary return",
        "how much money will i get??",
        "why?",
        "and for my wife?",
        "how much luggage can I take? Where is your office?",
        "can i still change my mind",
        "wher is ur office",
        "who is the chief of mission",
        "what is the weather tomorrow",
        "i cant take it anymore i want to die",
        "can you call me please",
        "click:Yes",
        "Fatima",
        "is it free?",
        "0470 12 34 56",
        "click:English",
        "tomorrow 3pm",
        "click:Voluntary return",
        "click:No",
        "click:Yes, send it",
        "/callback",
    ],
    "fr": [
        "/start",
        "c koi le retour volontaire",
        "combien d argent je recois",
        "g pas de passeport",
        "c'est ou votre bureau",
        "vous etes la police ?",
        "mon patron garde mon passeport et me paye pas",
        "je veux etre rappele",
        "click:Oui",
        "Moussa",
        "0471/12.34.56",
        "click:Français",
        "demain matin",
        "click:Luxembourg",
        "click:Non",
        "click:Oui, envoyer",
        "/forget",
    ],
    "ar": [
        "/start",
        "ما هي العودة الطوعية",
        "كم؟",
        "click:English / Français",
        "ولزوجتي؟",
        "bghit nrje3 l bladi chno ndir",
        "أين مكتبكم؟",
        "عمري 16 سنة وأنا وحدي في بلجيكا",
        "je suis ici depuis deux ans avec ma famille et je veux rentrer chez moi, comment faire ?",
        "click:Français",
    ],
    "so": [
        "/start",
        "click:Soomaali",
        "click:Français",
        "imisa boorso ayaan qaadan karaa",
        "xafiiskiinnu xaggee buu ku yaal",
        "waan cabsanayaa, ninkaygu wuu i garaacaa",
        "/language",
    ],
}


async def talk(user: User, lines: list[str]) -> list[str]:
    """Say each line and write down what comes back."""
    written = []
    for line in lines:
        if line.startswith("click:"):
            title = line.removeprefix("click:")
            await user.click(title)
            written.append(f"**Person** presses [{title}]\n")
        else:
            await user.send(line)
            written.append(f"**Person:** {line}\n")
        for reply in await user.replies(timeout=30, quiet=2.5):
            if reply.edited:
                continue
            quoted = reply.text.replace("\n", "\n> ")
            buttons = [b["text"] for row in reply.markup.get("inline_keyboard", []) for b in row]
            row = f"\n>\n> `[{'] ['.join(buttons)}]`" if buttons else ""
            written.append(f"> {quoted}{row}\n")
    return written


async def main() -> None:
    """Talk in each language with an assistant of its own."""
    folder = ROOT / "docs" / "transcripts"
    folder.mkdir(parents=True, exist_ok=True)
    for language, lines in TALKS.items():
        with tempfile.TemporaryDirectory() as place:
            async with running_assistant(Path(place)) as assistant:
                written = await talk(assistant.telegram.user(1001, language=language), lines)
        head = f"# A talk ({language}), as the fake Telegram of the tests saw it\n\n"
        (folder / f"{language}.md").write_text(head + "\n".join(written), "utf-8")


if __name__ == "__main__":
    asyncio.run(main())
