"""Every handout as HTML, PDF, slides and Markdown, by the commands that a lecturer types after `pip install`."""

import re
import shutil
import subprocess

import nbformat
import pytest
from checkout import HANDOUTS, ROOT, some
from playwright.sync_api import expect

# What a reader must never see: a bundle's JSON, an error, the name of a format.
RAW = re.compile(r'"(text/plain|text/html|image/png|application/pdf)"|Traceback|<Figure|data:image|\{"n":')


@pytest.fixture(scope="module")
def executed(python, tmp_path_factory):
    """A folder with every handout as it looks after `Run All Cells`."""
    folder = tmp_path_factory.mktemp("executed")
    python(ROOT, ROOT / "notebooks/run_handouts.py", folder, *HANDOUTS)
    for page in folder.glob("*.html"):
        page.unlink()
    return folder


@pytest.fixture(scope="module")
def exported(python, executed):
    """Converts every handout by one command, when it is first asked for, and returns the folder."""
    done = set()

    def exported(module, *options):
        if options not in done:
            python(executed, "-m", module, *options, *(f"{path.stem}.ipynb" for path in HANDOUTS))
            done.add(options)
        return executed

    return exported


@pytest.fixture(scope="module")
def back(python, exported):
    """A folder with every handout as Markdown, and as a notebook again."""
    folder = exported("jupytext", "--to", "md", "--opt", "custom_language_magics=backprop")
    back = folder / "back"
    back.mkdir()
    for path in HANDOUTS:
        (folder / f"{path.stem}.md").rename(back / f"{path.stem}.md")
    python(back, "-m", "jupytext", "--to", "ipynb", *(f"{path.stem}.md" for path in HANDOUTS))
    return back


@pytest.fixture(params=HANDOUTS, ids=[path.stem for path in HANDOUTS])
def name(request):
    return request.param.stem


@pytest.fixture
def page(browser):
    """A page that may fetch nothing: an export must be complete without MathJax and require.js, which only improve it."""
    page = browser.new_page(viewport={"width": 1100, "height": 1400})
    page.route(re.compile("^https?:"), lambda route: route.abort())
    yield page
    page.close()


def cells(folder, name):
    return nbformat.read(folder / f"{name}.ipynb", as_version=4).cells


def test_html(exported, name, page):
    """It is coloured by our lexer, shows every figure and no raw data, and its animations run."""
    executed = exported("nbconvert", "--to", "html")
    source = (executed / f"{name}.html").read_text(encoding="utf-8")
    # `network`, `check` and so on are keywords only of our lexer.
    assert re.search(r'<span class="k">(network|patterns)</span>', source)
    assert "jp-OutputArea-executeResult jp-mod-error" not in source

    page.goto((executed / f"{name}.html").as_uri())
    assert not RAW.search(page.locator("body").inner_text())
    figures = [
        cell for cell in cells(executed, name) for output in cell.get("outputs", []) if "image/svg+xml" in output.get("data", {})
    ]
    assert page.locator(".jp-OutputArea-output").locator("svg, img").count() >= len(figures)
    for animation in page.locator(".bpa").all():
        shown = animation.locator(".bpa-f").inner_html()
        slider = animation.locator("input[type=range]")
        expect(slider).to_be_visible()
        assert slider.input_value() == "0"
        slider.evaluate("slider => { slider.value = slider.max; slider.dispatchEvent(new Event('input', { bubbles: true })) }")
        assert animation.locator(".bpa-f").inner_html() != shown


