"""A set of 200 questions loaded and checked, against PyYAML parsing the same text."""

from __future__ import annotations

import yaml
from measuring import least, ratio
from sets import set_text

from auditkit.questions.reading import read_question_set


def main() -> None:
    data = set_text(200).encode()
    ours = least(lambda: read_question_set(data, "set.yaml"), times=15, loops=3)
    fastest = least(lambda: yaml.load(data, yaml.CSafeLoader), times=15, loops=3)
    plain = least(lambda: yaml.load(data, yaml.SafeLoader), times=3)
    ratio("a set of 200 questions to yaml.CSafeLoader", ours, fastest, 1.0)
    print(f"  to yaml.SafeLoader: {ours / plain:.2f} times")


if __name__ == "__main__":
    main()
