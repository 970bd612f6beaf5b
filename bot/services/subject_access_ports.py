"""What handing out and erasing a person's data needs from storage."""

from typing import Any, Protocol


class PersonalData(Protocol):
    """Everything about one conversation, whichever table it is in."""

    def erase(self, conversation_id: str) -> None:
        """Remove every row; what has to stay loses the person."""
        ...

    def counts(self, conversation_id: str) -> dict[str, int]:
        """How many rows of each kind there are."""
        ...

    def everything(self, conversation_id: str) -> dict[str, list[dict[str, Any]]]:
        """All rows of each kind, opened and ready for JSON."""
        ...
