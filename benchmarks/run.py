"""Builds the corpus with sitegen and other generators on equal work, in turn, and prints what they took.

python -m benchmarks.run --work DIR --pairs 5000 --tools sitegen,hugo --repeat 3
"""

from __future__ import annotations

import os
import platform
import sys
import sysconfig
from compileall import compile_dir
from pathlib import Path

import click
import msgspec

from benchmarks.cases import CASES, Bench, Run
from benchmarks.corpus import Corpus
from benchmarks.generators import GENERATORS, generator_named
from benchmarks.generators.generator import Places
from benchmarks.generators.sitegen import ABLATED
from benchmarks.install import install
from benchmarks.report import Report, table

PROGRAM = Path(__file__).parents[1] / "sitegen"


class Names(click.ParamType):  # type: ignore[type-arg]  # generic only in the newest click
    """Some of the known names, with commas between."""

    name = "names"

    def __init__(self, known: tuple[str, ...]) -> None:
        self.known = known

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        chosen = tuple(value.split(","))
        for name in chosen:
            if name not in self.known and not name.startswith(ABLATED):
                self.fail(f"{name} is not one of {', '.join(self.known)}", param, ctx)
        return chosen


@click.command(help=__doc__.splitlines()[0] if __doc__ else None)
@click.option("--work", type=click.Path(path_type=Path), required=True, help="Scratch folder for everything.")
@click.option("--pairs", default=5000, show_default=True, help="Article pairs; documents are twice that.")
@click.option("--seed", default=1, show_default=True)
@click.option("--cases", type=Names(CASES), default=",".join(CASES), show_default=True)
@click.option("--tools", type=Names(tuple(GENERATORS)), default=",".join(GENERATORS), show_default=True)
@click.option("--repeat", default=3, show_default=True, help="Times each case is run.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Where to write all figures.")
def main(
    work: Path,
    pairs: int,
    seed: int,
    cases: tuple[str, ...],
    tools: tuple[str, ...],
    repeat: int,
    json_path: Path | None,
) -> None:
    corpus = Corpus(seed, pairs)
    load = os.getloadavg()[0]
    for folder in (PROGRAM, sysconfig.get_path("purelib")):  # as pip does, unless the environment was copied
        compile_dir(folder, quiet=1)
    benches = [bench(name, corpus, work.resolve()) for name in tools]
    for each in benches:
        print(f"Writing the site of {each.generator.name} …", file=sys.stderr)
        each.prepare()
    runs = measure_all(benches, cases, repeat)
    report = Report(pairs, seed, repeat, os.cpu_count() or 1, platform.python_version(), load, tuple(runs))
    target = json_path or work / f"benchmark-{pairs}.json"
    target.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
    print(table(report))


def bench(name: str, corpus: Corpus, work: Path) -> Bench:
    generator = generator_named(name)
    tool = (
        install(generator.package, work / "installed") if generator.package else Path(sys.executable).parent
    )
    folder = work / f"{corpus.pairs}" / name
    places = Places(tool, folder / "site", folder / "out")
    environment = {key: text.format(folder=folder) for key, text in generator.environment}
    return Bench(generator, places, corpus, environment)


def measure_all(benches: list[Bench], cases: tuple[str, ...], repeat: int) -> list[Run]:
    """Every case by every generator in turn, then again: a drift of the machine meets all of them."""
    if cases[0] not in ("cold", "memory"):
        for each in benches:
            each.run("noop", 0)
    runs = []
    for repetition in range(1, repeat + 1):
        for case in cases:
            if case == "memory" and repetition > 1:
                continue
            for each in benches:
                os.sync()  # what one has written is not flushed in another's time
                run = each.run(case, repetition)
                print(line(run, each.log), file=sys.stderr)
                runs.append(run)
    return runs


def line(run: Run, log: Path) -> str:
    took = run.measured
    words = (
        f"{run.case:7}{run.generator:14}{took.wall:8.2f} s {took.memory / 1e6:7.0f} MB {run.written} pages"
    )
    return words if took.status == 0 else f"{words}  FAILED with {took.status}, see {log}"


if __name__ == "__main__":
    main()
