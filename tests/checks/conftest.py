"""Makes the conditions that the tests of expressions make up importable here."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "expressions"))
