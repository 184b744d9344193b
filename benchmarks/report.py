"""Measured runs as Markdown tables."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

import msgspec

from benchmarks.cases import CASES, Run
from benchmarks.generators import generator_named
from benchmarks.install import version
from sitegen import __version__

REFERENCE = "hugo"


class Report(msgspec.Struct, frozen=True):
    pairs: int
    seed: int
    repeat: int
    cores: int
    python: str
    load: float
    runs: tuple[Run, ...]


def table(report: Report) -> str:
    """Seconds by the clock, processor seconds, memory; then what was built, to see that work was equal."""
    names = list(dict.fromkeys(run.generator for run in report.runs))
    cases = [case for case in CASES if any(run.case == case for run in report.runs)]
    timed = [case for case in cases if case != "memory"]
    ratio = f"median (least–most), ratio to {REFERENCE}" if REFERENCE in names else "median (least–most)"
    parts = [
        f"{report.pairs:,} pairs, {2 * report.pairs:,} articles; {report.repeat} runs in turn; "
        f"{report.cores} cores, CPython {report.python}, load before {report.load:.1f}",
        f"Seconds by the clock: {ratio}",
        grid(report, names, timed, lambda runs: [run.measured.wall for run in runs]),
        "Processor seconds, user and system, all processes",
        grid(report, names, timed, lambda runs: [run.measured.cpu for run in runs]),
        "Peak memory in MB, all processes (resident sets; `memory` is a cold build again, proportional sets)",
        grid(report, names, cases, lambda runs: [run.measured.memory / 1e6 for run in runs], "{:.0f}"),
        "What was built",
        built(report, names),
    ]
    return "\n\n".join(parts)


def grid(
    report: Report,
    names: list[str],
    cases: list[str],
    figures: Callable[[list[Run]], list[float]],
    form: str = "{:.2f}",
) -> str:
    lines = [f"| | {' | '.join(cases)} |", f"|---|{'---:|' * len(cases)}"]
    for name in names:
        cells = [
            cell(figures(of(report, name, case)), figures(of(report, REFERENCE, case)), form)
            for case in cases
        ]
        failed = any(run.measured.status for run in report.runs if run.generator == name)
        cells[0] += " (failed)" if failed else ""
        lines.append(f"| {label(name)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def cell(figures: list[float], reference: list[float], form: str) -> str:
    if not figures:
        return "–"
    middle = median(figures)
    text = form.format(middle)
    if len(figures) > 1:
        text += f" ({form.format(min(figures))}–{form.format(max(figures))})"
    if reference and median(reference):
        text += f" {middle / median(reference):.3g}×"
    return text


def built(report: Report, names: list[str]) -> str:
    lines = [
        "| | HTML files | MB | pages showing a new body | a new title | a new template |",
        f"|---|{'---:|' * 5}",
    ]
    for name in names:
        first = next(run for run in report.runs if run.generator == name)
        shown = [
            sorted({str(run.shown) for run in of(report, name, case)}) for case in ("body", "title", "base")
        ]
        cells = [
            f"{first.written:,}",
            f"{first.size / 1e6:.1f}",
            *(" or ".join(each) or "–" for each in shown),
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def of(report: Report, name: str, case: str) -> list[Run]:
    return [
        run for run in report.runs if run.generator == name and run.case == case and run.measured.status == 0
    ]


def label(name: str) -> str:
    package = generator_named(name).package
    return f"{name} {version(package) if package else __version__}"
