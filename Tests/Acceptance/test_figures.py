"""Every kind of figure as its reader sees it: as SVG, on an exported web page in Chromium, and on paper."""

import base64
import re
import shutil
import struct
from pathlib import Path

import nbformat
import pytest
from checkout import ROOT, some
from lxml import etree
from nbclient import NotebookClient
from nbconvert import HTMLExporter, LatexExporter, PDFExporter

SCREENSHOTS = ROOT / ".build/screenshots"

# Cells that draw every kind of figure, of small networks and of one that is too large to be drawn whole.
CELLS = [
    "network xor: 2-2-1, bias\npatterns xor\nweights uniform -1 1, seed 4\ntrain 5000 epochs, η 0.5, α 0.9, until total E < 0.01",
    "plot error, log",
    "forward 2\nbackward\nplot network, weights, activations, boundary, hidden, confusion",
    "plot surface w_i1j1 w_j1k1, transfer k1",
    "animate step",
    "animate training",
    "sweep η 0.1 0.5 2, seeds 1..5, train 300 epochs",
    "sweep η 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1, α 0 0.5 0.9, train 100 epochs",
    "network deep: 2-4-4-4-1, bias\nconnect i -> k\nforward 1 0 -> 1\nbackward\nplot network Δw, network a y δ",
    "patterns digits\nscale inputs 0 1\nnetwork reader: 64-32-10, bias\ntrain 2 epochs, η 0.1, shuffle\nforward 1",
    "plot network, weights, activations, confusion, digits, hidden",
    "patterns iris\nscale inputs standard\nnetwork iris: i 4 - j 6 tanh - k 3 softmax, bias, error cross-entropy\n"
    "train 50 epochs, η 0.02\nplot boundary i3 i4, hidden",
]
FIGURES = 23
ANIMATIONS = 2

# The DTD of SVG 1.1, from Debian's w3c-sgml-lib. `role` and `data-…` came into SVG with version 2.
DTD = Path("/usr/share/xml/w3c-sgml-lib/schema/dtd/REC-SVG11-20110816/svg11.dtd")
DOCTYPE = f'<!DOCTYPE svg SYSTEM "{DTD}" [<!ATTLIST svg role CDATA #IMPLIED><!ATTLIST g data-k CDATA #IMPLIED>]>\n'


def execute(*cells):
    metadata = {"kernelspec": {"name": "backprop", "display_name": "Backprop", "language": "backprop"}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=metadata)
    NotebookClient(notebook, kernel_name="backprop", timeout=120).execute()
    return notebook


def displays(notebook):
    return [output for cell in notebook.cells for output in cell.outputs if output.output_type == "display_data"]


@pytest.fixture(scope="module")
def gallery():
    return execute(*CELLS)


def pictures(notebook):
    return [output for output in displays(notebook) if "image/svg+xml" in output.data]


def animations(notebook):
    return [output for output in pictures(notebook) if 'class="bp bpa ' in output.data["text/html"]]


