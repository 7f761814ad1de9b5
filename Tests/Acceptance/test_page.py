"""A handout as one page: written by nbconvert, opened from a disk in a browser without a network."""

import functools
import http.server
import json
import re
import struct
import subprocess
import threading

import nbformat
import pytest
from checkout import HANDOUTS, ROOT, some
from playwright.sync_api import expect

MOST_BYTES = 2_500_000
SIZES = {"phone": (360, 740), "laptop": (1280, 800), "projector": (1920, 1080)}
SCREENSHOTS = ROOT / ".build/screenshots"
# Longer than any test: whoever runs it must be stopped.
ENDLESS = "network 2-2-1, bias\npatterns xor\ntrain 1000000000 epochs"
NOTES_VIOLATIONS = """
  window.violations = [];
  document.addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective + ' ' + event.blockedURI));
"""
# `variant.js` asks for f64x2.relaxed_madd, whose code is 0x87 0x02.
FORBIDS_RELAXED_SIMD = """
  const validate = WebAssembly.validate;
  WebAssembly.validate = bytes => !new Uint8Array(bytes).join().includes('135,2,') && validate(bytes);
"""


@pytest.fixture(scope="module")
def folder(python, tmp_path_factory):
    """A folder with nothing but the page of every handout, as a lecturer would send it."""
    folder = tmp_path_factory.mktemp("pages")
    python(ROOT / "notebooks", "-m", "nbconvert", "--to", "backprop-page", "--output-dir", folder, *HANDOUTS)
    assert len(list(folder.iterdir())) == len(HANDOUTS)
    return folder


@pytest.fixture(scope="module")
def context(browser):
    """A browser without a network."""
    context = browser.new_context(offline=True)
    context.add_init_script(NOTES_VIOLATIONS)
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def opened(context, folder):
    """Opens a page from the disk, ready to run. Afterwards nothing must have gone wrong in it."""
    opened = []

    def open_page(name, address=None, context=context):
        page = context.new_page()
        page.errors, page.requested = [], []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))
        page.on("request", lambda request: page.requested.append(request.url))
        page.goto(address or (folder / f"{name}.html").as_uri())
        expect(page.locator("html")).to_have_attribute("data-ready", re.compile("."))
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        assert page.errors == []
        assert page.evaluate("violations") == []
        assert {url for url in page.requested if not url.startswith(("blob:", "data:", "about:"))} == {page.url}
        page.close()


def cell(page, number):
    """A cell of code, counted from 1, unfolded if it is an answer."""
    found = page.locator(f"section[aria-label='Cell {number}']")
    found.evaluate("section => section.closest('details')?.setAttribute('open', '')")
    return found


def run(page, number, text=None):
    """Runs a cell, perhaps with another text, and returns what it then shows."""
    wanted = cell(page, number)
    if text is not None:
        wanted.locator("textarea").fill(text)
    wanted.get_by_role("button", name=f"Run cell {number}").click()
    expect(wanted).to_have_attribute("data-state", re.compile("done|failed"))
    return wanted.locator(".outputs").inner_text()


def start_endless(page):
    cell(page, 1).locator("textarea").fill(ENDLESS)
    cell(page, 1).get_by_role("button", name="Run cell 1").click()
    progress = cell(page, 1).locator(".output", has_text=re.compile(r"epoch \d+ of"))
    expect(progress).to_be_visible()
    return progress


def notebook(name):
    return nbformat.read(ROOT / f"notebooks/{name}.ipynb", as_version=4)


