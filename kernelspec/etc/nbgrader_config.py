# What nbgrader puts where a student is to write in the Backprop language. It adds to the languages that nbgrader knows.
c = get_config()  # noqa: F821
c.ClearSolutions.code_stub.update({"backprop": "# your lines here"})