def frames(html):
    """The pictures within an animation's page."""
    (data,) = re.findall(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    data = nbformat.reader.json.loads(data)
    runs = [zip(frame["s"][::2], frame["s"][1::2], strict=True) for frame in data["f"]]
    pages = ["".join("".join(data["c"][start : start + count]) for start, count in run) for run in runs]
    pages = [page.replace("'", '"') for page in pages]
    return [svg for page in pages for svg in re.findall(r"<svg .*?</svg>\n(?=<svg|$)", page, re.DOTALL)]


def test_every_kind_is_there(gallery):
    assert len(pictures(gallery)) == FIGURES
    assert len(animations(gallery)) == ANIMATIONS
    for output in pictures(gallery):
        assert output.data["text/plain"].strip()
        assert base64.b64decode(output.data["application/pdf"]).startswith(b"%PDF-")


def errors_of(svg):
    """The errors that the DTD finds in a document."""
    parser = etree.XMLParser(load_dtd=True, dtd_validation=True, no_network=True, resolve_entities=True, huge_tree=True)
    try:
        etree.fromstring((DOCTYPE + svg).encode(), parser)
    except etree.XMLSyntaxError as error:
        return [str(entry) for entry in error.error_log]
    return []


@pytest.mark.skipif(not DTD.exists(), reason="the DTD of SVG is not here (Debian: w3c-sgml-lib)")
def test_svg_is_valid(gallery):
    for output in pictures(gallery):
        svg = output.data["image/svg+xml"]
        assert errors_of(svg) == [], svg[:400]
    for output in animations(gallery):
        inner = frames(output.data["text/html"])
        assert len(inner) >= 7
        for frame in inner:
            assert errors_of(frame) == [], frame[:400]
    # The validator works: it rejects an error.
    assert errors_of(svg.replace("<title>", "<titel>").replace("</title>", "</titel>"))
    assert errors_of(svg.replace(' height="', ' heigth="', 1))


def test_png_is_larger_by_half_and_says_so(gallery):
    for output in some(pictures(gallery)):
        width, height = struct.unpack(">II", base64.b64decode(output.data["image/png"])[16:24])
        size = output.metadata["image/png"]
        root = etree.fromstring(output.data["image/svg+xml"].encode())
        assert abs(width - 1.5 * size["width"]) <= 1 and abs(height - 1.5 * size["height"]) <= 1
        assert abs(size["width"] - float(root.get("width"))) <= 0.5 and size["width"] <= 810


@pytest.mark.parametrize("formats", [{"svg"}, {"png", "pdf"}])
def test_figures_come_in_the_formats_asked_for(formats):
    notebook = execute(
        f"network 2-2-1\npatterns xor\nfigures {' '.join(sorted(formats))}",
        "train 20 epochs\nplot error, boundary\nsweep η 0.1 1, train 5 epochs\nanimate step",
    )
    names = {"image/svg+xml": "svg", "image/png": "png", "application/pdf": "pdf"}
    found = [{names[kind] for kind in output.data if kind in names} for output in displays(notebook)]
    assert [formats] * 4 == [kinds for kinds in found if kinds]


def test_a_saved_notebook_holds_the_final_picture_alone():
    """However often it was redrawn during training, and although each new picture came as an update."""
    notebook = execute("network 2-8-1, bias\npatterns xor", "train 1000000 epochs, η 0.1", "sweep seeds 1..8, train 300000 epochs")
    _, training, sweep = notebook.cells
    assert len(training.outputs) == 2
    assert "1000000 epochs done" in training.outputs[1].data["text/plain"]
    assert "<svg" in training.outputs[1].data["text/html"]
    assert len(sweep.outputs) == 2
    assert "runs done" not in sweep.outputs[0].data["text/plain"]
    assert "image/svg+xml" in sweep.outputs[1].data


# MARK: In an exported page, with no kernel and no network

# The contrast ratio of the Web Content Accessibility Guidelines 2.2 between each text and what is seen behind it: the
# topmost thing below its middle that is filled. A shaded field is a picture and is left out.
CONTRASTS = """figure => {
    const luminance = colour => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(part => part / 255)
            .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    figure.scrollIntoView({block: 'center'});
    return [...figure.querySelectorAll('text')].map(text => {
        const box = text.getBoundingClientRect();
        const below = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)
            .filter(element => figure.contains(element) && !['text', 'tspan', 'svg', 'line'].includes(element.tagName));
        const back = below.find(element => element.tagName === 'image' || getComputedStyle(element).fill !== 'none');
        if (!back || back.tagName === 'image') return [text.textContent, null];
        const pair = [getComputedStyle(text).fill, getComputedStyle(back).fill].map(luminance);
        return [text.textContent, (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)];
    });
}"""

# Texts that leave the card, by the browser's own measure of them.
OUTSIDE = """figure => {
    const card = figure.getBoundingClientRect();
    return [...figure.querySelectorAll('text')].filter(text => {
        const box = text.getBoundingClientRect();
        return box.width > 0 && (box.left < card.left || box.right > card.right || box.top < card.top || box.bottom > card.bottom);
    }).map(text => text.textContent);
}"""


@pytest.fixture(scope="module", params=["light", "dark"])
def sheet(gallery, browser, request):
    """Every picture, for a reader who prefers the light theme and for one who prefers the dark theme."""
    svgs = [output.data["image/svg+xml"] for output in pictures(gallery)]
    for output in animations(gallery):
        svgs += frames(output.data["text/html"])
        svgs += re.findall(r"<style>\.bp-figure.*?</style>", output.data["text/html"])
    context = browser.new_context(viewport={"width": 1100, "height": 1400}, color_scheme=request.param, offline=True)
    page = context.new_page()
    page.theme = request.param
    page.set_content("<!DOCTYPE html><body>" + "".join(f"<p>{svg}</p>" for svg in svgs))
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"figures-{request.param}.png", full_page=True)
    yield page
    context.close()


CARD = "figure => getComputedStyle(figure.querySelector('rect')).fill"
CARDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 25, 29)"}


