"""The command line on 500 CSV returns, against the bare import of its five core libraries."""

from __future__ import annotations

import tempfile
from pathlib import Path

from measuring import commands_side_by_side, python, ratio
from sets import set_text, write_csv

BARE = "import click, yaml, attrs, cattrs, pluggy"
CALL = "from auditkit.__main__ import run; run()"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        returns, questions = Path(folder, "returns.csv"), Path(folder, "set.yaml")
        write_csv(returns, 7, 500)
        questions.write_text(set_text(7), "utf-8")
        commands = {
            "bare": [python(), "-c", BARE],
            "score": [python(), "-c", CALL, "score", str(returns), "--set", str(questions)],
            "version": [python(), "-c", CALL, "--version"],
        }
        found = commands_side_by_side(commands)
    ratio("auditkit score, 500 returns, 7 questions", found["score"], found["bare"], 1.3, 1.0)
    ratio("auditkit --version", found["version"], found["bare"], 1.0)


if __name__ == "__main__":
    main()
