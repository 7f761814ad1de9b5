import { Cell } from './cell.js';
import { Edits } from './edits.js';
import { Files } from './files.js';
import { Highlighter } from './highlight.js';
import { bytesOf, startKernel } from './kernel.js';
import { download, notebookOf } from './notebook.js';
import { element } from './parts.js';
import { Runner } from './runner.js';
import { offerThemes } from './theme.js';

const data = JSON.parse(element('data').textContent);
const nonce = document.querySelector('script[nonce]').nonce;
const say = text => { element('status').textContent = text; };

offerThemes(element('theme'));
const edits = new Edits(data.digest);
const files = new Files(element('files'));
const inlined = Object.entries(data.files).map(([name, text]) => [name, bytesOf(text)]);
for (const [name, bytes] of inlined) files.show(name, new Blob([bytes]));

const kernel = startKernel({ files: Object.fromEntries(inlined), wrote: (name, file) => files.show(name, file) });
const runner = new Runner(kernel, { say, changed: () => { element('stop').disabled = !runner.isBusy; } });
const highlighter = new Highlighter(data.grammar);

const on = {
  say,
  edit(cell) {
    edits.set(cell.index, cell.isEdited ? cell.text : undefined);
    sayWhatIsKept();
  },
  run(cell, thenNext) {
    runner.run([cell]);
    if (thenNext) cells[cells.indexOf(cell) + 1]?.focus();
  }
};
const cells = [...document.querySelectorAll('main > .cell, main > .answer > .cell')].map(section =>
  new Cell(section, data.notebook.cells[section.dataset.index], { highlighter, kernel, nonce, on }));
for (const cell of cells) {
  const text = edits.get(cell.index);
  if (text !== undefined) cell.text = text;
}

function sayWhatIsKept() {
  element('saved').textContent = edits.isKept
    ? 'What you change in cells is kept by this browser, for this page. To take it elsewhere, download the notebook.'
    : 'This browser keeps nothing for this page, so what you change is lost when you close it: download the notebook.';
}
sayWhatIsKept();

element('run-all').addEventListener('click', () => runner.run(cells));
element('stop').addEventListener('click', () => runner.stop());
element('reset').addEventListener('click', async () => {
  say('The kernel starts again.');
  await runner.reset();
  for (const cell of cells) cell.clear();
  say('Everything is forgotten but your text.');
});
element('download').addEventListener('click', () => {
  const text = JSON.stringify(notebookOf(data.notebook, cells), null, 1);
  download(`${data.name}.ipynb`, new Blob([`${text}\n`], { type: 'application/x-ipynb+json' }));
});
addEventListener('beforeunload', event => {
  if (edits.isLost) event.preventDefault();
});

kernel.ready.then(() => {
  document.documentElement.dataset.ready = Math.round(performance.now());
  if (!runner.isBusy) say('Ready.');
}, error => {
  element('notice').textContent = `The kernel cannot run here. ${error.message}`;
  element('notice').hidden = false;
  say('The kernel did not start.');
});