@pytest.mark.parametrize("name", [path.stem for path in HANDOUTS])
def test_every_handout_runs_whole(opened, folder, name):
    assert (folder / f"{name}.html").stat().st_size < MOST_BYTES
    page = opened(name)
    cells = notebook(name).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    formulas = [formula for cell in cells if cell.cell_type == "markdown" for formula in re.findall(r"\$+[^$]+\$+", cell.source)]
    assert page.locator("main math").count() == len(formulas)
    tags = [tag for cell in code for tag in cell.metadata.get("tags", [])]
    for tag, word in [("hint", "Hint"), ("answer", "Answer")]:
        folded = page.locator("main details.answer:not([open])", has=page.get_by_text(word, exact=True))
        assert folded.count() == tags.count(tag)

    page.get_by_role("button", name="Run all").click()
    expect(page.locator(".cell[data-state=done]")).to_have_count(len(some(code)), timeout=60_000)
    expect(page.locator("#status")).to_contain_text(f"{len(code)} cells have run")
    assert page.locator(".output.error").count() == 0
    shown = page.locator("main").inner_text()
    assert not re.search(r'\$|"text/plain"|\[object', shown)
    figures = sum(bool(re.search("^(plot|animate) ", cell.source, re.MULTILINE)) for cell in code)
    assert page.locator(".outputs").locator("img, svg").count() >= figures


def test_without_relaxed_simd(context, opened, environment):
    """The page makes the other module of the one that it holds, and runs whole with it."""
    browser = environment / next(environment.glob("lib/python3*/site-packages/backprop_kernel/browser"))
    old, change = (browser / "backprop.wasm").read_bytes(), (browser / "backprop-simd.delta").read_bytes()
    (count,) = struct.unpack_from("<I", change)
    new, added = b"", 4 + 12 * count
    for step in range(count):
        literals, start, size = struct.unpack_from("<3I", change, 4 + 12 * step)
        new += change[added : added + literals] + old[start : start + size]
        added += literals
    assert new == (ROOT / ".build/browser/backprop-simd.wasm").read_bytes() != old

    context = context.browser.new_context(offline=True)
    context.add_init_script(NOTES_VIOLATIONS)
    context.add_init_script(FORBIDS_RELAXED_SIMD)
    page = opened("2-one-step-by-hand", context=context)
    page.get_by_role("button", name="Run all").click()
    expect(page.locator("#status")).to_contain_text("26 cells have run", timeout=60_000)


def test_animations_move(opened):
    page = opened("3-xor")
    run(page, 1, "network 2-2-1, bias\npatterns xor\nforward 2\nanimate step")
    animation = cell(page, 1).locator(".bpa")
    first = animation.locator(".bpa-f").inner_html()
    animation.get_by_role("slider").press("End")
    assert animation.locator(".bpa-f").inner_html() != first


def test_a_question_has_a_place_for_the_answer(opened):
    page = opened("14-predict-the-delta")
    run(page, 1)
    run(page, 2)
    asking = cell(page, 2)
    field = asking.locator(".question input")
    field.fill("-")
    field.press("Enter")
    expect(asking.locator(".outputs")).to_contain_text("is not right")
    # The reader may go on at once.
    expect(field).to_be_focused()
    expect(field).to_have_value("-")
    field.fill("+")
    field.press("Enter")
    expect(asking.locator(".outputs")).to_contain_text("is right")
    expect(field).to_have_count(0)
    assert asking.locator("textarea").input_value().endswith("ask sign(δ_k1)\n  +")
    page.screenshot(path=ROOT / ".build/screenshots/question.png")


def test_sliders_step_through_positions(opened):
    page = opened("13-a-ravine-and-momentum")
    for number in (1, 2, 3, 4):
        run(page, number)
    slider = cell(page, 4).locator("input[type=range]")
    picture = cell(page, 4).locator(".bpv-f")
    slider.focus()
    seen = set()
    for key in ["Home", *["ArrowRight"] * 5]:
        page.keyboard.press(key)
        seen.add(picture.inner_html())
    assert slider.get_attribute("aria-valuetext") == "2.05" and len(seen) == 6


def test_data_files_are_in_the_page(opened):
    page = opened("5-real-data")
    assert "150 patterns" in run(page, 1, 'patterns flowers from "iris.csv", target species')
    files = page.get_by_role("region", name="Data files")
    with page.expect_download() as download:
        files.get_by_role("button", name="iris.csv").click()
    assert download.value.path().read_bytes() == (ROOT / "notebooks/iris.csv").read_bytes()
    run(page, 1, 'network 2-2-1\nsave "net.json"')
    with page.expect_download() as download:
        files.get_by_role("button", name="net.json").click()
    assert json.loads(download.value.path().read_text())["format"] == "backprop"


