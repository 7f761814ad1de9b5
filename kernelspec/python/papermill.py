"""Parameters for papermill: `papermill handout.ipynb out.ipynb -p eta 0.1 -p weights "uniform -1 1, seed 7"`.

A number is a setting (eta, alpha) or is named with `let`; a list of rows sets weights; text is the rest of a command.
papermill has no entry point for languages. It loads this module as an engine instead: importing the module registers the
language, and the engine that it provides is papermill's own.
"""

import re

from papermill.engines import NBClientEngine
from papermill.translators import Translator, papermill_translators

SETTINGS = {"eta": "η", "alpha": "α", "η": "η", "α": "α"}


class BackpropTranslator(Translator):
    @classmethod
    def translate_str(cls, val):
        """Unchanged: text is the rest of a command, not a value of the language."""
        return val

    @classmethod
    def translate_list(cls, val):
        rows = [row if isinstance(row, list) else [row] for row in val]
        return "[" + "; ".join(" ".join(cls.translate(number) for number in row) for row in rows) + "]"

    @classmethod
    def comment(cls, cmt_str):
        return f"# {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        if name in SETTINGS:
            return f"{SETTINGS[name]} = {str_val}"
        if re.fullmatch(r"w_\w+", name):
            return f"{name} = {str_val}"
        if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", str_val, re.IGNORECASE):
            return f"let {name} = {str_val}"
        return f"{name} {str_val}"


papermill_translators.register("backprop", BackpropTranslator)
