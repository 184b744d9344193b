"""What the pages of a plan are made with."""

from __future__ import annotations

import msgspec

from sitegen.core.files import content_of
from sitegen.core.store import Damaged
from sitegen.memory import BODIES, is_surveyed, shown_pages, stored_texts
from sitegen.output.render import FileToUse, RenderContext, Renderer
from sitegen.pages.plan import Plan
from sitegen.pages.planned import SourceFile
from sitegen.session import BuildOptions, Session
from sitegen.sources import Sources


def make_renderer(plan: Plan, sources: Sources, options: BuildOptions, session: Session) -> Renderer:
    def file(source: SourceFile) -> FileToUse:
        if not is_surveyed(sources.surveyed, source.path, source.digest):
            raise Damaged(f"a file beside no entry: {source.path!r}")
        place = options.site / source.path
        # A cluster shares no disk with us.
        content = content_of(place) if options.executor else None
        return FileToUse(source.path, str(place), source.digest, content)

    theme = msgspec.structs.replace(sources.theme, files={})
    return Renderer(
        context=RenderContext(theme, dict(plan.chromes), sources.catalogues),
        shown=shown_pages(session.store, plan.shown),
        bodies=stored_texts(session.store, BODIES),
        file=file,
        executor=session.executor,
        progress=session.progress,
    )