def test_edits_outlive_the_page(opened):
    page = opened("2-one-step-by-hand")
    original = cell(page, 1).locator("textarea").input_value()
    assert "12" in run(page, 1, "5 + 7")
    page.reload()
    expect(cell(page, 1).locator("textarea")).to_have_value("5 + 7")
    cell(page, 1).get_by_role("button", name="back to the text").click()
    expect(cell(page, 1).locator("textarea")).to_have_value(original)
    page.reload()
    expect(cell(page, 1).locator("textarea")).to_have_value(original)


def test_two_windows_keep_both_edits(opened):
    one, other = opened("2-one-step-by-hand"), opened("2-one-step-by-hand")
    cell(one, 1).locator("textarea").fill("5 + 7")
    cell(other, 2).locator("textarea").fill("forward 2")
    one.reload()
    expect(cell(one, 1).locator("textarea")).to_have_value("5 + 7")
    expect(cell(one, 2).locator("textarea")).to_have_value("forward 2")
    for number in (1, 2):
        cell(one, number).get_by_role("button", name="back to the text").click()


def test_a_browser_that_keeps_nothing(context, opened, folder):
    """It runs all the same, and says what to do."""
    context = context.browser.new_context(offline=True)
    context.add_init_script(NOTES_VIOLATIONS)
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied') } })")
    page = opened("2-one-step-by-hand", context=context)
    assert "12" in run(page, 1, "5 + 7")
    expect(page.locator("footer")).to_contain_text("keeps nothing for this page")


def stop_and_go_on(page):
    progress = start_endless(page)
    before = progress.inner_text()
    expect(progress).not_to_have_text(before)
    # The page is not frozen, and the kernel answers while it trains.
    field = cell(page, 2).locator("textarea")
    field.fill("netw")
    field.press("End")
    field.press("Tab")
    expect(field).to_have_value("network")
    expect(cell(page, 1)).to_have_attribute("data-state", "runs")

    page.get_by_role("button", name="Stop").click()
    expect(cell(page, 1)).to_have_attribute("data-state", "failed")
    expect(page.locator("#status")).to_have_text("Cell 1 was stopped.")
    epochs = int(re.search(r"stopped after (\d+) epochs", progress.inner_text())[1])
    assert epochs > 1000
    # What it has learnt stays: E is far below that of four answers of one half.
    assert float(re.search(r"total E = ([\d.e-]+)", run(page, 2, "test"))[1]) < 0.4


def test_stop_keeps_the_weights(opened):
    stop_and_go_on(opened("3-xor"))


def test_stop_while_the_kernel_starts(context, opened):
    """What waits for the kernel does not run."""
    context = context.browser.new_context(offline=True)
    context.add_init_script(NOTES_VIOLATIONS)
    press = """{
      const field = document.querySelector('.cell textarea');
      if (!field) return; // the empty page that a window opens with
      field.value = TEXT;
      document.querySelector('.cell .run').click();
      document.querySelector('#stop').click();
      window.wasEarly = !document.documentElement.dataset.ready;
    }""".replace("TEXT", json.dumps(ENDLESS))
    context.add_init_script(f"document.addEventListener('DOMContentLoaded', () => setTimeout(() => {press}))")
    page = opened("3-xor", context=context)
    assert page.evaluate("wasEarly")
    expect(cell(page, 1)).to_have_attribute("data-state", "failed")
    expect(page.locator("#status")).to_have_text("Cell 1 was stopped.")
    assert "1 + 1 = 2" in run(page, 1, "1 + 1")


def test_over_http(browser, opened, folder):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context()
        context.add_init_script(NOTES_VIOLATIONS)
        page = opened(None, f"http://127.0.0.1:{server.server_port}/3-xor.html", context)
        stop_and_go_on(page)
        server.shutdown()


def test_a_mistake_ends_run_all(opened):
    page = opened("2-one-step-by-hand")
    cell(page, 2).locator("textarea").fill("forw ard")
    page.get_by_role("button", name="Run all").click()
    expect(page.locator("#status")).to_contain_text("Cell 2 failed")
    assert "there is no quantity" in cell(page, 2).locator(".error").inner_text()
    assert "\x1b" not in page.locator("main").inner_text()
    expect(cell(page, 3)).to_have_attribute("data-state", "new")


