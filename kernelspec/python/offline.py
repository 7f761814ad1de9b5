"""What the pages of handouts have in common: they fetch nothing, so that they look the same without a network."""

import re
from pathlib import Path

from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from traitlets import default

from .formulas import FormulaRenderer
from .lexer import BackpropLexer

# In the package, and in the checkout, where it is beside the package.
BROWSER = next(
    (folder for folder in (Path(__file__).parent / "browser", Path(__file__).resolve().parents[1] / "browser") if folder.is_dir()),
    Path(__file__).parent / "browser",
)
# Elements of a handout's text that could only do harm: such scripts do not run, and the others lead away from the page,
# swallow it, or (the outer ones, whose content stays) change all of it.
REMOVED = ["base", "frameset", "link", "meta", "plaintext", "script"]
OUTER = ["body", "head", "html"]


class OfflineExporter(HTMLExporter):
    """The templates of the folder `page`, with cells in the language's colours, formulas as MathML, and answers folded."""

    export_from_notebook = None

    @default("template_name")
    def _template_name_default(self):
        return "page"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self):
        return [str(BROWSER)]

    @default("embed_images")
    def _embed_images_default(self):
        return True

    @default("exclude_anchor_links")
    def _exclude_anchor_links_default(self):
        return True

    def default_filters(self):
        yield from super().default_filters()
        yield "coloured", coloured
        yield "fold_of", fold_of

    @pass_context
    def markdown2html(self, context, source):
        """Markdown as HTML, in which formulas are MathML, and whatever begins in a cell ends in it."""
        renderer = FormulaRenderer(
            escape=False,
            attachments=context.get("cell", {}).get("attachments", {}),
            embed_images=self.embed_images,
            path=context.get("resources", {}).get("metadata", {}).get("path", ""),
            exclude_anchor_links=self.exclude_anchor_links,
        )
        text = BeautifulSoup(MarkdownWithMath(renderer=renderer).render(source), features="html.parser")
        for element in text.find_all(REMOVED):
            element.decompose()
        for element in text.find_all(OUTER):
            element.unwrap()
        for image in text.find_all("img"):
            if not image.get("src", "").startswith("data:"):
                self.log.warning("The page will not show %s: it fetches nothing. Save it next to the notebook.", image.get("src"))
        return str(text)


def coloured(source):
    """The text of a cell as HTML, for a `pre`."""
    return highlight(source, BackpropLexer(stripnl=False), HtmlFormatter(nowrap=True)).removesuffix("\n")


def fold_of(cell):
    """What stands on the fold that hides this cell, or nothing if the cell is open."""
    tags = cell.metadata.get("tags", [])
    if "hint" in tags:
        return "Hint"
    if "answer" in tags:
        return "Answer"
    return "Hidden cell" if cell.metadata.get("jupyter", {}).get("source_hidden") else ""


def titles_of(notebook, name):
    """The title of a page: the first heading of the text, or else this name, which the page then has as its heading."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    heading = re.search(r"^# +(.+)", text, re.MULTILINE)
    return {"title": heading[1] if heading else name, "needs_heading": not heading}
