# The line that nbgrader shows where a student writes in the Backprop language, in addition to those for other languages.
from nbgrader.preprocessors import ClearSolutions

c = get_config()  # noqa: F821
c.ClearSolutions.code_stub = {**ClearSolutions().code_stub, "backprop": "# your lines here"}