def test_pdf(exported, name):
    """LaTeX sets every letter, in cells too, and figures need no Inkscape."""
    assert shutil.which("xelatex"), "xelatex is missing: Tests/setup installs it"
    executed = exported("nbconvert", "--to", "latex")
    source = (executed / f"{name}.tex").read_text(encoding="utf-8")
    assert r"\PY{k}{network}" in source
    # Answers that are folded elsewhere come last.
    assert "Answers}" in source[: source.index("An answer")]
    done = subprocess.run(
        ["xelatex", "-interaction=nonstopmode", f"{name}.tex"], cwd=executed, capture_output=True, text=True, errors="replace"
    )
    log = (executed / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    assert done.returncode == 0, log[-3000:]
    assert re.findall(r"^(?:!|Missing character).*", log, re.MULTILINE) == []
    text = subprocess.run(["pdftotext", executed / f"{name}.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert re.search("[ηδ]", text)
    assert not RAW.search(text)


def test_pdf_in_one_command(python, executed):
    python(executed, "-m", "nbconvert", "--to", "pdf", "--output", "one.pdf", "2-one-step-by-hand.ipynb")
    assert (executed / "one.pdf").read_bytes().startswith(b"%PDF")


def test_slides(exported, name):
    """One slide per section, without the answers."""
    executed = exported("nbconvert", "--to", "slides")
    source = (executed / f"{name}.slides.html").read_text(encoding="utf-8")
    kinds = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in cells(executed, name)]
    # A slide is a section within a section; each section has one outer element.
    assert source.count("<section>") == 2 * kinds.count("slide") + kinds.count("subslide")
    for cell in cells(executed, name):
        if "answer" in cell.metadata.get("tags", []):
            assert cell.metadata.slideshow.slide_type == "skip"
    assert re.search(r'<span class="k">(network|patterns)</span>', source)


# Replaces reveal.js and its loader, which come from the network: the slides are below each other, each of the size that
# reveal gives them, and the page's own script is notified of each slide in turn.
REVEAL = """
  const told = {};
  let current = null;
  const Reveal = {
    initialize() {}, addEventListener() {}, layout() {}, isReady: () => true, on: (event, then) => told[event] = then,
    getConfig: () => ({ width: 960, height: 700 }), getCurrentSlide: () => current,
  };
  window.require = (...given) => given.at(-1)(Reveal);
  window.shown = slide => {
    current = slide;
    told.slidechanged();
    // What is folded is not on the slide.
    const parts = [...slide.querySelectorAll("*")].filter(part => part.checkVisibility());
    const right = parts.map(part => part.getBoundingClientRect().right);
    return {
      title: slide.innerText.slice(0, 60), height: slide.scrollHeight, right: Math.max(...right),
      letters: parseFloat(slide.style.getPropertyValue("--fit")),
    };
  };
"""


def test_slides_fit(exported, name, page):
    """Nothing is outside its slide, and no letter is smaller than six tenths of its normal size."""
    executed = exported("nbconvert", "--to", "slides")
    page.route(re.compile("^https?:.*require"), lambda route: route.fulfill(body=REVEAL, content_type="text/javascript"))
    page.goto((executed / f"{name}.slides.html").as_uri())
    page.add_style_tag(content=".slides section { width: 960px; margin: 0 } body { margin: 0 }")
    for slide in some(page.locator(".slides section section").all()):
        seen = slide.evaluate("slide => shown(slide)")
        assert seen["height"] <= 680 and seen["right"] <= 961 and seen["letters"] > 0.59, seen


def test_slides_of_other_languages_stay(python, tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python", "language": "python"}
    nbformat.write(notebook, tmp_path / "other.ipynb")
    exported = []
    for template in ["backprop-slides", "reveal"]:
        python(tmp_path, "-m", "nbconvert", "--to", "slides", "--template", template, "other.ipynb")
        exported.append((tmp_path / "other.slides.html").read_text().split())
    assert exported[0] == exported[1]


def test_markdown_and_back(executed, back, name):
    """jupytext's Markdown has fences of our language, and comes back as the same notebook."""
    source = (back / f"{name}.md").read_text(encoding="utf-8")
    fences = re.findall(r"^```(\w+)", source, re.MULTILINE)
    assert fences.count("backprop") == sum(cell.cell_type == "code" for cell in cells(executed, name))
    sources = [(cell.cell_type, cell.source) for cell in cells(back, name)]
    assert sources == [(cell.cell_type, cell.source) for cell in cells(executed, name)]