def test_reset_forgets_all_but_the_text(opened):
    page = opened("3-xor")
    run(page, 1, "network 2-2-1, bias")
    assert "network" in run(page, 2, "list")
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("#status")).to_contain_text("forgotten")
    expect(page.locator(".output")).to_have_count(0)
    expect(cell(page, 1).locator("textarea")).to_have_value("network 2-2-1, bias")
    run(page, 2, "print w_ij")
    expect(cell(page, 2)).to_have_attribute("data-state", "failed")


def test_the_download_is_the_notebook(opened):
    page = opened("2-one-step-by-hand")
    run(page, 1, "5 + 7")
    run(page, 2, "forw ard")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "2-one-step-by-hand.ipynb"
    saved, original = nbformat.read(download.value.path(), as_version=4), notebook("2-one-step-by-hand")
    nbformat.validate(saved)
    code = [cell for cell in saved.cells if cell.cell_type == "code"]
    assert (code[0].source, code[1].source) == ("5 + 7", "forw ard")
    assert code[0].outputs[0].data["text/plain"] == "5 + 7 = 12"
    assert code[1].outputs[0].ename == "NameError"
    assert [cell.source for cell in saved.cells if cell.cell_type == "markdown"] == [
        cell.source for cell in original.cells if cell.cell_type == "markdown"
    ]
    assert [cell.metadata for cell in saved.cells] == [cell.metadata for cell in original.cells]


def test_completion_and_explanation_by_keys(opened):
    page = opened("3-xor")
    field, other = cell(page, 1).locator("textarea"), cell(page, 1)
    field.fill(r"δ_j + \del")
    field.press("Tab")
    expect(field).to_have_value("δ_j + δ")

    field.fill("s")
    field.press("Tab")
    options = other.get_by_role("option")
    expect(options.nth(2)).to_be_attached()
    second = options.nth(1).locator("code").inner_text()
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    field.press("Enter")
    expect(field).to_have_value(second)
    expect(other.get_by_role("listbox")).to_have_count(0)

    field.fill("train")
    field.press("Shift+Tab")
    expect(other.get_by_role("region", name="Explanation")).to_contain_text("present the patterns again and again")
    field.press("Escape")
    expect(other.get_by_role("region", name="Explanation")).to_have_count(0)
    # The cell is no trap for the keyboard.
    field.press("Tab")
    expect(field).not_to_be_focused()


def test_a_long_cell(opened):
    """Beyond what is coloured, and beyond what a function takes as arguments."""
    assert run(opened("3-xor"), 1, "#" + " +" * 100_000 + "\n1 + 1").endswith("= 2")


def test_running_by_keys(opened):
    page = opened("3-xor")
    field = cell(page, 1).locator("textarea")
    field.fill("1 + 1")
    field.press("Shift+Enter")
    expect(cell(page, 1)).to_have_attribute("data-state", "done")
    expect(cell(page, 2).locator("textarea")).to_be_focused()


def test_running_an_exercise_does_not_show_its_answer(opened):
    page = opened("3-xor")
    answer = page.locator("details.answer").first
    exercise = int(answer.locator("section").get_attribute("aria-label").split()[-1]) - 1
    field = cell(page, exercise).locator("textarea")
    field.fill("1 + 1")
    field.press("Shift+Enter")
    expect(cell(page, exercise)).to_have_attribute("data-state", "done")
    expect(answer.locator("summary")).to_be_focused()
    assert answer.get_attribute("open") is None
    page.keyboard.press("Enter")
    expect(answer.locator("textarea")).to_be_visible()


