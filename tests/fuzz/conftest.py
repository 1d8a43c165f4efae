"""Makes the fuzzers importable by their tests, in whatever way pytest runs."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
