# SPDX-License-Identifier: Apache-2.0
"""The command `caseclock`: replay a log, make up a day, show a machine, lint a rulebook, check scenarios and how much they prove.

    caseclock replay LOG --map MAP.yaml --rulebook RULES.yaml [--explain CASE [--svg FILE]] [--why-not CASE POLICY]
                     [--verdicts FILE] [--events FILE] [--json] [--strict] [--arrival-order]
    caseclock whatif LOG --map MAP.yaml --rulebook RULES.yaml --against OTHER.yaml [--explain N] [--verdicts FILE] [--json]
    caseclock simulate [--seed N] [--calls N] [--hours H] [--out FILE]
    caseclock demo
    caseclock render MACHINE [--rulebook RULES.yaml] [--form mermaid|dot|json]
    caseclock lint RULES.yaml [--json] [--strict]
    caseclock check FILE... [--rulebook RULES.yaml] [--junit OUT.xml] [--verbose]
    caseclock tidy FILE... [--check]
    caseclock mutate RULES.yaml FILE... [--sample N] [--seed N] [--processes N] [--at-least PERCENT]

Exit status: 0 done, 1 the input is faulty (told on the standard error), a scenario
failed or a finding counts, 2 the command line is.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Literal

import click

from . import Rulebook, __version__, scenarios
from .event_files import write_events
from .findings import lint
from .maps import LogError, LogMap, MapError
from .maps.tables import Progress
from .proofs import proofs_svg
from .replay import Replay, StrictError, replay
from .report import report_of, text_of
from .rulebook import load_rulebook
from .simulate import Day, write_log
from .verdict_files import write_verdicts
from .whatif import whatif

__all__ = ["main"]

long_input_bytes = 1 << 20


@contextlib.contextmanager
def told_faults() -> Iterator[None]:
    """Faults of the input become sentences on the standard error."""
    try:
        yield
    except (MapError, scenarios.ScenarioError) as error:
        fail(*error.faults)
    except (LogError, StrictError, ValueError) as error:
        fail(*str(error).splitlines())
    except KeyError as error:
        fail(str(error.args[0]))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def fail(*sentences: str) -> None:
    for sentence in sentences:
        click.echo(f"caseclock: {sentence}", err=True)
    sys.exit(1)


@contextlib.contextmanager
def progress_bar(label: str, wanted: bool) -> Iterator[Progress | None]:
    """A bar on the standard error, when that is a terminal."""
    if not (wanted and sys.stderr.isatty()):
        yield None
        return
    with click.progressbar(length=1000, label=label, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.update(int(1000 * done / max(1, total)) - bar.pos)

        yield show


def load_map(name: str) -> LogMap:
    """A map file, or one that comes with the package."""
    shipped = resources.files("caseclock.maps") / f"{name}.map.yaml"
    if not os.path.exists(name) and name.isidentifier() and shipped.is_file():
        return LogMap.parse(shipped.read_text("utf-8"), f"{name}.map.yaml")
    return LogMap.load(name)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="caseclock")
def main() -> None:
    """The clocks on customer cases: which promise is running, paused, met or missed, and why."""


@main.command("replay")
@click.argument("log", type=click.Path())
@click.option("--map", "map_name", required=True, metavar="MAP.yaml", help="How rows become events; or `hotline`.")
@click.option("--rulebook", "rulebook_name", required=True, metavar="RULES.yaml", help="The promises; or a built-in one: `hotline`.")
@click.option("--explain", "cases", multiple=True, metavar="CASE", help="Show the proof of this case, as the log calls it.")
@click.option("--svg", type=click.Path(), metavar="FILE.svg", help="Draw the proof of the one case that is explained.")
@click.option("--why-not", "questions", multiple=True, nargs=2, metavar="CASE POLICY", help="Say why POLICY did not start, or end, on CASE.")
@click.option("--verdicts", type=click.Path(), metavar="FILE", help="Write one row per cycle to FILE.csv or FILE.parquet.")
@click.option("--events", type=click.Path(), metavar="FILE.csv", help="Write the events as a desk takes them, for a host in C++.")
@click.option("--by", multiple=True, metavar="ATTRIBUTE", help="Break verdicts down by this attribute.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--strict", is_flag=True, help="Stop at the first bad row or event that is not accepted.")
@click.option("--arrival-order", is_flag=True, help="Take the events in the order of the file; what is late corrects what was said.")
def replay_command(log: str, map_name: str, rulebook_name: str, cases: tuple[str, ...], svg: str | None, questions: tuple[tuple[str, str], ...],
                   verdicts: str | None, events: str | None, by: tuple[str, ...], as_json: bool, strict: bool, arrival_order: bool) -> None:
    """Replay LOG (CSV, TSV, both also gzipped, or Parquet) and say what became of its promises."""
    if svg is not None and len(cases) != 1:
        raise click.UsageError(f"--svg draws one case; {len(cases)} are explained (allowed: one --explain CASE)")
    with told_faults():
        done = run(log, load_map(map_name), load_rulebook(rulebook_name), strict, arrival_order)
        report = report_of(done, by)
        if verdicts is not None:
            write_verdicts(verdicts, done.cycles, done.face.case_text)
        if events is not None:
            write_events(events, done.mapped)
        if svg is not None:
            Path(svg).write_text(proofs_svg(done.proofs(cases[0]), f"Case {cases[0]}"), "utf-8")
        answers = [done.why_not(case, policy) for case, policy in questions]
        if as_json:
            proofs = {case: [proof.as_data() for proof in done.proofs(case)] for case in cases}
            report |= ({"proofs": proofs} if proofs else {}) | ({"why_not": [answer.data for answer in answers]} if answers else {})
            click.echo(json.dumps(report, indent=2, ensure_ascii=False))
        else:
            click.echo("\n\n".join([text_of(report), *map(done.explain, cases), *(answer.text for answer in answers)]))


def run(log: str, log_map: LogMap, rulebook: Rulebook, strict: bool, arrival_order: bool = False) -> Replay:
    """A replay with progress bars on long input."""
    long = os.path.getsize(log) > long_input_bytes
    with contextlib.ExitStack() as stack:
        reading = stack.enter_context(progress_bar("reading  ", long))
        replaying = stack.enter_context(progress_bar("replaying", long))
        return replay(log, log_map, rulebook, strict=strict, arrival_order=arrival_order, reading=reading, replaying=replaying)


@main.command("whatif")
@click.argument("log", type=click.Path())
@click.option("--map", "map_name", required=True, metavar="MAP.yaml", help="How rows become events; or `hotline`.")
@click.option("--rulebook", "rulebook_name", required=True, metavar="RULES.yaml", help="The promises as they are; or a built-in one: `hotline`.")
@click.option("--against", "other_name", required=True, metavar="RULES.yaml", help="The promises as they would be.")
@click.option("--by", multiple=True, metavar="ATTRIBUTE", help="Break verdicts down by this attribute.")
@click.option("--explain", "count", type=click.IntRange(0), default=0, metavar="N", help="Show the proofs of N cycles that flip, under both.")
@click.option("--verdicts", type=click.Path(), metavar="FILE.csv", help="Write one row per cycle that ends otherwise.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def whatif_command(log: str, map_name: str, rulebook_name: str, other_name: str, by: tuple[str, ...], count: int, verdicts: str | None,
                   as_json: bool) -> None:
    """Replay LOG under two rulebooks and say what would change. Nothing live is touched."""
    with told_faults():
        with progress_bar("reading  ", os.path.getsize(log) > long_input_bytes) as reading:
            found = whatif(log, load_map(map_name), load_rulebook(rulebook_name), load_rulebook(other_name), by=by, reading=reading)
        if verdicts is not None:
            found.write(verdicts)
        if as_json:
            click.echo(json.dumps(found.as_data(), indent=2, ensure_ascii=False))
        else:
            click.echo("\n\n".join(part for part in (found.text(), found.explain(count)) if part))


@main.command("simulate")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same bytes.")
@click.option("--calls", default=1200, show_default=True, type=click.IntRange(1), help="How many calls arrive.")
@click.option("--hours", default=13.5, show_default=True, type=click.FloatRange(0, 24, min_open=True), help="How long the hotline is open.")
@click.option("--agents", default=0, type=click.IntRange(0), help="Agents at work; without it as many as the peaks need.")
@click.option("--out", type=click.Path(), metavar="FILE", help="Write to FILE instead of the standard output.")
def simulate_command(seed: int, calls: int, hours: float, agents: int, out: str | None) -> None:
    """Make up a day of a hotline: calls with queue, holds and drops, and the tickets they leave."""
    day = Day(seed=seed, calls=calls, hours=hours, agents=agents)
    with told_faults():
        if out is None:
            write_log(day, sys.stdout)
            return
        with open(out, "w", encoding="utf-8", newline="") as file:
            rows = write_log(day, file)
        click.echo(f"{rows:,} rows to {out}; replay them: caseclock replay {out} --map hotline --rulebook hotline", err=True)


@main.command("demo")
@click.option("--seed", default=7, show_default=True)
def demo_command(seed: int) -> None:
    """Make up a day, replay it under the built-in rulebook, and prove one verdict."""
    with told_faults(), tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "day.csv"
        with open(log, "w", encoding="utf-8", newline="") as file:
            write_log(Day(seed=seed, calls=600), file)
        done = run(str(log), load_map("hotline"), load_rulebook("hotline"), strict=False)
        click.echo(text_of(report_of(done)))
        case = done.face.worth_a_proof()
        if case is not None:
            click.echo("\n" + done.explain(case))


@main.command("render")
@click.argument("machine")
@click.option("--rulebook", "rulebook_name", default="hotline", show_default=True, metavar="RULES.yaml")
@click.option("--form", type=click.Choice(["mermaid", "dot", "json"]), default="mermaid", show_default=True)
def render_command(machine: str, rulebook_name: str, form: Literal["mermaid", "dot", "json"]) -> None:
    """Draw MACHINE of a rulebook: states, events, what rows need."""
    with told_faults():
        click.echo(load_rulebook(rulebook_name).machine(machine).render(form))


@main.command("lint")
@click.argument("rulebook", metavar="RULES.yaml", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON, those that are ignored too.")
@click.option("--strict", is_flag=True, help="Let notes count too.")
def lint_command(rulebook: str, as_json: bool, strict: bool) -> None:
    """Say what is probably wrong with a rulebook, or a built-in one, although it loads: docs/lint.md explains every finding."""
    with told_faults():
        found = lint(rulebook)
    open_ = [each for each in found if each.counts]
    if as_json:
        click.echo(json.dumps([each.as_data() for each in found], indent=2, ensure_ascii=False))
    else:
        for each in open_:
            click.echo(str(each))
        ignored = len(found) - len(open_)
        warnings = sum(each.level == "warning" for each in open_)
        click.echo(f"{rulebook}: {_many(warnings, 'warning')}, {_many(len(open_) - warnings, 'note')}, {ignored} ignored")
    sys.exit(1 if any(strict or each.level == "warning" for each in open_) else 0)


def _many(number: int, things: str) -> str:
    return f"{number} {things}{'' if number == 1 else 's'}"


def scenario_files(paths: tuple[str, ...]) -> list[Path]:
    """Files, and those below folders."""
    files = [file for path in paths for file in scenarios.find_files(path)]
    if not files:
        fail(f"{', '.join(paths)}: no *.scenarios below")
    return files


@main.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--rulebook", "rulebook_name", metavar="RULES.yaml", help="A rulebook, or a built-in one, instead of those that the files name.")
@click.option("--junit", "junit_path", type=click.Path(), metavar="OUT.xml", help="Write JUnit XML, for a build server.")
@click.option("--verbose", "-v", is_flag=True, help="Show every scenario, and what was said in each step.")
def check_command(paths: tuple[str, ...], rulebook_name: str | None, junit_path: str | None, verbose: bool) -> None:
    """Run the scenarios of FILE..., or of every *.scenarios below a folder, and show where a rulebook says something else."""
    with told_faults():
        loaded = scenarios.load_all(scenario_files(paths))
        runner = scenarios.Runner(rulebook_name)
        runner.check_all(loaded)
        outcomes = []
        for outcome in runner.run_all(loaded):
            outcomes.append(outcome)
            if verbose or not outcome:
                click.echo(scenarios.text_of_outcome(outcome, verbose))
        if junit_path is not None:
            Path(junit_path).write_bytes(scenarios.junit(outcomes))
    click.echo(scenarios.summary(outcomes))
    sys.exit(0 if all(outcomes) else 1)


@main.command("tidy")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit status 1 where a file would change.")
def tidy_command(paths: tuple[str, ...], only_check: bool) -> None:
    """Align the tables of FILE..., or of every *.scenarios below a folder."""
    changed = []
    with told_faults():
        for file in scenario_files(paths):
            scenarios.load(file)
            before = file.read_text("utf-8")
            after = scenarios.tidied(before)
            if after != before:
                changed.append(file)
                if not only_check:
                    file.write_text(after, "utf-8", newline="")
    for file in changed:
        click.echo(f"{file}: {'would be aligned' if only_check else 'aligned'}")
    sys.exit(1 if changed and only_check else 0)


@main.command("mutate")
@click.argument("rulebook", metavar="RULES.yaml", type=click.Path())
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Try only so many of the changes, drawn by the seed.")
@click.option("--seed", default=1, show_default=True)
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1))
@click.option("--at-least", default=0.0, type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit status 1 where fewer are noticed.")
def mutate_command(rulebook: str, paths: tuple[str, ...], sample: int | None, seed: int, processes: int, at_least: float) -> None:
    """Change one limit, condition or guard of RULES.yaml at a time, and list the changes that no scenario of FILE... notices."""
    with told_faults():
        score = scenarios.mutation_score(rulebook, scenarios.load_all(scenario_files(paths)), sample=sample, seed=seed, processes=processes)
    click.echo(score)
    sys.exit(0 if score.share * 100 >= at_least else 1)


if __name__ == "__main__":
    main()
