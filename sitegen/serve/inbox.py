"""What the loop of the preview is told by other threads."""

from __future__ import annotations

import threading
from collections import deque

# Paths that changed, or whether drafts are to be shown.
Message = frozenset[str] | bool
_STEP = 0.2  # seconds; not every system interrupts a longer wait for Ctrl-C


class Inbox:
    """Messages in the order in which they came."""

    def __init__(self) -> None:
        self._messages: deque[Message] = deque()
        self._came = threading.Condition()

    def put(self, message: Message) -> None:
        with self._came:
            self._messages.append(message)
            self._came.notify()

    def waiting(self) -> tuple[Message, ...]:
        """The messages that nobody has taken yet."""
        return tuple(self._messages)

    def take(self, seconds: float) -> tuple[Message, ...]:
        """All messages that are there; waits so long for the first."""
        left = seconds
        with self._came:
            while not self._messages and left > 0:
                self._came.wait(min(left, _STEP))
                left -= _STEP
            found = tuple(self._messages)
            self._messages.clear()
        return found