def test_every_text_can_be_read(sheet):
    figures = sheet.locator("svg.bp-figure")
    measured = [pair for place in range(figures.count()) for pair in figures.nth(place).evaluate(CONTRASTS)]
    contrasts = [(text, contrast) for text, contrast in measured if contrast is not None]
    assert len(contrasts) > 800
    assert [(text, contrast) for text, contrast in contrasts if contrast < 4.5] == []
    assert figures.first.evaluate(CARD) == CARDS[sheet.theme]


def test_no_text_leaves_its_card(sheet):
    figures = sheet.locator("svg.bp-figure")
    assert figures.count() > FIGURES
    assert [figures.nth(place).evaluate(OUTSIDE) for place in range(figures.count())] == [[]] * figures.count()


def test_the_theme_of_the_page_comes_before_what_the_reader_prefers(sheet):
    other = {"light": "dark", "dark": "light"}[sheet.theme]
    figure = sheet.locator("svg.bp-figure").first
    sheet.evaluate("light => document.body.setAttribute('data-jp-theme-light', light)", "true" if other == "light" else "false")
    assert figure.evaluate(CARD) == CARDS[other]
    sheet.evaluate("document.body.removeAttribute('data-jp-theme-light')")
    sheet.emulate_media(media="print")
    assert figure.evaluate(CARD) == CARDS["light"]
    sheet.emulate_media(media="screen")


@pytest.fixture(scope="module", params=["light", "dark"])
def page(gallery, browser, request, tmp_path_factory):
    """The gallery as a separate page, in either theme; nothing can be fetched."""
    html, _ = HTMLExporter(theme=request.param).from_notebook_node(gallery)
    file = tmp_path_factory.mktemp("page") / f"{request.param}.html"
    file.write_text(html)
    context = browser.new_context(viewport={"width": 1100, "height": 1400}, offline=True)
    page = context.new_page()
    page.theme = request.param
    page.goto(file.as_uri(), wait_until="domcontentloaded")
    page.screenshot(path=SCREENSHOTS / f"exported-{request.param}.png", full_page=True)
    yield page
    context.close()


def test_pictures_have_the_colours_of_the_page(page):
    images = page.locator("img.bp-image")
    assert images.count() == FIGURES - ANIMATIONS
    schemes = images.evaluate_all("images => images.map(image => getComputedStyle(image).colorScheme)")
    assert set(schemes) == {page.theme}
    assert page.locator(".bpa svg.bp-figure").first.evaluate(CARD) == CARDS[page.theme]


def test_keys_and_buttons_move_the_slider(page):
    animation = page.locator(".bpa").first
    slider, output, picture = animation.locator("input"), animation.locator("output"), animation.locator(".bpa-f")
    slider.focus()
    names = []
    page.keyboard.press("Home")
    for _ in range(7):
        names.append(output.inner_text())
        page.keyboard.press("ArrowRight")
    assert [name.split(":")[0] for name in names] == ["input", "1a", "1b", "1c", "2a", "2b", "2c"]
    assert output.inner_text() == names[-1]
    page.keyboard.press("ArrowLeft")
    assert output.inner_text() == names[-2]
    assert names[-2] in picture.inner_html()
    page.keyboard.press("Home")
    assert output.inner_text() == names[0] and "aj1" not in picture.text_content()
    page.keyboard.press("End")
    assert output.inner_text() == names[-1] and "aj1" in picture.text_content() and "δj1" in picture.text_content()
    animation.get_by_role("button", name="back").click()
    assert output.inner_text() == names[-2]
    # Space plays from the current position to the end; pressing it again would pause.
    slider.focus()
    page.keyboard.press("Space")
    assert "pause" in animation.get_by_role("button", name="play or pause").inner_text()
    page.wait_for_function("([one, last]) => one.textContent === last", arg=[output.element_handle(), names[-1]])
    # The equation is next to the picture.
    assert "Δw" in animation.locator(".bpa-t").inner_text()


def test_an_animation_of_training_goes_from_the_first_epoch_to_the_last(page):
    animation = page.locator(".bpa").nth(1)
    output = animation.locator("output")
    animation.locator("input").focus()
    page.keyboard.press("Home")
    assert output.inner_text() == "epoch 0"
    first = animation.locator(".bpa-f").inner_html()
    page.keyboard.press("End")
    assert output.inner_text() == "epoch 140"
    assert animation.locator(".bpa-f").inner_html() != first
    assert animation.locator(".bpa-f svg.bp-figure").count() == 3
    # One scale, and one height: the first weights, which are smaller, have thinner lines.
    last = animation.bounding_box()["height"]
    widths = "svg => Math.max(...[...svg.querySelectorAll('path')].map(path => +path.getAttribute('stroke-width')))"
    thickest = animation.locator("svg.bp-figure").first.evaluate(widths)
    page.keyboard.press("Home")
    assert animation.bounding_box()["height"] == last
    assert animation.locator("svg.bp-figure").first.evaluate(widths) < thickest / 2


