"""A check: words of the trade in questions that people outside it will read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditkit import LoadedSet, Problem, finding
from auditkit.questions.model import worded

JARGON = {
    "signpost": "tell people about",
    "deliverable": "result",
    "service user": "person",
    "step down": "move on",
}


def check_plain_words(loaded: LoadedSet) -> Iterator[Problem]:
    """A warning for each question that uses a word of the trade, with a plainer one."""
    for question in loaded.question_set.questions.values():
        for word, plainer in JARGON.items():
            if re.search(rf"\b{word}", worded(question.text), re.IGNORECASE):
                place = loaded.document.place_of_question(question.id, "text")
                message = f'"{word}" is a word of the trade. Write "{plainer}".'
                yield finding("example-plain-words", place, message)
