# What nbgrader puts where a student is to write in the Backprop language, beside what it has for other languages.
from nbgrader.preprocessors import ClearSolutions

c = get_config()  # noqa: F821
c.ClearSolutions.code_stub = {**ClearSolutions().code_stub, "backprop": "# your lines here"}
