"""A handout that has been run, as one page with its results, which needs neither a kernel nor a network."""

from .offline import OfflineExporter, titles_of


class ExecutedExporter(OfflineExporter):
    """Writes a notebook of the language, and the results that are in it, as one HTML file."""

    template_file = "executed.html.j2"

    def from_notebook_node(self, nb, resources=None, **options):
        name = (resources or {}).get("metadata", {}).get("name") or "handout"
        return super().from_notebook_node(nb, {**(resources or {}), **titles_of(nb, name)}, **options)