def test_everything_has_a_name(opened):
    """What a screen reader says: each control has a name, each region one of its own, and headings have no gaps."""
    page = opened("1-derivation")
    page.get_by_role("button", name="Run all").click()
    expect(page.locator("#status")).to_contain_text("cells have run", timeout=60_000)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title() == page.locator("h1").first.inner_text()
    for role in ("button", "textbox", "region", "group", "link", "listbox", "slider", "img"):
        unnamed = re.findall(rf"^\s*- {role}(?: \[.*\])?:?$", page.locator("body").aria_snapshot(), re.MULTILINE)
        assert unnamed == [], role
    regions = [section.get_attribute("aria-label") for section in some(page.locator("main section").all())]
    assert len(set(regions)) == len(regions)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(set(ids)) == len(ids)
    assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0
    levels = page.evaluate("[...document.querySelectorAll('main .text :is(h1, h2, h3, h4)')].map(h => Number(h.tagName[1]))")
    assert levels[0] == 1 and all(after <= before + 1 for before, after in zip(levels, levels[1:]))
    # The keyboard first gets past the bar, then through it.
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


# The contrast of every text with what is behind it, by WCAG 2.2's formula.
CONTRASTS = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const parts = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = element => {
    for (; element; element = element.parentElement) {
      const colour = parts(getComputedStyle(element).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return parts(getComputedStyle(document.documentElement).getPropertyValue('color-scheme').includes('dark') ? '#000' : '#fff');
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest('svg, textarea, :disabled, script')) continue;
    const [a, b] = [light(parts(getComputedStyle(element).color)), light(behind(element))];
    found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), element.className + ' ' + walker.currentNode.data.slice(0, 20)]);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_can_be_read(opened, scheme):
    page = opened("2-one-step-by-hand")
    page.emulate_media(color_scheme=scheme)
    run(page, 1)
    run(page, 2)
    cell(page, 3).locator("textarea").fill("forw ard")
    run(page, 3)
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    SCREENSHOTS.mkdir(exist_ok=True)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [(ratio, text) for ratio, text in some(page.evaluate(CONTRASTS)) if ratio < 4.5] == []
        heights = page.evaluate("[...document.querySelectorAll('button')].map(button => button.getBoundingClientRect().height)")
        assert min(height for height in heights if height) >= 24
        page.screenshot(path=SCREENSHOTS / f"page-{size}-{scheme}.png")


def test_paper_is_light(opened):
    page = opened("3-xor")
    page.emulate_media(color_scheme="dark")
    colours = "['backgroundColor', 'color'].map(name => getComputedStyle(document.body)[name])"
    dark = page.evaluate(colours)
    page.emulate_media(media="print")
    assert page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(28, 30, 33)"] != dark
    page.emulate_media(media="screen", color_scheme="light")


def test_colours_can_be_switched(opened):
    page = opened("3-xor")
    page.emulate_media(color_scheme="light")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.reload()
    expect(page.get_by_role("button", name="Light")).to_be_visible()
    page.get_by_role("button", name="Light").click()


