"""What the program will not or cannot do, told in words and never as a traceback."""

from __future__ import annotations


class Refusal(Exception):
    """`message` is the English text with `values` in braces; the catalogues of the interface have the others.

    It ends the command with `exit_code`.
    """

    exit_code = 3

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values


def marked(message: str) -> str:
    """The text as it is. The call says that it is a message, and so must stand in the catalogues."""
    return message
