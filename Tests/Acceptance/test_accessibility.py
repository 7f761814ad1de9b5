"""What axe-core finds in results on an exported page, with the network off: nothing, in either theme, on a phone and on a laptop."""

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbclient import NotebookClient
from nbconvert import HTMLExporter

CELLS = [
    "network xor: 2-4-1, bias\npatterns xor\nweights uniform -1 1, seed 4\ntrain 500 epochs, η 0.5, α 0.9",
    "forward 2\nbackward\nplot error, network, weights, activations, boundary, confusion\nprint weights",
    "check ∂E/∂w_qr = -δ_r y_q\ncheck gradient\nexplain δ_j1\nderive ∂E/∂w_pq",
    "animate step",
    "animate training",
    "sweep η 0.1 0.5, seeds 1..3, train 50 epochs",
    "patterns iris\nnetwork 4-3-3, bias\ntrain 20 epochs\nplot boundary, size wide\nprint patterns\ntest",
    "plot digits",
    "check δ_j = g(a_j)",
    "help train",
]


@pytest.fixture(scope="module")
def notebook():
    metadata = {"kernelspec": {"name": "backprop", "display_name": "Backprop", "language": "backprop"}}
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    NotebookClient(notebook, kernel_name="backprop", timeout=120, allow_errors=True).execute()
    return notebook


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(notebook, browser, tmp_path, theme, width):
    html, _ = HTMLExporter(theme=theme).from_notebook_node(notebook)
    (tmp_path / "page.html").write_text(html)
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri(), wait_until="domcontentloaded")
    page.evaluate("document.querySelectorAll('.jp-OutputArea details').forEach(fold => fold.open = true)")
    # The page around the results is nbconvert's.
    found = Axe().run(page, context={"include": [[".jp-OutputArea"]]}).response
    context.close()
    assert len(found["passes"]) > 10
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]] == []


def test_who_wants_no_motion_gets_none(notebook, browser, tmp_path):
    """There is no play button, and the space bar goes one step."""
    html, _ = HTMLExporter().from_notebook_node(notebook)
    (tmp_path / "page.html").write_text(html)
    context = browser.new_context(reduced_motion="reduce", offline=True)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri(), wait_until="domcontentloaded")
    animation = page.locator(".bpa").first
    assert not animation.get_by_role("button", name="play or pause").is_visible()
    animation.locator("input").focus()
    names = []
    for _ in range(3):
        names.append(animation.locator("output").inner_text().split(":")[0])
        page.keyboard.press("Space")
        page.wait_for_timeout(100)
    assert names == ["input", "1a", "1b"]
    context.close()
