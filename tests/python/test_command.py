# SPDX-License-Identifier: Apache-2.0
"""The command `caseclock`, however it is called."""

import subprocess
import sys

import pytest

from caseclock import __version__


@pytest.mark.parametrize("module", ["caseclock", "caseclock.cli"])
def test_the_command_runs_as_a_module(module: str) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False)

    assert run("--version").stdout == f"caseclock, version {__version__}\n"
    assert run("render", "promise").stdout.startswith("stateDiagram")
    helped = run("--help").stdout
    assert helped.startswith(f"Usage: python -m {module} [OPTIONS] COMMAND")
    wrong = run("rendr")
    assert wrong.returncode == 2 and "No such command 'rendr'" in wrong.stderr
