"""Whether a version still is what was published under it."""

from __future__ import annotations

from collections.abc import Iterator

from auditkit.problems import Problem, problem
from auditkit.questions.reading import LoadedSet
from auditkit.versions.differences import WORDING, differences, shown_differences
from auditkit.versions.locks import lock_of


def check_publication(loaded: LoadedSet) -> Iterator[Problem]:
    """Texts, and what bears on scores, changed since the version was locked."""
    question_set = loaded.question_set
    published = lock_of(loaded.path)
    if published is None or published.content_hash == question_set.content_hash:
        return
    kinds = {one.kind for one in differences(published, question_set)}
    code = "L030" if kinds <= {WORDING} else "L031"
    place = loaded.document.place("version")
    said = shown_differences(published, question_set)
    yield problem(code, place, version=question_set.version, changes=said)
