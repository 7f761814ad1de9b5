"""`%%backprop` cells in IPython."""

import keyword
import re
import sys
import unicodedata

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from .session import BackpropError, Interrupted, Session

# The options at the beginning of a `%backprop` line; the language has the rest.
OPTIONS = re.compile(r'((?:\s*(?:(?:-[io]\s*|--(?:in|out)[ =])(?:"[^"]*"|\S+)|--restart)(?=\s|$))*)\s*(.*)', re.DOTALL)
NAMED = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)\s*(.+)", re.DOTALL)


class Value:
    """The value of a cell's last line, as the kernel shows it."""

    def __init__(self, data, metadata):
        self.data, self.metadata = data, metadata

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self.data, self.metadata

    def __repr__(self):
        return self.data.get("text/plain", "")


@magics_class
class BackpropMagics(Magics):
    def __init__(self, shell):
        super().__init__(shell)
        self.session = Session()

    @magic_arguments()
    @argument(
        "-i", "--in", dest="patterns", action="append", default=[], metavar="[NAME=]X,T",
        help="Before the cell, define patterns and use them: inputs X and targets T, arrays or lists with a row for each "
        "pattern; or one pandas DataFrame, the last column of which is the target. Targets that are words are classes. The "
        "set is called NAME, or `patterns`. X and T may be any expressions; what has spaces stands in double quotes.",
    )  # fmt: skip
    @argument(
        "-o", "--out", dest="formulas", action="append", default=[], metavar="[NAME=]FORMULA,…",
        help="After the cell, put values of formulas into Python: arrays with a dimension for each free index, or floats. "
        "`curve` is the last training (a row with the epoch and its E for each epoch; beyond 2048 epochs, the least and the "
        "greatest E of each stretch); `outputs`, `inputs` and `targets` are those of all patterns. What is no name in "
        "Python needs one: `dw=∂E/∂w_ij`. What has spaces stands in double quotes: `\"error=total E\"`.",
    )  # fmt: skip
    @argument("--restart", action="store_true", help="First end the kernel; a new one has nothing defined.")
    @line_cell_magic
    def backprop(self, line, cell=None):
        """Run a cell, or a line, in the language of Backprop: the lecture's notation for back propagation.

        All cells of a notebook share one session. A cell that fails shows the error and stops `Run All`; interrupting
        stops a training and keeps its weights; what a cell had finished before that is kept. Tab completes.
        `%backprop help` lists the commands, and `%backprop help train` explains one.

            %%backprop -i xor=X,T -o w_ij,δ_k,curve
            network 2-2-1, bias
            train 500 epochs
            forward 2
            backward

        w_ij is then an array whose element [i, j] belongs to unit i and unit j: rows begin with the bias unit 0 if there
        is one, and otherwise with unit 1, as columns do. δ_k is an array as well, and `epochs, errors = curve.T` can be
        plotted: E is mean E if `until` names it, otherwise total E. All numbers are exact in both directions; what is not
        a finite number is refused.
        """
        if cell is None:
            line, cell = OPTIONS.fullmatch(line).groups()
        try:
            options = parse_argstring(self.backprop, line)
        except ValueError as error:
            raise UsageError(f"%%backprop {line}: {error}") from None
        except UsageError as error:
            # argparse has no class for what it does not expect.
            hint = '; what has spaces stands in double quotes: -o "error=total E"' if "unrecognized" in str(error) else ""
            raise UsageError(f"{error}{hint}") from None
        formulas = named_formulas(map(unquoted, options.formulas))
        given = [(text, *self.arrays(text)) for text in map(unquoted, options.patterns)]
        if options.restart:
            self.session.restart()
        for text, name, data in given:
            self.define(text, name, *data)
        value = []

        def show(kind, content):
            if kind == "execute_result":
                value.append(Value(content["data"], content.get("metadata", {})))
            elif kind == "stream":
                stream = sys.stderr if content["name"] == "stderr" else sys.stdout
                stream.write(content["text"])
                stream.flush()
            elif kind == "clear_output":
                self.shell.display_pub.clear_output(content.get("wait", False))
            else:
                is_update = kind == "update_display_data"
                rest = {"metadata": content.get("metadata"), "transient": content.get("transient")}
                self.shell.display_pub.publish(content["data"], update=is_update, **rest)

        # A terminal cannot replace what it has shown.
        try:
            result = self.session.execute(cell, show=show, typed=not hasattr(self.shell, "kernel"), formulas=formulas)
        except Interrupted as interrupt:
            # A cell that had finished has its value and its variables.
            if not interrupt.result.error:
                self.shell.push(interrupt.result.values)
            for finished in value:
                self.shell.display_pub.publish(finished.data, metadata=finished.metadata)
            raise
        if result.error:
            raise result.error
        self.shell.push(result.values)
        return value[0] if value else None

    def arrays(self, text):
        """The name of a pattern set and its arrays, from `mine=X,T`."""
        match = NAMED.fullmatch(text)
        name, expression = match.groups() if match else ("patterns", text)
        try:
            data = self.shell.ev(expression)
        except Exception as error:
            raise UsageError(f"-i {text}: {type(error).__name__}: {error}") from None
        data = data if isinstance(data, tuple) else (data,)
        if len(data) > 2:
            raise UsageError(f"-i {text}: these are {len(data)} things, where inputs and targets are two")
        return name, data

    def define(self, text, name, *data):
        try:
            legend = self.session.patterns(name, *data)
        except (TypeError, ValueError) as error:
            raise UsageError(f"-i {text}: {error}") from None
        if legend:
            print(legend)

    def matches(self, context):
        """Completions by the kernel, where the text is in the language."""
        from IPython.core.completer import SimpleCompletion

        lines = context.full_text.split("\n")
        place = language_at(context.full_text, sum(len(line) + 1 for line in lines[: context.cursor_line]) + context.cursor_position)
        if not place:
            return {"completions": []}
        code, cursor = place
        start, found = self.session.complete(code, cursor)
        return {
            "completions": [SimpleCompletion(text=item["text"], type=item.get("type", "")) for item in found],
            "matched_fragment": code[start:cursor],
            "suppress": True,
        }

    def inspecting(self, usual):
        """What answers a notebook's Shift-Tab: the kernel, where the text is in the language, and IPython elsewhere."""

        def do_inspect(code, cursor_pos, detail_level=0, *rest, **options):
            place = language_at(code, cursor_pos)
            if not place:
                return usual(code, cursor_pos, detail_level, *rest, **options)
            try:
                return self.session.inspect(*place, detail_level)
            except BackpropError:
                return {"status": "ok", "found": False, "data": {}, "metadata": {}}

        return do_inspect


