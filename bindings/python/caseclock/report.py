# SPDX-License-Identifier: Apache-2.0
"""What a replay says, as plain data (`report_of`, for JSON) and as text (`text_of`).

The text is made from the data alone, so that both always say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .cycles import Cycles, Summary, judged, summarise, verdict_words
from .verdict_files import iso_instants

if TYPE_CHECKING:
    from .replay import Replay

__all__ = ["duration_text", "percent_text", "report_of", "table_of", "text_of"]

examples_shown = 5
lines_shown = 10
values_shown = 12


# ---------------------------------------------------------------- as data


def report_of(replay: Replay, by: Sequence[str] = ()) -> dict[str, Any]:
    """Everything that the replay found. `by` names attributes to break verdicts down by; without it
    those of the map's `compare`, else every attribute that is one of a few words."""
    mapped = replay.mapped
    report: dict[str, Any] = {
        "log": replay.log_name, "map": mapped.log_map.name, "rulebook": replay.rulebook_name,
        "rows": {
            "read": mapped.rows_read, "used": mapped.rows_used, "skipped": dict(mapped.skipped), "blank": mapped.blank_lines,
            "line_word": mapped.line_word, "bad": {
                reason: {"rows": len(lines), "lines": sorted(lines)[:lines_shown],
                         "examples": {str(line): text for line, text in mapped.bad.examples.get(reason, {}).items()}}
                for reason, lines in mapped.bad.lines.items()
            },
        },
        "tidied": dict(mapped.counts),
        "cases": len(mapped.cases.ids), "events": len(mapped.events),
        "from": _instant(int(mapped.events["at"][0])) if len(mapped.events) else "", "until": _instant(mapped.until_ms),
        "receipts": [
            {"machine": machine, "event": event, "receipt": receipt, "reason": reason, "events": count}
            for (machine, event, receipt, reason), count in sorted(replay.receipts.items(), key=lambda item: (item[0][:2], -item[1]))
        ],
        "effects": dict(sorted(replay.effects.items())),
        "policies": _policies(replay, by),
    }
    if replay.late is not None:
        report["late"] = replay.late
    if mapped.log_map.compare is not None:
        report["comparison"] = _comparison(replay)
    return report


def _policies(replay: Replay, by: Sequence[str]) -> list[dict[str, Any]]:
    compare = replay.mapped.log_map.compare
    cycles = replay.cycles
    unknown = [name for name in by if name not in cycles.attributes]
    if unknown and len(cycles):
        raise KeyError(f"no attribute `{unknown[0]}` (there are: {', '.join(cycles.attributes) or 'none'})")
    wanted = list(by) or list(compare.by if compare else ()) or list(replay.short_attributes)
    result = []
    for name in cycles.policies:
        mine = cycles.of_policy(name)
        if not len(mine):
            continue
        entry: dict[str, Any] = {"policy": name, **_figures(summarise(mine)), "by": {}}
        for attribute in wanted:
            groups = list(mine.by_attribute(attribute)) if attribute in mine.attributes else []
            if [text for text, _ in groups] not in ([], ["(unset)"]):
                entry["by"][attribute] = [{"value": text, **_figures(summarise(group))} for text, group in groups]
        result.append(entry)
    return result


def _figures(summary: Summary) -> dict[str, Any]:
    return {
        "cycles": sum(summary.counts.values()), **summary.counts, "attainment": summary.attainment, "met_of_all": summary.share_of_all,
        "average_ms": summary.average_ms, "percentiles_ms": {f"p{p}": ms for p, ms in summary.percentiles_ms.items()},
    }


def _comparison(replay: Replay) -> dict[str, Any]:
    mapped = replay.mapped
    compare = mapped.log_map.compare
    assert compare is not None
    result: dict[str, Any] = {}
    if compare.counts:
        offered = len(mapped.cases.ids)
        result["counts"] = {
            title: {"cases": count, "of": offered} for title, event in compare.counts if (count := replay.cases_with(event)) >= 0
        }
    if mapped.expected is not None:
        result["verdicts"] = _compare_verdicts(replay)
    if mapped.expected_due:
        result["due"] = [_compare_due(replay, place) for place in range(len(mapped.expected_due))]
    return result


