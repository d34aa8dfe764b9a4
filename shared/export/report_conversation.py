"""The parts of a report about a conversation: notes, transcript and late messages."""

from collections.abc import Iterator

from shared.export.blocks import Block, Bullets, Facts, Heading, Notice, Paragraph, Verbatim
from shared.export.payload import ConversationPart, MessagePart, Results
from shared.export.text import one_line
from shared.export.wording import LATE_MESSAGE_REASONS, STATES, moment, words

NOTES = {"strengths": "Strengths", "gaps": "Open", "topics": "Topics"}
SCRIPTED = "Replies marked as scripted are fixed texts: no model and no person wrote them for this conversation."


def conversation_facts(conversation: ConversationPart) -> Iterator[tuple[str, str]]:
    """Rows for the facts at the top."""
    if conversation.topic:
        yield "Topic", one_line(conversation.topic)
    yield "State", words(STATES, conversation.state)
    yield "Messages", f"{conversation.messages}, of which {conversation.candidate_messages} by the candidate"


def transcript(results: Results) -> Iterator[Block]:
    """Notes and messages; for reviewers also the instructions, the agenda and late messages."""
    conversation = results.conversation
    if conversation is None:
        return
    yield from _notes(conversation)
    if conversation.instructions or conversation.agenda:
        yield Heading("Instructions for the interviewer")
    if conversation.instructions:
        yield Paragraph(conversation.instructions)
    if conversation.agenda:
        yield Bullets("Agenda", tuple(conversation.agenda))
    yield Heading("Transcript")
    if any(message.source == "script" and message.replies_to_seq for message in results.messages):
        yield Notice(SCRIPTED)
    for message in results.messages:
        yield _message(message)
    if conversation.late_messages:
        yield Heading("Messages that came too late")
    for late in conversation.late_messages or ():
        yield Verbatim("Text", late.content)
        yield Facts((("Reason", words(LATE_MESSAGE_REASONS, late.reason)), ("Received", moment(late.received_at))))


def _message(message: MessagePart) -> Block:
    at = f"{message.seq} · {moment(message.created_at)}"
    if message.role == "candidate":
        return Verbatim(f"Candidate · {at}", message.content)
    by = "Interviewer, scripted" if message.source == "script" else "Interviewer"
    return Paragraph(message.content, f"{by} · {at}")


def _notes(conversation: ConversationPart) -> Iterator[Block]:
    profile = conversation.profile or {}
    summary = profile.get("summary")
    lists = {name: profile.get(name) for name in NOTES}
    if not (summary or any(lists.values())):
        return
    yield Heading("The interviewer's notes")
    if isinstance(summary, str) and summary:
        yield Paragraph(summary)
    for name, entries in lists.items():
        if isinstance(entries, list) and entries:
            yield Bullets(NOTES[name], tuple(str(entry) for entry in entries))
