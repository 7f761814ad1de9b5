"""Formulas of a handout's text as MathML, which browsers set themselves."""

import html
import re

from nbconvert.filters.markdown_mistune import IPythonRenderer

# The converter knows these environments only by other names.
ENVIRONMENTS = {"aligned": "align*", "equation": "", "equation*": "", "gathered": "align*", "split": "align*"}
CAPITAL = re.compile(r"<mi>(&#x0039[0-9A-F];|&#x003A[0-9];|[Α-Ω])</mi>")


def mathml(latex, display="inline"):
    """A formula as MathML, or as LaTeX where it cannot be read."""
    # nbconvert imports every exporter whenever it starts; without the converter, only this one should fail.
    from latex2mathml.converter import convert

    def environment(match):
        name = ENVIRONMENTS.get(match[2], match[2])
        return rf"\{match[1]}{{{name}}}" if name else ""

    known = re.sub(r"\\(begin|end)\{([a-z]+\*?)\}", environment, latex.strip())
    try:
        found = convert(known, display=display)
    except Exception:
        return f"<code>{html.escape(latex)}</code>"
    # As in TeX, Greek capitals are upright.
    return CAPITAL.sub(r'<mi mathvariant="normal">\1</mi>', found)


class FormulaRenderer(IPythonRenderer):
    def inline_math(self, body):
        return mathml(body)

    def block_math(self, body):
        return f'<div class="formula">{mathml(body, "block")}</div>'

    def latex_environment(self, name, body):
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")
