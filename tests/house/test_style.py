# SPDX-License-Identifier: Apache-2.0
"""What every file of the tree has in common."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = {".cpp", ".hpp", ".in", ".py", ".pyi", ".cmake", ".toml", ".yaml"}
TEXT = CODE | {".md", ".json", ".txt", ".scenarios"}
SPDX = "SPDX-License-Identifier: Apache-2.0"

LINE_FAULTS = {
    "an unfinished place": re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b"),
    "a path of one machine": re.compile(r"(?<![\w.])/(wo" + r"rk|ho" + r"me|ro" + r"ot)/\w"),
    "a tab": re.compile(r"\t"),
    "a blank at the end": re.compile(r"[ \t]$"),
}


def faults(name: str, text: str) -> Iterator[str]:
    """Every fault of one file, as `name:line: fault`."""
    path = Path(name)
    lines = text.split("\n")
    first = next(line for line in lines if not line.startswith("#!"))
    needs_spdx = path.suffix in CODE or path.name in {"CMakeLists.txt", "dev"}
    if needs_spdx and text and SPDX not in first:
        yield f"{name}:1: the first line is not the SPDX line"
    if path.suffix == ".hpp" and "#pragma once" not in lines:
        yield f"{name}:1: no #pragma once"
    if text and not text.endswith("\n"):
        yield f"{name}:{len(lines)}: no line end at the end"
    for number, line in enumerate(lines, start=1):
        for what, pattern in LINE_FAULTS.items():
            if pattern.search(line):
                yield f"{name}:{number}: {what}"


def files() -> list[Path]:
    """The text files of the tree, without what git ignores; test data may look as it likes."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = [ROOT / name for name in listing.split("\0") if name and "/data/" not in name]
    return [path for path in paths if path.is_file() and (path.suffix in TEXT or path.name == "dev")]


def test_the_tree_follows_the_house_rules() -> None:
    found = [fault for path in files() for fault in faults(str(path.relative_to(ROOT)), path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("int a;  // TO" + "DO: b", "unfinished"),
        ('open("/wo' + 'rk/main/a")', "path of one machine"),
        ("\tint a;", "tab"),
        ("int a; ", "blank"),
        ("int a = b/work/c;", None),
    ],
)
def test_planted_faults_are_found(line: str, fault: str | None) -> None:
    found = list(faults("a.cpp", f"// {SPDX}\n{line}\n"))
    assert found == [] if fault is None else len(found) == 1 and fault in found[0]
    assert len(list(faults("a.cpp", "int a;"))) == 2
    assert len(list(faults("a.hpp", f"// {SPDX}\n"))) == 1
