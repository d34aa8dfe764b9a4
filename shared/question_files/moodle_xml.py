"""Moodle XML: multichoice with one right answer, truefalse, shortanswer and essay.

Read as a stream, without entities and document types (defusedxml), to a bounded depth and number of tags. A
question that we cannot ask as it is meant (another type, a picture, several right answers) is a fault, never left out.
"""

import io
from dataclasses import dataclass, field
from xml.sax import SAXException, handler, xmlreader

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from shared.question_files.html_text import Picture, text_of
from shared.question_files.read_file import (
    MAX_QUESTIONS,
    TOO_MANY,
    Defaults,
    Fault,
    Place,
    Question,
    QuestionFile,
    UnreadableFile,
    letter,
    lettered,
)

MAX_DEPTH = 12
# The tags of the file and of the HTML in it are counted; each takes some microseconds.
MAX_TAGS = 40_000
TYPES = {"multichoice": "mcq", "truefalse": "mcq", "shortanswer": "short_answer", "essay": "open"}
TRUE_OR_FALSE = {"true": "True", "false": "False"}


@dataclass(slots=True)
class Element:
    """An element of a question, with its text."""

    name: str
    attributes: dict[str, str]
    line: int
    parts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    def all(self, name: str) -> list["Element"]:
        """The children with this name."""
        return [child for child in self.children if child.name == name]

    def text(self, *path: str) -> str:
        """The text of the first element at a path below this one; empty without one."""
        if not path:
            return "".join(self.parts).strip()
        for child in self.children:
            if child.name == path[0]:
                return child.text(*path[1:])
        return ""

    def content(self, *path: str) -> str:
        """The text of an element with a `text`, as plain text if it is HTML; raises Picture."""
        found = self
        for name in path:
            inside = found.all(name)
            if not inside:
                return ""
            found = inside[0]
        if found.all("file"):
            raise Picture
        raw = found.text("text")
        return text_of(raw) if found.attributes.get("format", "html") in ("html", "moodle_auto_format") else raw


def read_moodle_xml(content: str, defaults: Defaults) -> QuestionFile:
    """The questions of a quiz; the last part of a category becomes the domain. Raises UnreadableFile."""
    if sum(map(content.count, ("<", "&lt;", "&#"))) > MAX_TAGS:
        raise UnreadableFile(Fault("file", None, "has too many elements"))
    reader = _Reader(defaults)
    # In one piece: Expat would scan a long tag again for each further piece.
    parser = create_parser(bufsize=len(content) + 1, forbid_dtd=True)
    parser.setContentHandler(reader)
    source = xmlreader.InputSource()
    source.setCharacterStream(io.StringIO(content.removeprefix("\ufeff")))
    try:
        parser.parse(source)
    except DefusedXmlException:
        detail = "must not define entities or a document type"
        raise UnreadableFile(Fault("file", parser.getLineNumber(), detail)) from None
    except SAXException:
        raise UnreadableFile(Fault("file", parser.getLineNumber(), "This is not well-formed XML.")) from None
    if reader.faults or not reader.questions:
        raise UnreadableFile(*(reader.faults or [Fault("file", None, "There is no question in this file.")]))
    return QuestionFile(reader.questions, reader.places)


class _Reader(handler.ContentHandler):
    """Builds one question at a time."""

    def __init__(self, defaults: Defaults) -> None:
        super().__init__()
        self.questions: list[Question] = []
        self.places: list[Place] = []
        self.faults: list[Fault] = []
        self._defaults = defaults
        self._domain = defaults.domain
        self._open: list[Element] = []
        self._number = 0
        self._locator: xmlreader.Locator | None = None

    def setDocumentLocator(self, locator: xmlreader.Locator) -> None:  # noqa: N802 (the name in SAX)
        """Take what knows the current line."""
        self._locator = locator

    def startElement(self, name: str, attrs: xmlreader.AttributesImpl) -> None:  # noqa: N802 (the name in SAX)
        """Open an element; raises UnreadableFile for another file than a quiz, and beyond MAX_DEPTH."""
        line = (self._locator and self._locator.getLineNumber()) or 0
        if len(self._open) == MAX_DEPTH:
            raise UnreadableFile(Fault("file", line, "nests its elements too deeply"))
        if not self._open and name != "quiz":
            raise UnreadableFile(Fault("file", line, "must be a Moodle quiz: its outermost element is quiz"))
        element = Element(name, {key: attrs.getValue(key) for key in attrs.getNames()}, line)
        if len(self._open) > 1:
            self._open[-1].children.append(element)
        self._open.append(element)

    def characters(self, content: str) -> None:
        """Add text to the open element."""
        if len(self._open) > 1:
            self._open[-1].parts.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 (the name in SAX)
        """Close an element; a whole question is read and its element dropped."""
        element = self._open.pop()
        if len(self._open) != 1 or name != "question":
            return
        kind = element.attributes.get("type", "")
        if kind == "category":
            self._domain = element.text("category", "text").rpartition("/")[2].strip() or self._domain
            return
        self._number += 1
        place = Place(f"question {self._number}", element.line, ", ")
        if len(self.questions) + len(self.faults) == MAX_QUESTIONS:
            raise UnreadableFile(place.fault("", TOO_MANY))
        try:
            self.questions.append(_question(element, kind, self._domain, self._defaults))
            self.places.append(place)
        except Picture:
            self.faults.append(place.fault("", "holds a picture or another file, which cannot be imported"))
        except ValueError as error:
            self.faults.append(place.fault("", str(error)))


def _question(element: Element, kind: str, domain: str, defaults: Defaults) -> Question:
    """The question of an element; raises ValueError with what is wrong with it, or Picture."""
    if kind not in TYPES:
        raise ValueError(f"is of the type {kind[:50]}; multichoice, truefalse, shortanswer and essay can be imported")
    answers = element.all("answer")
    right = [number for number, answer in enumerate(answers) if answer.attributes.get("fraction", "").strip() in FULL]
    partly = [answer for answer in answers if _is_partial(answer.attributes.get("fraction", "0").strip())]
    key: dict[str, object] = {"explanation": element.content("generalfeedback") or None}
    options = None
    if TYPES[kind] == "mcq":
        if len(right) != 1 or partly:
            raise ValueError(f"has {len(right)} right answers and {len(partly)} partly right ones; it must have one")
        texts = [answer.content() for answer in answers]
        options = lettered([TRUE_OR_FALSE[text] for text in texts] if kind == "truefalse" else texts)
        key["correct_option"] = letter(right[0])
    elif kind == "shortanswer":
        forms = [answers[number].content() for number in right]
        if partly or not forms or any("*" in form for form in forms):
            raise ValueError("must have right answers in words, without * and without partly right ones")
        key["keywords"] = [{"keyword": forms[0], "synonyms": forms[1:]}]
    else:
        key["sample_solution"] = element.content("graderinfo") or None
    return {
        "kind": TYPES[kind],
        "interview_type": defaults.interview_type,
        "domain": domain,
        "difficulty": defaults.difficulty,
        "tags": [tag.text("text") for parent in element.all("tags") for tag in parent.all("tag")],
        "prompt": element.content("questiontext"),
        "options": options,
        "points": _points(element.text("defaultgrade") or "1"),
        "time_limit_seconds": defaults.time_limit_seconds,
        "key": key,
    }


FULL = ("100", "100.0", "100.00000")


def _is_partial(fraction: str) -> bool:
    return fraction not in FULL and not fraction.startswith("-") and fraction.strip("0.") != ""


def _points(grade: str) -> int | str:
    whole, _, rest = grade.partition(".")
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 6 and not rest.strip("0") else grade
