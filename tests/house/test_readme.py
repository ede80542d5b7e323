# SPDX-License-Identifier: Apache-2.0
"""Each ```python block of the README and of docs/ is a program that runs. (The ```cpp blocks are built and run by ctest.)"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", *(f"docs/{page.name}" for page in sorted((ROOT / "docs").glob("*.md")))]
BLOCKS = [
    pytest.param(block, id=f"{page}-{number}")
    for page in PAGES
    for number, block in enumerate(re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.M | re.S), 1)
]


def test_the_readme_shows_python() -> None:
    assert BLOCKS


@pytest.mark.parametrize("block", BLOCKS)
def test_the_block_runs(block: str) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", block], cwd=ROOT, check=True)
