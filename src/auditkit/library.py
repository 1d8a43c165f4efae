"""The question sets that one kit knows, read when they are first wanted."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial

from auditkit.documents.document import Document
from auditkit.documents.yaml_events import read_yaml
from auditkit.errors import PluginFailed, Refused
from auditkit.frozen import changed
from auditkit.languages import said
from auditkit.plugins import Plugins
from auditkit.problems import NOWHERE, Problem, did_you_mean, problem
from auditkit.questions.model import QuestionSet
from auditkit.questions.reading import LoadedSet, is_overlay, loaded_set
from auditkit.returns import AuditReturn
from auditkit.scoring.checked import CheckedScorer
from auditkit.scoring.scorecard import ScorerUsed
from auditkit.tables.files import AnyPath, beside, name_of, read_bytes, suffix_of

_OTHER_TEXT = "R026"


class Library:
    """Question sets from files and from plugins, each under its id and version."""

    def __init__(self, plugins: Plugins) -> None:
        self.plugins = plugins
        self._loaded: dict[str, LoadedSet] = {}
        self._reading: tuple[str, ...] = ()
        self._since_lock: dict[str, tuple[str, str]] = {}

    def names(self) -> tuple[str, ...]:
        """Every set there is, as ``id@version``, in order."""
        return tuple(sorted({*self._loaded, *self.plugins.registry("auditkit_question_sets")}))

    def load(self, path: AnyPath) -> LoadedSet:
        """Read a set from a file and keep it. Raises `Refused` with every problem found."""
        document = Document(name_of(path), read_yaml(read_bytes(path), name_of(path)))
        if is_overlay(document):
            from auditkit.overlays.reading import read_overlay

            loaded = read_overlay(document, partial(self._base, path, document))
        else:
            loaded = loaded_set(document)
        self._check_scorer(loaded)
        loaded = changed(loaded, path=str(path))
        self._loaded[loaded.question_set.name] = loaded
        self._since_lock.pop(loaded.question_set.name, None)
        return loaded

    def get(self, name: str) -> LoadedSet:
        """The set of this id and version. Raises `Refused` where there is none."""
        if name not in self._loaded:
            registered = self.plugins.registry("auditkit_question_sets").get(name)
            if registered is None:
                raise self._unknown(name)
            found = self.load(registered.object).question_set
            if found.name != name:
                raise Refused([problem("Q032", NOWHERE, name=name, found=found.name)])
        return self._loaded[name]

    def source_of(self, question_set: QuestionSet) -> LoadedSet | None:
        """Where a set comes from, if it is one of this library's."""
        loaded = self._loaded.get(question_set.name)
        return loaded if loaded and loaded.question_set is question_set else None

    def versions(self, id: str) -> list[LoadedSet]:
        """Every version of a set. Raises `Refused` where there is none."""
        names = [name for name in self.names() if name.partition("@")[0] == id]
        if not names:
            raise self._unknown(id)
        return [self.get(name) for name in names]

    def other_versions(self, loaded: LoadedSet) -> tuple[QuestionSet, ...]:
        """The other versions of a set that there are, but for its base. One that cannot be read
        is left out: what is wrong with it is said where it is checked.
        """
        ours = loaded.question_set
        apart = {ours.name, loaded.base.question_set.name if loaded.base else ours.name}
        found = []
        for name in self.names():
            if name.partition("@")[0] == ours.id and name not in apart:
                with suppress(Refused):
                    found.append(self.get(name).question_set)
        return tuple(found)

    def find(self, id: str, version: str | None = None, on: date | None = None) -> QuestionSet:
        """The set of this id in this version; without one the only version there is, else the
        one in force on the day `on`. Raises `Refused` where it would be a guess.
        """
        if version is None and "@" in id:
            id, _, version = id.partition("@")
        if version is not None:
            return self.get(f"{id}@{version}").question_set
        sets = [one.question_set for one in self.versions(id)]
        in_force = [one for one in sets if on is not None and _in_force(one, on)]
        if len(sets) > 1 and len(in_force) != 1:
            versions = ", ".join(one.version for one in sets)
            raise Refused([problem("R034", NOWHERE, name=id, versions=versions)])
        return in_force[0] if len(sets) > 1 else sets[0]

    def told_what_changed(self, one: AuditReturn) -> AuditReturn:
        """A return that was filled in under another text, with what has changed since."""
        if not any(said.code == _OTHER_TEXT for said in one.problems):
            return one
        questions = self.find(one.question_set, one.set_version)
        return changed(one, problems=tuple(self._since(said, questions) for said in one.problems))

    def _since(self, said: Problem, questions: QuestionSet) -> Problem:
        if said.code != _OTHER_TEXT:
            return said
        changes = self.changes_since(questions, said.facts["hash"])
        return problem(said.code, said.place, **{**said.facts, "changes": changes})

    def changes_since(self, question_set: QuestionSet, content_hash: str) -> str:
        """What changed in a set since it had this hash, in words, where that is known: from
        the lock beside its file.
        """
        loaded = self.get(question_set.name)
        if question_set.name not in self._since_lock:
            self._since_lock[question_set.name] = since_lock(loaded)
        published, changes = self._since_lock[question_set.name]
        if published != content_hash:
            return ""
        return said(" Since then: {changes}.", changes=changes)

    def scorer(self, question_set: QuestionSet) -> CheckedScorer:
        """The scorer that a set names, with its arguments. Raises `PluginFailed`."""
        scoring = question_set.scoring
        registered = self.plugins.registry("auditkit_scorers")[scoring.method]
        origin = registered.origin
        used = ScorerUsed(scoring.method, scoring.arguments, origin.distribution, origin.version)
        return CheckedScorer(registered.object, used, str(origin))

    def _base(self, path: AnyPath, document: Document, name: str) -> LoadedSet:
        """The set that an overlay lies over: by id and version, or from a file beside it."""
        above = (*self._reading, str(path))
        if len(above) > len(set(above)):
            circle = " → ".join(map(name_of, above))
            raise Refused([problem("O009", document.place("extends"), circle=circle)])
        self._reading = above
        try:
            if suffix_of(name) in (".yaml", ".yml"):
                return self.load(beside(path, name))
            if "@" not in name:
                raise Refused([problem("O010", document.place("extends"), found=name)])
            return self.get(name)
        finally:
            self._reading = above[:-1]

    def _unknown(self, name: str) -> Refused:
        known = self.names()
        id = name.partition("@")[0]
        versions = [one.partition("@")[2] for one in known if one.partition("@")[0] == id]
        if versions and "@" in name:
            facts = {
                "found": name,
                "hint": "",
                "known": said("{id} in {versions}", id=id, versions=", ".join(versions)),
            }
        else:
            ids = sorted({one.partition("@")[0] for one in known})
            facts = {"found": name, "hint": did_you_mean(id, ids), "known": ", ".join(ids)}
        return Refused([problem("R025", NOWHERE, **facts)])

    def _check_scorer(self, loaded: LoadedSet) -> None:
        scoring = loaded.question_set.scoring
        scorers = self.plugins.registry("auditkit_scorers")
        if scoring.method not in scorers:
            place = loaded.document.place("scoring", "method")
            hint = did_you_mean(scoring.method, scorers)
            facts = {"found": scoring.method, "hint": hint, "known": ", ".join(scorers)}
            raise Refused([problem("Q024", place, **facts)])
        try:
            self.scorer(loaded.question_set)
        except PluginFailed as failed:
            error = failed.__cause__
            if not isinstance(error, TypeError | ValueError):
                raise
            place = loaded.document.place("scoring", "arguments")
            facts = {"method": scoring.method, "said": str(error)}
            raise Refused([problem("Q031", place, **facts)]) from error


def since_lock(loaded: LoadedSet) -> tuple[str, str]:
    """The hash that a set was published under, and what has changed since; nothing where there
    is no lock.
    """
    from auditkit.versions.differences import shown_differences
    from auditkit.versions.locks import lock_of

    published = lock_of(loaded.path)
    if published is None:
        return "", ""
    return published.content_hash, shown_differences(published, loaded.question_set)


def _in_force(question_set: QuestionSet, on: date) -> bool:
    first, last = question_set.effective_from, question_set.effective_to
    return (first is None or first <= on) and (last is None or on <= last)
