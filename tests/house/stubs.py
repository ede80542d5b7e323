# SPDX-License-Identifier: Apache-2.0
"""Makes bindings/python/caseclock/_core.pyi from the installed extension; with --check only compares."""

import difflib
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
STUBS = ROOT / "bindings/python/caseclock/_core.pyi"
HEADER = "# SPDX-License-Identifier: Apache-2.0\n# Made by `./dev format` from the compiled module.\n"


def made() -> str:
    """The stubs as the installed extension tells them, formatted."""
    generator = Path(sys.executable).with_name("pybind11-stubgen")
    formatter = Path(sys.executable).with_name("ruff")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([generator, "caseclock._core", "--exit-code", "-o", folder], check=True, capture_output=True, cwd=folder)
        text = HEADER + (Path(folder) / "caseclock/_core.pyi").read_text("utf-8")
    format_ = [formatter, "format", "--quiet", "--stdin-filename", STUBS, "-"]
    return subprocess.run(format_, input=text, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def main() -> int:
    there = STUBS.read_text("utf-8") if STUBS.exists() else ""
    stubs = made()
    if "--check" in sys.argv:
        sys.stdout.writelines(difflib.unified_diff(there.splitlines(True), stubs.splitlines(True), "there", "made"))
        return int(there != stubs)
    STUBS.write_text(stubs, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
