"""The next move of an interview, as a director chooses it: all that the organization's instructions decide.

A direction is one of 252 (12 moves, 20 agenda items or none): less than one byte of what its author has seen.
"""

from typing import Annotated, Literal

from pydantic import Field

from shared.conversation.context import State
from shared.llm.reply_format import ModelReply

# The database refuses a longer agenda (reprise_private.check_instructions).
MAX_AGENDA = 20

Move = Literal[
    "welcome",
    "open_item",
    "move_on",
    "follow_up",
    "ask_for_example",
    "ask_for_own_part",
    "ask_for_numbers",
    "ask_for_reasons",
    "ask_what_went_wrong",
    "challenge",
    "close",
    "end",
]


class Direction(ModelReply):
    """A move, and the agenda item that it is about, counted from 0. It has no room for a text."""

    move: Move
    item: Annotated[int, Field(ge=0, lt=MAX_AGENDA)] | None

    @property
    def state(self) -> State:
        """Where the conversation stands after this move."""
        match self.move:
            case "welcome":
                return "greeting"
            case "close":
                return "closing"
            case "end":
                return "done"
        return "exploring"

    def item_of(self, agenda: tuple[str, ...]) -> str | None:
        """The item's text; None without an item, or with one that this agenda does not have."""
        return agenda[self.item] if self.item is not None and self.item < len(agenda) else None


# Stands in for the choice of a model that returned none.
NEUTRAL = Direction(move="follow_up", item=None)
