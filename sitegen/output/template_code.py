"""Templates compiled to leaner Python than Jinja's own, which writes the same text: see decision 12."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import cache, partial
from keyword import iskeyword
from types import CodeType
from typing import Any

import jinja2
import jinja2.runtime
import markupsafe
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from sitegen.core.digest import installed_libraries

COMPARED = ("3.1.6",)  # versions of Jinja2 with which tests/properties/test_templates_stock.py compares ours
MOST_COMPILED = 1_000  # templates kept: the live preview compiles each change of a template

markup: Callable[[str], Markup] = partial(str.__new__, Markup)


def escape_publicly(text: str) -> str:
    """Plain text as HTML, for a text that is not Markup already."""
    return str(escape(text))


# The core of markupsafe's `escape` is eight times as fast, but private, so some releases may lack it.
escape_plain: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape_publicly)


def require_value(value: Any) -> Any:
    """The value. Raises UndefinedError for None, which a page would print as “None”: it must say “unknown” in
    words.
    """
    if value is None:
        raise jinja2.UndefinedError("None")
    return value


def escape_value(value: Any) -> str:
    """The HTML of a value: as `escape(require_value(value))`, but possibly as a plain string."""
    kind = type(value)
    if kind is str:
        return escape_plain(value)
    return value if kind is Markup else escape(require_value(value))


class Macro(jinja2.runtime.Macro):
    """A macro with a shortcut for the usual call, which has a value for every argument and no more."""

    def __init__(self, environment: jinja2.Environment, func: Callable[..., str], *rest: Any) -> None:
        super().__init__(environment, func, *rest)
        self._usual = not (self.caller or self.catch_kwargs or self.catch_varargs)

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        if self._usual and not kwargs and len(args) == self._argument_count:
            return markup(self._func(*args))
        return super().__call__(*args, **kwargs)


class LeanCode(CodeGenerator):
    """Generates code that, where escaping is on, joins all text of a function before it yields, and calls
    functions directly."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape_value, Macro = environment.escape_value, environment.macro")

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        if frame.parent is None:
            self.buffer(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        super().leave_frame(frame, with_python_scope)
        if frame.parent is None:
            self.writeline(f"yield concat({frame.buffer})")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        if not node.with_context:  # Jinja yields it
            self.writeline(f"yield concat({frame.buffer})")
            self.writeline(f"{frame.buffer}.clear()")
        super().visit_Include(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(given.key) for given in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        """The constant of an expression that the author wrote out; a filter is never one, since it differs in
        each language."""
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame):
            self.write("escape_value(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_escaped(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile)


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps compiled templates, which the environments of all languages share."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            if len(self._codes) >= MOST_COMPILED:
                self._codes.clear()
            self._codes[bucket.key, bucket.checksum] = bucket.code


class LeanEnvironment(jinja2.Environment):
    """Renders the same as a stock environment, as long as escaping is on and no callable needs the
    context."""

    code_generator_class = LeanCode
    macro = Macro
    escape_value = staticmethod(escape_value)

    def __init__(self, **options: Any) -> None:
        """Switches Jinja's optimizer off: it would compute constants in one language, and all share the
        code."""
        super().__init__(**options, optimized=False, bytecode_cache=COMPILED)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals as a plain dict, which is copied for each page ten times as fast as Jinja's
        ChainMap."""
        return {**self.globals, **(d or {})}


COMPILED = CompiledTemplates()


@cache
def environment_class() -> type[jinja2.Environment]:
    """LeanEnvironment, if this version of Jinja2 is in COMPARED; else the stock one.

    Another version may mean something else by the same hooks; its own code is right, only slower.
    """
    return LeanEnvironment if dict(installed_libraries())["jinja2"] in COMPARED else jinja2.Environment
