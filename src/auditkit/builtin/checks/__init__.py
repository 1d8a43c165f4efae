"""The checks of question sets that come with auditkit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from importlib import import_module

from auditkit.frozen import changed
from auditkit.hookspecs import Check, hookimpl
from auditkit.problems import Problem, short_facts
from auditkit.questions.reading import LoadedSet

# Each check with the module and the function that do it; loaded when a set is checked.
CHECKS = {
    "answers": "auditkit.builtin.checks.answers:check_answers",
    "asking": "auditkit.builtin.checks.asking:check_asking",
    "languages": "auditkit.builtin.checks.languages:check_languages",
    "meaning": "auditkit.builtin.checks.meaning:check_meaning",
    "names": "auditkit.builtin.checks.names:check_names",
    "outcomes": "auditkit.builtin.checks.outcomes:check_outcomes",
    "publication": "auditkit.builtin.checks.publication:check_publication",
    "ratings": "auditkit.builtin.checks.ratings:check_ratings",
    "weights": "auditkit.builtin.checks.weights:check_weights",
}


@hookimpl
def auditkit_checks() -> dict[str, Check]:
    return {name: partial(_run, target) for name, target in CHECKS.items()}


def _run(target: str, loaded: LoadedSet) -> Iterator[Problem]:
    module, _, function = target.partition(":")
    found: Iterable[Problem] = getattr(import_module(module), function)(loaded)
    for one in found:
        yield changed(one, facts=short_facts(one.facts))