@pytest.mark.parametrize("width", [1100, 390])
def test_figures_stay_in_their_place_and_keep_their_size(page, width):
    """Where there is little room, they scroll: no text gets smaller than ten pixels."""
    page.set_viewport_size({"width": width, "height": 1400})
    wide = page.evaluate("""() => [...document.querySelectorAll('.bp-x, .bpa')]
        .filter(figure => figure.getBoundingClientRect().right > figure.closest('.jp-OutputArea-output').getBoundingClientRect().right + 1)
        .map(figure => figure.getBoundingClientRect().width)""")
    shrunk = page.evaluate("""() => [...document.querySelectorAll('img.bp-image')]
        .filter(image => image.checkVisibility() && image.getBoundingClientRect().width < image.naturalWidth - 1)
        .map(image => image.alt)""")
    small = page.evaluate("""() => [...document.querySelectorAll('.bpa .bpa-f > svg, .bpn svg')].flatMap(svg => {
        const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
        return [...svg.querySelectorAll('text, tspan')]
            .filter(text => parseFloat(getComputedStyle(text).fontSize) * scale < 9.99).map(text => text.textContent);
    })""")
    page.set_viewport_size({"width": 1100, "height": 1400})
    assert (wide, shrunk, small) == ([], [], [])


def test_what_goes_on_beyond_an_edge_fades_there(page):
    """And only that: on a phone, the right edge of each box that scrolls, as long as it has not been scrolled."""
    page.set_viewport_size({"width": 390, "height": 1400})
    # Animations that follow scrolling begin with the next frames.
    page.wait_for_timeout(500)
    boxes = page.evaluate("""() => [...document.querySelectorAll('.bp-x, .bp-w, .bpa-f')].map(box =>
        [box.scrollWidth > box.clientWidth, getComputedStyle(box).getPropertyValue('--bp-r') !== ''])""")
    page.set_viewport_size({"width": 1100, "height": 1400})
    assert any(scrolls for scrolls, _ in boxes) and all(scrolls == fades for scrolls, fades in boxes)


def test_no_text_is_smaller_than_ten_pixels(gallery):
    for output in pictures(gallery):
        sizes = re.findall(r'font-size="([\d.]+)"', output.data["image/svg+xml"])
        assert sizes and min(map(float, sizes)) >= 10


def test_the_pointer_finds_the_numbers(page):
    """An image map over the picture holds them: here a weight of a heat map."""
    picture = page.locator("img[alt^='Weights of xor']").first
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    left, top, right, bottom = map(int, page.locator("area[title^='i2, j2: ']").first.get_attribute("coords").split(","))
    at = "([x, y]) => document.elementFromPoint(x, y).title"
    weight = page.evaluate(at, [box["x"] + (left + right) / 2, box["y"] + (top + bottom) / 2])
    assert re.fullmatch(r"i2, j2: -5\.06\d+", weight)


def test_a_network_answers_where_one_points(page):
    """The explanation of a unit or a weight, with its weights lit; a term lights its weight, and the other way round."""
    network = page.locator(".bpn").first
    network.scroll_into_view_if_needed()
    answer, lit = network.locator(".bpn-a"), "parts => parts.map(part => part.dataset.k)"
    unit, weight = network.locator("svg [data-k='u1-1']"), network.locator("svg [data-k='w0-2-1'][role]")
    assert "Point at a unit" in answer.inner_text()
    unit.hover()
    text = answer.inner_text()
    assert re.search(r"aj2\s+=\s+Σi wij2 yi", text) and re.search(r"δj2\s+=\s+g′\(aj2\) Σk δk wj2k", text)
    parts = network.locator("svg [role].bpn-l").evaluate_all(lit)
    assert sorted(parts) == ["u0-0", "u0-1", "u0-b", "u1-1", "u2-0", "w0-0-1", "w0-1-1", "w0-2-1", "w1-2-0"]
    # It is kept, and what is pointed at next lights its term.
    unit.click()
    weight.dispatch_event("pointerover")
    assert "wij2" in answer.inner_text()
    assert network.locator(".bpn-a .bpn-h").evaluate_all(lit) == ["w0-2-1"]
    # A term lights its weight and leads to it.
    term = answer.locator("[data-k='w0-1-1']")
    term.hover()
    assert network.locator("svg [role].bpn-h").evaluate_all(lit) == ["w0-1-1"]
    term.focus()
    page.keyboard.press("Enter")
    assert re.search(r"wi1j2\s+=", answer.inner_text()) and "wij2" not in answer.inner_text()
    page.keyboard.press("Escape")
    assert "Point at a unit" in answer.inner_text()


