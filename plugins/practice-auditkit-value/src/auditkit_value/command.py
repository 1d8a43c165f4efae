"""``auditkit value``: outcome against cost."""

from __future__ import annotations

import json
import os
import sys
from typing import BinaryIO, cast

import click

from auditkit import Place, Refused, problem
from auditkit.builtin.writers import write_csv
from auditkit.cli.output import Console, errors_to, say_problems
from auditkit.cli.session import asked_set, make_kit
from auditkit.problems import errors
from auditkit.questions.model import QuestionSet
from auditkit.scoring.scorecard import Results
from auditkit.tables.files import suffix_of, write_whole

_SET = "personalised-commissioning"


@click.group("value", short_help="Hold outcomes against costs.")
def value() -> None:
    """Outcome against cost in personalised commissioning."""


@value.command("quarters")
@click.argument("returns", nargs=-1, required=True, type=click.Path())
@click.option(
    "--set", "set_name", default=_SET, metavar="ID[@VERSION]|FILE", help="The question set."
)
@click.option("-o", "--output", type=click.Path(), help="The file to write, a row a case: .csv.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--columns", type=click.Path(), help="A mapping file for headings.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def quarters(
    ctx: click.Context,
    returns: tuple[str, ...],
    set_name: str,
    output: str | None,
    as_json: bool,
    columns: str | None,
    force: bool,
) -> int:
    """Put each scored case in one of four quarters: outcome held or lost, cost up or not.

    Lists the cases whose saving cost an outcome. Exit code 1 says that a return is held or a
    file refused; the others are counted all the same.
    """
    from auditkit_value.cases import case_rows, case_values, check_questions, disagreements
    from auditkit_value.showing import plain_quarters, shown_quarters

    if output is not None and suffix_of(output) != ".csv":
        raise click.UsageError(f"{output} is no CSV file: name it .csv, or say --json")
    if output is not None and os.path.exists(output) and not force:
        raise Refused([problem("F018", Place(file=output))])
    kit = make_kit(ctx)
    asked = asked_set(kit, (set_name,))
    if isinstance(asked, QuestionSet):
        check_questions(asked)
    reading = kit.read(returns, asked, columns=columns)
    cards = [kit.score(one) for one in reading.returns]
    for one in {card.question_set.name: card.question_set for card in cards}.values():
        check_questions(one)
    values = case_values(cards)
    held = len(cards) - len(values)
    if output is not None:
        rows = case_rows(values)
        write_whole(output, lambda stream: write_csv(rows, stream), replace=force)
        errors_to(sys.stderr)(f"Wrote {output}: {len(rows)} cases")
    if as_json or output is None:
        plain = json.dumps(plain_quarters(values, held), ensure_ascii=False, indent=2)
        text = plain if as_json else "\n".join(shown_quarters(values, held))
        cast(BinaryIO, Console(sys.stdout)).write(f"{text}\n".encode())
    found = [*Results(cards, reading.problems).all_problems(), *disagreements(cards)]
    say_problems(found)
    return 1 if errors(found) else 0
