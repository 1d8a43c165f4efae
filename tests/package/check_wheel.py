"""The built wheel holds what the tree holds, and works in an environment of its own.

python tests/package/check_wheel.py FOLDER-WITH-THE-WHEEL
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

TREE = Path(__file__).parents[2]


def main() -> None:
    (wheel,) = Path(sys.argv[1]).glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    sources = {
        f"auditkit/{path.relative_to(TREE / 'src/auditkit').as_posix()}"
        for path in (TREE / "src/auditkit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    sets = {
        f"auditkit/{path.relative_to(TREE).as_posix()}"
        for path in (TREE / "question_sets").rglob("*")
        if path.is_file()
    }
    assert held == sources | sets, held ^ (sources | sets)
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin/python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
        example = TREE / "examples/cqc-assessments.csv"
        done = subprocess.run(
            [python, "-m", "auditkit", "score", example],
            check=True, capture_output=True, text=True, cwd=folder,
        )  # fmt: skip
        assert "6 returns: 6 scored, 0 held" in done.stdout, done.stdout
        missing = subprocess.run(
            [python, "-m", "auditkit", "score", example, "-o", "results.xlsx"],
            check=False, capture_output=True, text=True, cwd=folder,
        )  # fmt: skip
        assert missing.returncode == 1
        assert "pip install 'practice-auditkit[excel]'" in missing.stderr, missing.stderr
    print(f"{wheel.name}: {len(held)} files, as in the tree; installs alone and scores")


if __name__ == "__main__":
    main()