def test_keys_walk_through_a_network(page):
    network = page.locator(".bpn").first
    # One stop for Tab: the first unit, or the part where the keys were last.
    assert network.locator("svg [tabindex='0']").count() == 1
    network.locator("svg [data-k='u0-0']").focus()
    for key, part in [("ArrowRight", "u1-0"), ("ArrowDown", "u1-1"), ("ArrowRight", "u2-0"), ("ArrowLeft", "u1-0"),
                      ("ArrowUp", "u1-b"), ("ArrowUp", "u1-b")]:
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.k") == part, key
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.mouse.move(0, 0)
    assert re.search(r"aj1\s+=", network.locator(".bpn-a").inner_text())
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def test_sliders_step_through_positions_in_a_page(browser, tmp_path):
    """Nobody was at the client, so that there are no widgets, and the page holds all positions."""
    notebook = execute("network 2-2-1\nweights zero", "vary c -1..1, d 2 5\n  c^2 + d\n  plot network")
    (shown,) = [display for display in displays(notebook) if "bpv-c" in display.data.get("text/html", "")]
    assert set(shown.data) == {"text/plain", "text/html", "image/svg+xml", "image/png", "application/pdf"}
    html, _ = HTMLExporter().from_notebook_node(notebook)
    (tmp_path / "page.html").write_text(html)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri(), wait_until="domcontentloaded")
    first, second = page.locator(".bpv-c input").all()
    picture = page.locator(".bpv-f")
    assert first.get_attribute("aria-valuetext") == "0" and "= 2\n" in picture.inner_text()
    first.focus()
    page.keyboard.press("End")
    assert first.get_attribute("aria-valuetext") == "1" and "= 3\n" in picture.inner_text()
    second.focus()
    page.keyboard.press("ArrowRight")
    assert second.get_attribute("aria-valuetext") == "5" and "= 6\n" in picture.inner_text()
    assert picture.locator("svg").count() == 1
    context.close()


def test_the_numbers_are_there_without_a_pointer(page):
    """Below each picture, in a fold that keys open, and in its description."""
    picture = page.locator("img[alt^='Network xor']").first  # below the picture that answers
    assert re.search(r"unit i2, y = 1\b.*w_i2j2 = -5\.06\d+", picture.get_attribute("alt"), re.DOTALL)
    boundary = page.locator("img[alt^='Decision boundary of xor']").first.get_attribute("alt")
    assert "pattern 2, target 1" in boundary and "y_k1 where y_i1 = -0.2, 0.15, 0.5, 0.85, 1.2:" in boundary
    fold = page.locator(".bp-m").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.locator("pre").is_visible()
    page.keyboard.press("Enter")


def test_without_scripts_the_still_picture_stands(gallery, browser, tmp_path):
    html, _ = HTMLExporter().from_notebook_node(gallery)
    (tmp_path / "page.html").write_text(html)
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri(), wait_until="domcontentloaded")
    still = page.locator(".bpa img")
    assert still.count() == ANIMATIONS
    assert still.first.is_visible() and not page.locator(".bpa input").first.is_visible()
    assert still.first.get_attribute("alt")
    context.close()


# MARK: On paper


def test_latex_needs_no_inkscape(gallery, monkeypatch):
    """Each picture is included as PDF, so nothing has to be converted."""
    monkeypatch.setenv("PATH", "/nowhere")
    latex, resources = LatexExporter().from_notebook_node(gallery)
    shown = re.findall(r"\\adjustimage\{max size=.*?\}\}\{(.*?)\}", latex)
    assert [Path(name).suffix for name in shown] == [".pdf"] * FIGURES
    assert set(shown) <= set(resources["outputs"])


@pytest.mark.skipif(
    not shutil.which("xelatex"),
    reason="there is no xelatex to typeset the page with (Debian: texlive-xetex texlive-latex-extra texlive-fonts-recommended lmodern)",
)
def test_pdf_by_xelatex(gallery):
    pdf, _ = PDFExporter().from_notebook_node(gallery)
    assert pdf.startswith(b"%PDF-")
    (ROOT / ".build/screenshots").mkdir(parents=True, exist_ok=True)
    (SCREENSHOTS / "figures.pdf").write_bytes(pdf)
