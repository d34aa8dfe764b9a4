"""The interviewer of a conversation: what it says to a message that is stored already."""
