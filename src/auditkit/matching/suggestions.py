"""A suggestion for an answer that was not understood: never one that would change its meaning.

What looks alike may mean the opposite (increase, decrease), so likeness alone counts for
nothing. A text is suggested where each of its words was typed, in order: as it is, misspelt by
one letter, or with another of the endings that leave a word its meaning. English and Welsh turn
a meaning round at the beginning of a word, which therefore must be right.
"""

from __future__ import annotations

from collections.abc import Iterable

from auditkit.matching.folding import fold
from auditkit.matching.numbers import read_number

_PUNCTUATION = ".,;:!*()[]\"'-"
_ARTICLES = frozenset(("a", "an", "the", "y", "yr"))
_DENIALS = "no not non none never nothing neither nor without cannot dim nid ni na nac nag heb byth"
_QUANTITIES = (
    "all any both each every few fewer many more most mostly much less least some half quarter"
    " always often sometimes rarely seldom before after later"
)
_DOUBTS = "unknown unsure unclear maybe possibly probably"
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " hundred"
)
# Such a word is meant as it stands, or not at all.
_EXACT = frozenset(f"{_DENIALS} {_QUANTITIES} {_DOUBTS} {_NUMBERS}".split())
# Endings of words that say the same: Partial and Partly, improve and improvement.
_ENDINGS = ("", "e", "s", "es", "ed", "ing", "ly", "al", "ial", "ally", "ially", "ment", "ement")
_SHORTEST_STEM = 4
_SHORTEST_MISSPELT = 4
# In a shorter word, one letter for another makes too many other words.
_SHORTEST_WRONG_LETTER = 5


def suggestion(found: str, known: Iterable[tuple[str, Iterable[str]]]) -> str | None:
    """The one text that was probably meant, or None where that is not plain. `known` holds
    texts by what they mean, for several may mean the same.

    >>> options = [("yes", ["Yes", "Ie"]), ("partly", ["Partly"]), ("no", ["No"])]
    >>> suggestion("Partial", options), suggestion("None", options)
    ('Partly', None)
    """
    typed = _words(found)
    near = [next((text for text in texts if _alike(typed, _words(text))), "") for _, texts in known]
    meant = [text for text in near if text]
    return meant[0] if len(meant) == 1 else None


def _words(text: str) -> list[str]:
    words = (word.strip(_PUNCTUATION) for word in fold(text).split())
    return [word for word in words if word and word not in _ARTICLES]


def _alike(typed: list[str], words: list[str]) -> bool:
    return len(typed) == len(words) > 0 and all(map(_same_word, typed, words))


def _same_word(typed: str, word: str) -> bool:
    if typed == word:
        return True
    if not (typed.isalpha() and word.isalpha()):
        number = read_number(typed)
        return number is not None and number == read_number(word)
    if typed in _EXACT or word in _EXACT:
        return False
    return _is_misspelt(typed, word) or not _stems(typed).isdisjoint(_stems(word))


def _stems(word: str) -> set[str]:
    stems = {word.removesuffix(ending) for ending in _ENDINGS}
    return {stem for stem in stems if len(stem) >= _SHORTEST_STEM}


def _is_misspelt(typed: str, word: str) -> bool:
    """Whether one letter is missing, too many, wrong, or swapped with the next, but the first."""
    least = min(len(typed), len(word))
    right = next((at for at, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), least)
    shorter, longer = sorted((typed[right:], word[right:]), key=len)
    if not right:
        return False
    if len(longer) == len(shorter) + 1:
        is_repeated = least > 2 and longer[0] == typed[right - 1]
        return longer[1:] == shorter and (least >= _SHORTEST_MISSPELT or is_repeated)
    if len(longer) != len(shorter):
        return False
    if longer[1:] == shorter[1:]:
        return least >= _SHORTEST_WRONG_LETTER
    return longer[:2] == shorter[1::-1] and longer[2:] == shorter[2:]
