"""The cookies of the console: their names and their flags, in one place."""

from dataclasses import dataclass
from enum import Enum

from starlette.requests import Request
from starlette.responses import Response


class Purpose(Enum):
    """What a cookie is for."""

    SESSION = "montoyer"
    SIGN_IN = "montoyer-form"
    FLASH = "montoyer-flash"
    LANGUAGE = "montoyer-language"


@dataclass(frozen=True)
class Cookies:
    """Reads and writes cookies: never readable by scripts, never sent along from other sites' forms.

    With https their names begin with `__Host-`, so that no sibling domain can plant one. Without, the port is part
    of the name: browsers share cookies between ports, and two consoles may run on one machine.
    """

    secure: bool
    port: int

    def name(self, purpose: Purpose) -> str:
        """The cookie's name in the browser."""
        return f"__Host-{purpose.value}" if self.secure else f"{purpose.value}-{self.port}"

    def read(self, request: Request, purpose: Purpose) -> str:
        """The value, or an empty text."""
        return request.cookies.get(self.name(purpose), "")

    def set(self, response: Response, purpose: Purpose, value: str, max_age: int | None = None) -> None:
        """Keep a value; until the browser closes unless `max_age` says how many seconds."""
        response.set_cookie(
            self.name(purpose), value, max_age=max_age, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def drop(self, response: Response, purpose: Purpose) -> None:
        """Forget a value."""
        response.delete_cookie(self.name(purpose), path="/", secure=self.secure, httponly=True, samesite="lax")
