"""Steps of a build as they are, except that one text kills its process or never ends; workers import them."""

from __future__ import annotations

import os
import re
import time
from unittest.mock import patch

from sitegen.content.document import EncodedFile
from sitegen.content.markup import body
from sitegen.content.parse import FileToParse, parse_batch
from sitegen.core.interrupts import budget
from sitegen.output.render import RenderJob, render_batch
from sitegen.output.templates import RenderedPage

DEADLY = "Энэ үг үхлийн аюултай."
ENDLESS = "Энэ үг төгсгөлгүй."
convert = body._convert


def parse_or_die(options: bytes, files: tuple[FileToParse, ...]) -> list[EncodedFile]:
    if any(DEADLY.encode() in file.content for file in files):
        os._exit(9)
    return parse_batch(options, files)


def render_or_die(context: bytes, jobs: tuple[RenderJob, ...]) -> list[RenderedPage]:
    """Over whatever shows the text in a title or a summary."""
    if any(DEADLY.encode() in job.view for job in jobs):
        os._exit(9)
    return render_batch(context, jobs)


def render_article_or_die(context: bytes, jobs: tuple[RenderJob, ...]) -> list[RenderedPage]:
    """Over the one page that has the text as its body."""
    for job in jobs:
        if job.template == "article.html" and any(DEADLY.encode() in html for html in job.bodies.values()):
            os._exit(9)
    return render_batch(context, jobs)


def parse_or_overrun(options: bytes, files: tuple[FileToParse, ...]) -> list[EncodedFile]:
    with patch.object(body, "_convert", convert_or_overrun):
        return parse_batch(options, files)


def convert_or_overrun(path: str, markdown: str, *rest: object) -> object:
    if ENDLESS in markdown:
        with budget(0.05):  # less than every text is given, so that nobody has to wait
            work_in_a_pattern(seconds=20)
    return convert(path, markdown, *rest)  # type: ignore[arg-type]


def work_in_a_pattern(seconds: float) -> None:
    """The work would end some time, so that a test without a budget fails and does not hang."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        re.match(r"(?:a+)+$", "a" * 18 + "b")
