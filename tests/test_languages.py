"""auditkit's own words in Welsh: the catalogue is whole, and people read it wherever they ask."""

from __future__ import annotations

import datetime as dt
import importlib.util
import pickle
import re
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from types import ModuleType

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import auditkit
import auditkit.cli
from auditkit.cli import COMMANDS
from auditkit.languages import paragraphs, said, said_in_each, said_joined, said_plural, words_in
from auditkit.matching.headings import COMMENT_ON, FRIENDLY
from auditkit.problem_codes import CODES, code_of
from auditkit.problems import Place, problem
from auditkit.templates.layout import STAGE_LABELS
from auditkit.wording import date_words

TREE = Path(__file__).parents[1]
FOLDER = Path(auditkit.__file__).parent / "locale/cy/LC_MESSAGES"
# As in tox.ini, environment messages.
KEYWORDS = {
    "translate": None,
    "said": None,
    "noted": None,
    "language_option": None,
    "usage_error": None,
    "plural": (1, 2),
    "said_plural": (1, 2),
    "noted_plural": (1, 2),
}


def extraction(name: str) -> ModuleType:
    """A module that finds messages which no call marks."""
    spec = importlib.util.spec_from_file_location(
        f"{name}_of_messages", TREE / f"messages/{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CODES_FOUND, COMMANDS_FOUND, SHAPES_FOUND = map(extraction, ("problem_codes", "commands", "shapes"))
# As in messages/babel.cfg.
SHAPES_IN = ("documents", "overlays", "programme", "questions")


def catalogue() -> Catalog:
    with (FOLDER / "auditkit.po").open("rb") as file:
        return read_po(file, locale="cy")


MESSAGES = [one for one in catalogue() if one.id]


def texts(of: str | list[str] | tuple[str, ...]) -> list[str]:
    return [of] if isinstance(of, str) else list(of)


def test_the_catalogue_holds_exactly_the_messages_of_the_sources():
    methods = [
        ("**/problem_codes/*.py", CODES_FOUND.extract),
        ("**/cli/*.py", COMMANDS_FOUND.extract),
        *((f"**/{room}/*.py", SHAPES_FOUND.extract) for room in SHAPES_IN),
        ("**.py", "python"),
    ]
    found = extract_from_dir(str(TREE / "src/auditkit"), methods, keywords=KEYWORDS)
    wanted = {one[2] if isinstance(one[2], str) else one[2][:2] for one in found}
    assert {one.id for one in MESSAGES} == wanted


def test_every_message_is_translated():
    assert [one.id for one in MESSAGES if not all(texts(one.string))] == []


def test_no_translation_is_fuzzy():
    assert [one.id for one in MESSAGES if one.fuzzy] == []


def test_what_is_counted_has_the_five_forms_of_welsh():
    forms = {one.id: (len(texts(one.string)), 5 if one.pluralizable else 1) for one in MESSAGES}
    assert {id: found for id, found in forms.items() if found[0] != found[1]} == {}


def test_a_translation_has_the_placeholders_of_its_original():
    assert differing(placeholders) == []


def test_a_translation_begins_and_ends_with_the_spaces_of_its_original():
    assert differing(spaces) == []


def differing(look: Callable[[str], object]) -> list[Message]:
    """The messages of which a translation does not look like the original."""
    return [
        one
        for one in MESSAGES
        if any(look(text) != look(texts(one.id)[0]) for text in texts(one.string))
    ]


def placeholders(text: str) -> set[tuple[str | None, ...]]:
    return {tuple(place) for _, *place in string.Formatter().parse(text) if place[0]}


def spaces(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))


def test_the_compiled_catalogue_is_what_the_readable_one_compiles_to():
    compiled = BytesIO()
    write_mo(compiled, catalogue())
    compiled.seek(0)
    with (FOLDER / "auditkit.mo").open("rb") as file:
        shipped = GNUTranslations(file)
    assert entries(shipped) == entries(GNUTranslations(compiled))


def entries(found: GNUTranslations) -> dict[object, str]:
    return {key: text for key, text in found._catalog.items() if key}


# Problems


@pytest.mark.parametrize("code", CODES)
def test_a_problem_is_said_in_welsh(code: str):
    told = code_of(code)
    parts = {part for part in (told.message, told.outcome) if part not in ("", "{what}.")}
    assert {part for part in parts if words_in("cy").translate(part) == part} == set()


# Names and values in a row, as they are typed.
ROW = r'[\w.@"-]+(?:(?:, | → | = |; )[\w.@"-]+)*'
BAD_SETS = sorted(
    file
    for room in ("questions/refused", "checks/found")
    for file in (TREE / "tests" / room).glob("*.yaml")
)


@pytest.mark.parametrize("file", BAD_SETS, ids=lambda file: file.stem)
def test_what_a_problem_quotes_is_from_the_set_or_can_be_said_in_welsh(file: Path):
    typed = " ".join(file.read_text("utf-8").split())
    for one in auditkit.AuditKit(discover=False).check(file):
        composed = {
            name: fact
            for name, fact in one.facts.items()
            if type(fact) is str and " " in fact and " ".join(fact.strip('"').split()) not in typed
            if name != "said" and not re.fullmatch(ROW, fact)
        }
        assert composed == {}


