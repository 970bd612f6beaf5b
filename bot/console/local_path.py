"""Where to go after signing in: only to ourselves."""

from urllib.parse import urlsplit

HOME = "/"


def local_path(text: str) -> str:
    """The text when it is a path of this console, else the home page.

    Browsers read `//host`, `/\\host` and paths with control characters as other sites.
    """
    if not text.startswith("/") or text[:2] in ("//", "/\\") or "\\" in text:
        return HOME
    if any(character <= " " or character == "\x7f" for character in text):
        return HOME
    parts = urlsplit(text)
    return text if not parts.scheme and not parts.netloc else HOME