def language_at(text, cursor):
    """The text in the language of Backprop around a place in a cell, and the place in it: a `%%backprop` cell without its
    first line, or what stands behind `%backprop`. None elsewhere."""
    match = re.match(r"\s*%%backprop\b[^\n]*\n", text)
    start, end = (match.end(), len(text)) if match else (text.rfind("\n", 0, cursor) + 1, (text + "\n").find("\n", cursor))
    if not match and (match := re.match(r"[ \t]*%backprop[ \t]+(?!-)", text[start:end])):
        start += match.end()
    return (text[start:end], cursor - start) if match and cursor >= start else None


def unquoted(text):
    return text[1:-1] if re.fullmatch('"[^"]*"', text) else text


def named_formulas(options):
    """{Python's name: formula} of `w_ij,dw=∂E/∂w_ij`."""
    formulas = {}
    for option in options:
        for part in map(str.strip, split(option)):
            match = NAMED.fullmatch(part)
            name, formula = match.groups() if match else (part, part)
            # As Python itself reads names: two spellings of a letter are one.
            name = unicodedata.normalize("NFKC", name)
            if not name.isidentifier() or keyword.iskeyword(name):
                example = f'"name={formula}"' if " " in formula else f"name={formula}"
                raise UsageError(f"-o {part}: this is no name in Python. Give it one: -o {example}")
            formulas[name] = formula
    return formulas


def split(text):
    """The parts between commas, but for those inside brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def load(shell):
    magics = BackpropMagics(shell)
    shell.register_magics(magics)
    kernel = getattr(shell, "kernel", None)
    if kernel:
        kernel.do_inspect = magics.inspecting(kernel.do_inspect)
    try:
        from IPython.core.completer import context_matcher
    except ImportError:  # Before IPython 8.6 there is no such thing.
        return

    @context_matcher(identifier="backprop")
    def matcher(context):
        return magics.matches(context)

    magics.matcher = matcher
    shell.Completer.custom_matchers.append(matcher)


def unload(shell):
    magics = shell.magics_manager.registry.pop("BackpropMagics")
    # The kernel's class has the usual one.
    vars(getattr(shell, "kernel", magics)).pop("do_inspect", None)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("backprop", None)
    if getattr(magics, "matcher", None) in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.remove(magics.matcher)
    magics.session.close()
