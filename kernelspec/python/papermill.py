"""Parameters for papermill: `papermill handout.ipynb out.ipynb -p eta 0.1 -p weights "uniform -1 1, seed 7"`.

A number is a setting (eta, alpha) or gets a name by `let`; a list of rows sets weights; text is the rest of a command.
papermill has no entry point for the words of a language, so this module registers them where papermill looks for
engines, and gives it back its own engine.
"""

import re

from papermill.engines import NBClientEngine
from papermill.translators import Translator, papermill_translators

SETTINGS = {"eta": "η", "alpha": "α", "η": "η", "α": "α"}


class BackpropTranslator(Translator):
    @classmethod
    def translate_str(cls, val):
        """As it stands: text is the rest of a command and not a value of the language."""
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