def _compare_verdicts(replay: Replay) -> dict[str, Any]:
    compare, expected = replay.mapped.log_map.compare, replay.mapped.expected
    assert compare is not None
    assert expected is not None
    ours = _judged_cases(replay, compare.policy)
    order = np.argsort(expected.cases)
    ids, log_met = expected.cases[order], expected.met[order]
    place = np.minimum(np.searchsorted(ids, ours.case), max(0, len(ids) - 1))
    both = ids[place] == ours.case if len(ids) else np.zeros(len(ours), bool)
    ours, log_met = ours.of(both), log_met[place[both]]
    met = ours.verdict == verdict_words.index("met")

    def agreement(rows: Any) -> dict[str, int]:
        return {
            "agree": int((met[rows] == log_met[rows]).sum()), "of": int(rows.sum()),
            "met_here_missed_in_log": int((met[rows] & ~log_met[rows]).sum()),
            "missed_here_met_in_log": int((~met[rows] & log_met[rows]).sum()),
        }

    result: dict[str, Any] = {
        "policy": compare.policy, "column": compare.column, **agreement(np.ones(len(ours), bool)),
        "no_verdict_here": len(expected.cases) - len(ours), "no_verdict_in_log": expected.without_verdict,
        "left_out": expected.left_out, "by": {},
    }
    for name in compare.by:
        attribute = ours.attributes.get(name)
        if attribute is not None:
            texts = [text for text, _ in ours.by_attribute(name)]
            codes = {**{text: code for code, text in enumerate(attribute.texts)}, "(unset)": -1}
            result["by"][name] = [{"value": text, **agreement(attribute.codes == codes[text])} for text in texts]
    return result


def _judged_cases(replay: Replay, policy: str) -> Cycles:
    """One judged cycle per case: a missed one where there is any, else the first."""
    cycles = replay.cycles.of_policy(policy) if policy in replay.cycles.policies else replay.cycles.of(np.zeros(0, np.int64))
    cycles = cycles.of(np.isin(cycles.verdict, [verdict_words.index(word) for word in judged]))
    order = np.lexsort((cycles.cycle, cycles.verdict == verdict_words.index("met"), cycles.case))
    _, first = np.unique(cycles.case[order], return_index=True)
    return cycles.of(order[first])


def _compare_due(replay: Replay, place: int) -> dict[str, Any]:
    expected = replay.mapped.expected_due[place]
    rule = expected.rule
    due, texts = replay.due_of(rule.policy, expected.cases, rule.by)
    found = due != np.iinfo(np.int64).min
    near = found & (np.abs(due - expected.due_ms) <= rule.within_ms)
    result: dict[str, Any] = {
        "policy": rule.policy, "column": rule.column, "within_ms": rule.within_ms, "near": int(near.sum()), "of": len(due),
        "no_deadline_here": int((~found).sum()), "by": {},
    }
    for name, of_case in texts.items():
        words, codes, counts = np.unique(of_case, return_inverse=True, return_counts=True)
        hits = np.bincount(codes, weights=near, minlength=len(words)).astype(int)
        rows = sorted(zip(words.tolist(), hits.tolist(), counts.tolist(), strict=True), key=lambda row: -row[2])
        result["by"][name] = [{"value": word, "near": hit, "of": count} for word, hit, count in rows]
    return result


def _instant(ms: int) -> str:
    return str(iso_instants(np.array([ms], np.int64))[0])


# ---------------------------------------------------------------- as text


