"""Set everything up in a folder of its own, then run auditkit or its tests.

    python3 run.py score examples/cqc-assessments.csv
    python3 run.py tests

Needs Python 3.11 or newer and nothing else. Whatever is not `tests` is handed to `auditkit`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
FOLDER = HERE / ".venv"
SCRIPTS = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
MEMORY = Path("/dev/shm")
ENOUGH = 4 << 30
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - somebody may well try an older one
        sys.exit(f"auditkit needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    wanted = sys.argv[1:] or ["--help"]
    if not PYTHON.exists():
        make_environment()
    if wanted[0] == "tests":
        return run_tests(wanted[1:])
    install("--editable", f"{HERE}[excel,store,report]", mark="auditkit")
    return subprocess.call([PYTHON, "-m", "auditkit", *wanted])


def run_tests(arguments: list) -> int:
    """tox, with an environment for each core at a time; what each printed stands together.

    Their temporary files are in memory where it is large.
    """
    install("tox>=4.23", "tox-uv>=1.20", mark="tests")
    with TemporaryDirectory(dir=memory(), ignore_cleanup_errors=True) as folder:
        # PostgreSQL, which never runs as root, has a folder of its own in here.
        os.chmod(folder, 0o711)
        environment = {**os.environ, "PATH": with_other_pythons(), "TMPDIR": folder}
        command = [PYTHON, "-m", "tox", "run-parallel", *arguments]
        return subprocess.call(command, cwd=HERE, env=environment)


def memory() -> Path | None:
    """Where files stand in memory, if there is room and programs may: stores wait for no disk."""
    if not os.access(MEMORY, os.W_OK) or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > ENOUGH else None


def with_other_pythons() -> str:
    """The search path with the interpreters that pyenv keeps aside, so that tests run on all."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    folders = [str(one) for one in sorted(kept.glob("3.1[1-9]*/bin"))]
    return os.pathsep.join([*folders, os.environ["PATH"]])


def make_environment() -> None:
    """A virtual environment; some systems keep what makes one in a package of its own."""
    say("Setting up .venv (once)")
    made = subprocess.run([sys.executable, "-m", "venv", FOLDER], **QUIET)
    if made.returncode == 0:
        return
    helper = HERE / ".venv-maker"
    run([sys.executable, "-m", "pip", "install", "--quiet", "--target", helper, "virtualenv"])
    environment = {**os.environ, "PYTHONPATH": str(helper)}
    run([sys.executable, "-m", "virtualenv", "--quiet", "--clear", FOLDER], env=environment)


def install(*what: str, mark: str) -> None:
    """Install into the environment, again only when pyproject.toml has changed."""
    done = FOLDER / f".installed-{mark}"
    stamp = (HERE / "pyproject.toml").read_text("utf-8")
    if done.exists() and done.read_text("utf-8") == stamp:
        return
    say(f"Installing {mark} into .venv")
    run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what])
    done.write_text(stamp, "utf-8")


def run(command: list, **options) -> None:
    done = subprocess.run(command, **QUIET, **options)
    if done.returncode:
        sys.exit(f"{done.stderr}\nThis failed: {' '.join(map(str, command))}")


def say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