def test_a_problem_is_said_with_place_hint_and_outcome():
    hint = said(' Did you mean "{near}"?', near="Yn rhannol")
    allowed = said_in_each({"en": "Yes, No", "cy": "Oes, Nac oes"}.__getitem__)
    place = Place(file="a.csv", sheet="Ffurflen", cell="row 5", about="ACHOS-1")
    one = problem("R012", place, found="Rhan", hint=hint, allowed=allowed)
    assert one.text_in("cy") == (
        "a.csv, taflen Ffurflen, rhes 5 (ACHOS-1)\n"
        '  Canfuwyd "Rhan". A oeddech yn golygu "Yn rhannol"? Caniateir: Oes, Nac oes. [R012]'
        " Daliwyd yn ôl."
    )
    assert one.message == 'Found "Rhan". Did you mean "Yn rhannol"? Allowed: Yes, No.'


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("cell H7", "cell H7"), ("row 5", "rhes 5"), ("line 2, column 3", "llinell 2, colofn 3"),
     ("line 2, key case_ref", "llinell 2, allwedd case_ref"), ("H7", "H7")],
)  # fmt: skip
def test_a_cell_is_placed_in_welsh(cell: str, expected: str):
    assert Place(file="a", cell=cell).text_in("cy") == f"a, {expected}"


# Commands


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command that comes with auditkit, with what it is called by."""
    context = click.Context(auditkit.cli.command)
    yield "auditkit", auditkit.cli.command
    waiting = [(name, auditkit.cli.command.get_command(context, name)) for name in COMMANDS]
    for name, found in waiting:
        yield name, found
        waiting += [
            (f"{name} {inner}", one) for inner, one in getattr(found, "commands", {}).items()
        ]


def helps(command: click.Command) -> set[str]:
    """Every paragraph of help that a command has, for itself and for its options."""
    texts = {command.help, command.short_help} | {
        getattr(one, "help", None) for one in command.params
    }
    return {one for text in texts if text for one in paragraphs(text)}


def untranslated(noun: str) -> set[str]:
    found = {text for name, one in commands() if name.split()[0] == noun for text in helps(one)}
    found |= {COMMANDS[noun][1]} if noun in COMMANDS else set()
    return found - {one.id for one in MESSAGES}


NOUNS = sorted({name.split()[0] for name, _ in commands()})


@pytest.mark.parametrize("noun", NOUNS)
def test_a_command_helps_in_welsh(noun: str):
    assert untranslated(noun) == set(), "see docs/how-to/two-languages.md, Correct or add words"


@pytest.mark.parametrize("name", dict(commands()))
def test_every_command_has_the_option_of_the_language(name: str):
    assert "--language" in [text for one in dict(commands())[name].params for text in one.opts]


# Words


def test_a_language_without_a_catalogue_is_spoken_in_english():
    assert words_in("fr").translate("No rating") == "No rating"


def test_a_dialect_takes_the_words_of_its_language():
    assert words_in("cy-GB").translate("No rating") == "Dim gradd"


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "0 cwestiwn"), (1, "1 cwestiwn"), (2, "2 gwestiwn"), (3, "3 chwestiwn"),
     (4, "4 cwestiwn"), (6, "6 chwestiwn"), (12, "12 cwestiwn")],
)  # fmt: skip
def test_what_is_counted_mutates_as_welsh_numbers_make_it(count: int, expected: str):
    words = words_in("cy")
    found = words.plural("{count} question counted", "{count} questions counted", count)
    assert found.startswith(f"{expected} ")


def test_a_date_is_written_with_the_welsh_month():
    assert date_words(dt.date(2026, 2, 1), "cy") == "1 Chwefror 2026"


def test_a_row_of_texts_is_said_anew_text_by_text():
    row = said_joined([said("No rating"), "ACHOS-1"])
    assert row == "No rating, ACHOS-1"
    assert words_in("cy").again(row) == "Dim gradd, ACHOS-1"


def test_what_was_said_travels_to_another_program_as_english_text():
    told = said_plural("{count} row", "{count} rows", 2)
    sent = pickle.loads(pickle.dumps(told))
    assert (sent, type(sent)) == ("2 rows", str)


def test_what_a_template_says_in_welsh_is_what_headings_are_known_by():
    translate = words_in("cy").translate
    for spellings in (*FRIENDLY.values(), COMMENT_ON):
        assert translate(spellings[0]) in spellings[1:]


@pytest.mark.parametrize(("stage", "label"), STAGE_LABELS.items())
def test_the_stages_of_a_welsh_template_are_known(stage: str, label: str):
    kit = auditkit.AuditKit(discover=False)
    about = {"case_ref": "ACHOS-1", "stage": words_in("cy").translate(label)}
    found = kit.read_answers(kit.question_set("managing-cost-of-care"), {}, about=about)
    assert (found.problems, found.audit_return.stage) == ((), stage)


def test_no_heading_means_two_facts():
    spellings = [text.casefold() for texts in FRIENDLY.values() for text in texts]
    assert len(spellings) == len(set(spellings))


def test_english_needs_no_catalogue(tmp_path: Path):
    program = (
        "import sys, auditkit.languages as l;"
        "l._catalogue = None; from auditkit.cli import main;"
        "sys.exit(main(['score', sys.argv[1], '--explain']))"
    )
    example = TREE / "examples/cqc-assessments.csv"
    done = subprocess.run(
        [sys.executable, "-c", program, example], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("Wedi'i gynllunio", "planned"),
        ("heb ei gynllunio", "unplanned"),
        ("Unplanned", "unplanned"),
    ],
)
def test_a_fact_about_the_case_is_read_back_in_either_language(text: str, option: str):
    kit = auditkit.AuditKit(discover=False)
    questions = kit.question_set("managing-cost-of-care")
    found = kit.read_answers(questions, {}, case={"review_type": text}).audit_return
    assert found.case["review_type"] == option


def test_a_fact_about_the_case_is_offered_in_welsh():
    kit = auditkit.AuditKit(discover=False)
    field = kit.question_set("managing-cost-of-care").case_fields["review_type"]
    assert field.worded_options("cy") == ["Wedi'i gynllunio", "Heb ei gynllunio"]