def table_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Aligned lines: the first column to the left and all that are numbers to the right."""
    every = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in every) for column in range(len(head))]
    numeric = [all(not row[column] or row[column][0] in "0123456789-+" for row in every[1:]) for column in range(len(head))]
    numeric[0] = False
    lines = []
    for row in every:
        cells = [cell.rjust(width) if right else cell.ljust(width) for cell, width, right in zip(row, widths, numeric, strict=True)]
        lines.append(("  " + "  ".join(cells)).rstrip())
    return lines


def text_of(report: dict[str, Any]) -> str:
    """The report for a reader."""
    parts = [_text_of_rows(report), _text_of_receipts(report), _text_of_policies(report)]
    if "comparison" in report:
        parts.append(_text_of_comparison(report["comparison"]))
    return "\n\n".join(part for part in parts if part)


def _text_of_rows(report: dict[str, Any]) -> str:
    rows = report["rows"]
    bad = sum(entry["rows"] for entry in rows["bad"].values())
    skipped = [f"{count:,} {name}" for name, count in rows["skipped"].items()]
    lines = [
        f"{report['log']} by {report['map']} under {report['rulebook']}",
        f"{rows['read']:,} rows: " + ", ".join([f"{rows['used']:,} used", *skipped, f"{bad:,} bad"])
        + (f"; {rows['blank']:,} blank lines" if rows["blank"] else ""),
    ]
    for reason, entry in rows["bad"].items():
        shown = ", ".join(map(str, entry["lines"])) + (", ..." if entry["rows"] > len(entry["lines"]) else "")
        lines.append(f"  bad: {reason}: {entry['rows']:,} ({rows['line_word']} {shown})")
        lines += [f"       {line}: {text}" for line, text in list(entry["examples"].items())[:examples_shown]]
    lines += [f"  {name}: {count:,}" for name, count in report["tidied"].items()]
    lines.append(f"{report['events']:,} events of {report['cases']:,} cases, from {report['from']} until {report['until']}")
    if "late" in report:
        late = {name: f"{count:,}" for name, count in report["late"].items()}
        lines.append(f"{late['events']} events late: {late['revoked']} effects revoked, {late['added']} added, {late['moved']} moved, "
                     f"{late['receipts']} receipts corrected")
    return "\n".join(lines)


def _text_of_receipts(report: dict[str, Any]) -> str:
    head = ("Receipts", "receipt", "reason", "events")
    rows = [(f"{entry['machine']}.{entry['event']}", entry["receipt"], entry["reason"], f"{entry['events']:,}") for entry in report["receipts"]]
    return "\n".join(table_of(head, rows))


def _text_of_policies(report: dict[str, Any]) -> str:
    if not report["policies"]:
        return "No verdicts."
    marks = [f"p{p}" for p in (50, 90, 95, 99)]
    head = ("Verdicts", "met", "missed", "of them late", "cancelled", "measured", "attainment", "met of all", "average", *marks)

    def row(title: str, figures: dict[str, Any]) -> tuple[str, ...]:
        missed = figures["missed"] + figures["ended_late"] + figures["early"]
        times = [duration_text(figures["percentiles_ms"].get(mark)) for mark in marks]
        return (title, f"{figures['met']:,}", f"{missed:,}", f"{figures['ended_late']:,}", f"{figures['cancelled']:,}", f"{figures['measured']:,}",
                percent_text(figures["attainment"]), percent_text(figures["met_of_all"]), duration_text(figures["average_ms"]), *times)

    rows = []
    for policy in report["policies"]:
        rows.append(row(policy["policy"], policy))
        for attribute, groups in policy["by"].items():
            rows += [row(f"  {attribute} {group['value']}", group) for group in groups[:values_shown]]
            if len(groups) > values_shown:
                rows.append((f"  ... {len(groups) - values_shown:,} more of {attribute}", *[""] * (len(head) - 1)))
    return "\n".join(table_of(head, rows))


def _text_of_comparison(comparison: dict[str, Any]) -> str:
    lines: list[str] = []
    if "counts" in comparison:
        rows = [(title, f"{entry['cases']:,}", f"{entry['of']:,}", percent_text(_share(entry["cases"], entry["of"])))
                for title, entry in comparison["counts"].items()]
        lines += table_of(("Counts", "cases", "of", "share"), rows)
    if verdicts := comparison.get("verdicts"):
        title = f"{verdicts['policy']} beside the log's {verdicts['column']}"
        head: tuple[str, ...] = (title, "agree", "of", "share", "met here only", "met in log only")
        agreements = [_agreement_row(title, group) for title, group in _groups(verdicts["by"])]
        lines += ["", *table_of(head, [*agreements, _agreement_row("all", verdicts)])]
        for key, words in (("no_verdict_here", "cases have a verdict in the log and none here"), ("no_verdict_in_log", "cases have none in the log")):
            if verdicts[key]:
                lines.append(f"  {verdicts[key]:,} {words}")
    for due in comparison.get("due", ()):
        head = (f"{due['policy']} within {duration_text(due['within_ms'])} of the log's {due['column']}", "near", "of", "share")
        lines += ["", *table_of(head, [_due_row(title, group) for title, group in [*_groups(due["by"]), ("all", due)]])]
    return "\n".join(lines).strip("\n")


def _groups(by: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The first groups of each attribute, titled `attribute value`."""
    for attribute, groups in by.items():
        for group in groups[:values_shown]:
            yield f"{attribute} {group['value']}", group


def _due_row(title: str, entry: dict[str, Any]) -> tuple[str, ...]:
    return (title, f"{entry['near']:,}", f"{entry['of']:,}", percent_text(_share(entry["near"], entry["of"])))


def _agreement_row(title: str, entry: dict[str, Any]) -> tuple[str, ...]:
    return (title, f"{entry['agree']:,}", f"{entry['of']:,}", percent_text(_share(entry["agree"], entry["of"])),
            f"{entry['met_here_missed_in_log']:,}", f"{entry['missed_here_met_in_log']:,}")


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def percent_text(share: float | None) -> str:
    """Two digits, and never rounded up to 100 or down to 0."""
    if share is None:
        return ""
    rounded = f"{share * 100:.2f} %"
    if (rounded == "100.00 %" and share < 1) or (rounded == "0.00 %" and share > 0):
        return f"{share * 100:.5f} %"
    return rounded


def duration_text(ms: float | None) -> str:
    """`40.8 s`, `12:05 min`, `3:20:00 h`, `5 d 01:00 h`."""
    if ms is None:
        return ""
    if ms < 60_000:
        return f"{ms / 1000:.1f} s"
    seconds = round(ms / 1000)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours == 0:
        return f"{minutes}:{seconds % 60:02} min"
    if hours < 48:
        return f"{hours}:{minutes:02}:{seconds % 60:02} h"
    return f"{hours // 24} d {hours % 24:02}:{minutes:02} h"