def test_the_command(environment, tmp_path):
    """`backprop page` of the wheel."""
    handout = ROOT / "notebooks/3-xor.ipynb"
    done = subprocess.run([environment / "bin/backprop", "page", handout, "-o", tmp_path / "one.html"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "backprop-page" not in done.stdout and "one.html" in done.stdout
    assert (tmp_path / "one.html").read_text().startswith("<!DOCTYPE html>")
    version = subprocess.run([environment / "bin/backprop", "--version"], capture_output=True, text=True)
    assert re.fullmatch(r"backprop \d+\.\d+\.\d+\n", version.stdout)


def handout(*cells, **metadata):
    """A notebook as text; a cell is a pair of its type and source."""
    spec = {"kernelspec": {"name": "backprop", "display_name": "Backprop", "language": "backprop"}}
    code = {"outputs": [], "execution_count": None}
    cells = [{"cell_type": kind, "source": text, "metadata": {}, **(code if kind == "code" else {})} for kind, text in cells]
    return json.dumps({"cells": cells, "metadata": {**spec, **metadata}, "nbformat": 4, "nbformat_minor": 4})


@pytest.mark.parametrize(
    "text, message",
    [
        (None, "No such file"), ("", "JSON"), ("{", "JSON"), ("[" * 100_000, "nested"), ("[]", "not a notebook"), ("{}", "cells"),
        (b"\xff\xfe{}", "UTF-8"), (handout(kernelspec=None), "not a notebook"), (handout(("code", 3)), "not a notebook"),
        (handout(kernelspec={"name": "python3", "display_name": "P", "language": "python"}), "Backprop"),
        ('{"nbformat": 9, "nbformat_minor": 0, "cells": [], "metadata": {}}', "version 9"),
    ],
)  # fmt: skip
def test_what_is_no_handout(environment, tmp_path, text, message):
    file = tmp_path / "other.ipynb"
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = subprocess.run([environment / "bin/backprop", "page", file], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith(f"backprop: {file}: ") and message in done.stderr and done.stderr.count("\n") == 1
    assert not file.with_suffix(".html").exists()


def test_a_page_is_written_whole_or_not_at_all(environment, tmp_path):
    file, page = tmp_path / "one.ipynb", tmp_path / "page.html"
    file.write_text(handout(("code", "1 + 1")))
    page.write_text("before")
    write = [environment / "bin/backprop", "page", file, "-o"]
    limited = ["bash", "-c", 'trap "" XFSZ; ulimit -f 100; exec "$@"', "bash"]
    for command in ([*limited, *write, page], [*write, tmp_path], [*write, tmp_path / "missing/page.html"]):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 1
        assert done.stderr.startswith("backprop: ") and done.stderr.count("\n") == 1
    assert page.read_text() == "before"
    assert {file.name for file in tmp_path.iterdir()} == {"one.ipynb", "page.html"}


HOSTILE = r"""# data

# status

<script>window.harm = 1</script><script nonce="@@nonce@@">window.harm = 2</script>
<base href="http://example.invalid/"><meta http-equiv="refresh" content="0;url=about:blank"><body hidden>
@@page@@ </main></body></html>
<section class="cell"></section><div id="module">

<!-- <plaintext>"""


def test_what_a_handout_contains_does_no_harm(environment, opened, tmp_path):
    """Its text is text, and its scripts do not run; the page stays as it is."""
    hidden, (secret, inside) = tmp_path / "secret.csv", (tmp_path / "folder/link.csv", tmp_path / "folder/ü 'b'.csv")
    inside.parent.mkdir()
    hidden.write_text("a,b\n1,2\n")
    secret.symlink_to(hidden)
    inside.write_text("a,b\n1,2\n")
    cells = [
        ("markdown", HOSTILE), ("code", '"</script><!--<script>" # @@page@@ \ud800\r\n"' + "x" * 300 + '"'), ("markdown", "<table><tr>"),
        ("code", 'load "../secret.csv"\nload "link.csv"'), ("code", "1 + 1"), ("code", '"ü \'b\'.csv"'),
    ]  # fmt: skip
    notebook = json.loads(handout(*cells))
    harm = "<script>window.harm = 4</script>"
    notebook["cells"][1]["outputs"] = [{"output_type": "display_data", "data": {"text/html": harm}, "metadata": {}}]
    file = inside.parent / "name with ü & 'quotes' <b>.ipynb"
    file.write_text(json.dumps(notebook))
    done = subprocess.run([environment / "bin/backprop", "page", file], capture_output=True, text=True)
    assert done.returncode == 0
    assert "../secret.csv is outside" in done.stderr and "link.csv is outside" in done.stderr

    page = opened(None, file.with_suffix(".html").as_uri())
    assert page.evaluate("window.harm") is None and page.evaluate("document.baseURI") == page.url
    assert "1 + 1 = 2" in run(page, 3)
    assert cell(page, 1).locator("textarea").input_value().startswith('"</script><!--<script>" # @@page@@')
    files = page.get_by_role("region", name="Data files")
    assert files.get_by_role("button").all_inner_texts() == ["ü 'b'.csv"]
    expect(page.locator("footer")).to_be_visible()


def test_the_program_without_the_package(backprop, tmp_path):
    """The program alone says what is missing."""
    done = backprop("page", tmp_path / "one.ipynb", env={"PATH": "/usr/bin:/bin"})
    assert done.returncode == 1
    assert "backprop_kernel" in done.stderr and done.stderr.count("\n") == 1
