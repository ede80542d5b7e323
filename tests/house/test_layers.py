# SPDX-License-Identifier: Apache-2.0
"""The layer table: a folder of include/caseclock/ includes only what its line allows."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]

LAYERS = {
    "time": "",
    "calendar": "time",
    "sla": "time calendar",
    "timer": "time",
    "machine": "",
    "rulebook": "time calendar sla machine",
    "workflow": "machine",
    "desk": "time calendar sla timer machine rulebook",
    "ledger": "time calendar sla timer machine rulebook desk",
    "report": "time calendar sla machine desk",
}
FOREIGN = {"yaml-cpp": "only src/ may see the YAML parser", "sqlite3.h": "only src/ may see SQLite"}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def faults(include: Path) -> list[str]:
    """Every include below `include`/caseclock that the table does not allow, as `file: sentence`."""
    found = []
    for header in sorted((include / "caseclock").rglob("*.hpp")):
        name = header.relative_to(include)
        layer = name.parts[1] if len(name.parts) > 2 else None
        if layer is not None and layer not in LAYERS:
            found.append(f"{name}: {layer}/ is not in the layer table (allowed: {', '.join(LAYERS)})")
            continue
        for target in INCLUDE.findall(header.read_text(encoding="utf-8")):
            found += [f"{name}: {why}" for prefix, why in FOREIGN.items() if target.startswith(prefix)]
            if target.startswith("."):
                found.append(f"{name}: includes {target}; write the path from include/ on")
            parts = Path(target).parts
            if parts[0] != "caseclock" or len(parts) < 3 or parts[1] == layer:
                continue
            if layer is None:
                found.append(f"{name}: includes {target}; a header that belongs to no layer includes none")
            elif parts[1] not in LAYERS[layer].split():
                allowed = ", ".join(LAYERS[layer].split()) or "no other layer"
                found.append(f"{name}: {layer}/ includes {target} (allowed: {allowed})")
    return found


def test_every_include_follows_the_layer_table() -> None:
    assert faults(ROOT / "include") == []


def test_the_table_has_no_cycle() -> None:
    seen: set[str] = set()
    pending = dict(LAYERS)
    while ready := [layer for layer, allowed in pending.items() if set(allowed.split()) <= seen]:
        seen.update(ready)
        pending = {layer: allowed for layer, allowed in pending.items() if layer not in seen}
    assert not pending


def plant(root: Path, name: str, *lines: str) -> list[str]:
    file = root / "caseclock" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("#pragma once\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return faults(root)


def test_an_arrow_that_runs_the_wrong_way_is_found(tmp_path: Path) -> None:
    assert plant(tmp_path, "sla/policy.hpp", '#include "caseclock/calendar/calendar.hpp"', "#include <vector>") == []
    assert plant(tmp_path, "time/instant.hpp", "  #  include <caseclock/calendar/calendar.hpp>") == [
        "caseclock/time/instant.hpp: time/ includes caseclock/calendar/calendar.hpp (allowed: no other layer)"
    ]


def test_desk_and_workflow_do_not_know_each_other(tmp_path: Path) -> None:
    assert len(plant(tmp_path, "desk/desk.hpp", "#include <caseclock/workflow/call.hpp>")) == 1
    assert len(plant(tmp_path, "workflow/call.hpp", "#include <caseclock/desk/desk.hpp>")) == 2


def test_unknown_folders_parsers_and_relative_paths_are_found(tmp_path: Path) -> None:
    assert len(plant(tmp_path, "misc/help.hpp")) == 1
    assert len(plant(tmp_path, "rulebook/loader.hpp", "#include <yaml-cpp/yaml.h>")) == 2
    assert len(plant(tmp_path, "machine/step.hpp", '#include "../time/instant.hpp"')) == 3
    assert len(plant(tmp_path, "common.hpp", "#include <caseclock/time/instant.hpp>")) == 4
