# SPDX-License-Identifier: Apache-2.0
"""What a front-end may not be does not compile, and the compiler prints the sentence that says what to write instead.

The headers are compiled once for each compiler; each section of tests/machine/refused/front_ends.cpp then takes a moment.
"""

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "tests/machine/refused/front_ends.cpp"
ORDER = "template struct caseclock::lowered<machine>;\n"
FLAGS = ["-std=c++20", "-I", str(ROOT / "include")]


def sections() -> tuple[str, list[tuple[str, str]]]:
    """The common part, then (sentence, section) in the order of the file."""
    common, *rest = re.split(r"^// ==== (?=.)", SOURCE.read_text("utf-8"), flags=re.MULTILINE)
    parts = [part.partition("\n") for part in rest]
    return common, [(sentence, section) for sentence, _, section in parts]


def precompiled(compiler: str, common: str, folder: Path) -> list[str]:
    """Compiles the common part; the arguments that include it afterwards."""
    header = folder / "common.hpp"
    header.write_text(common, "utf-8")
    made = folder / ("common.hpp.gch" if compiler == "g++" else "common.pch")
    subprocess.run([compiler, *FLAGS, "-x", "c++-header", str(header), "-o", str(made)], check=True)
    return ["-include", str(header)] if compiler == "g++" else ["-include-pch", str(made)]


def compiled(compiler: str, include: list[str], source: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [compiler, *FLAGS, *include, *more, "-fsyntax-only", "-x", "c++", "-"]
    if compiler == "g++":
        command[-3:-3] = ["-fmax-errors=0"]
    else:
        command[-3:-3] = ["-ferror-limit=0"]
    return subprocess.run(command, input=source, capture_output=True, text=True)


@pytest.mark.parametrize("compiler", ["g++", "clang++"])
def test_what_is_refused_says_what_to_write_instead(compiler: str, tmp_path: Path) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    common, all_sections = sections()
    assert len(all_sections) >= 30
    include = precompiled(compiler, common, tmp_path)

    sound = "".join(
        f"namespace section_{number} {{\n{section}\n}}\n{ORDER.replace('machine>', f'section_{number}::machine>')}"
        for number, (_, section) in enumerate(all_sections, start=1)
    )
    whole = compiled(compiler, include, sound)
    assert whole.returncode == 0, f"a section is refused where it is sound\n{whole.stderr}"

    def fault(numbered: tuple[int, tuple[str, str]]) -> str:
        number, (sentence, section) = numbered
        refused = compiled(compiler, include, section + ORDER, "-DFAULTY")
        said = re.sub(r'"\s*"', "", refused.stderr)
        if refused.returncode != 0 and sentence in said:
            return ""
        return f"section {number} is not refused with: {sentence}\n{said[:3000]}"

    with ThreadPoolExecutor(2) as pool:
        found = [said for said in pool.map(fault, enumerate(all_sections, start=1)) if said]
    assert found == [], "\n".join(found)
