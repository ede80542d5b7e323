# SPDX-License-Identifier: Apache-2.0
"""What the package tells type checkers and readers is true."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*command: str) -> None:
    """Runs a tool of the virtual environment in the root; what it prints is the message of a failure."""
    result = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_stubs_are_those_of_the_compiled_module() -> None:
    run("tests/house/stubs.py", "--check")


def test_the_package_is_typed() -> None:
    run("-m", "mypy")


def test_the_python_sources_pass_the_linter() -> None:
    run("-m", "ruff", "check", "--quiet", "--output-format=concise", ".")


def test_the_version_is_the_one_of_the_headers() -> None:
    import caseclock

    header = (ROOT / "include/caseclock/version.hpp").read_text("utf-8")
    assert f'version = "{caseclock.__version__}"' in header
