import { Editor } from './editor.js';
import { Outputs } from './outputs.js';
import { addQuestion, answered } from './question.js';

// One cell of code on the page.
export class Cell {
  // on: { edit(cell), run(cell, thenNext), say(text) }
  constructor(section, saved, { highlighter, kernel, nonce, on }) {
    this.section = section;
    this.label = section.getAttribute('aria-label');
    this.index = Number(section.dataset.index);
    this.mayFail = saved.metadata?.tags?.includes('raises-exception');
    this.on = on;
    this.outputs = new Outputs(section.querySelector('.outputs'), nonce, (output, metadata) =>
      addQuestion(output, metadata, this.label, (line, answer) => this.#answer(line, answer)));
    this.editor = new Editor(section.querySelector('.editor'), {
      highlighter, kernel,
      on: { edit: () => this.#edited(), run: thenNext => on.run(this, thenNext), say: on.say }
    });
    section.querySelector('.run').addEventListener('click', () => on.run(this, false));
    this.#addOriginal();
    // Browsers may fill the field with what it had before a reload; what the reader has kept comes from elsewhere.
    this.editor.text = [saved.source].flat().join('');
    // As the field has it: its lines end in one character.
    this.original = this.editor.text;
    this.#setState('new', saved.execution_count ?? null);
    this.outputs.restore(saved.outputs ?? []);
  }

  get text() { return this.editor.text; }

  set text(text) {
    this.editor.text = text;
    this.#edited();
  }

  get isEdited() { return this.text !== this.original; }

  #answer(line, answer) {
    this.text = answered(this.text, line, answer);
    this.isAnswered = true;
    this.on.run(this, false);
  }

  #addOriginal() {
    this.button = document.createElement('button');
    Object.assign(this.button, {
      type: 'button', className: 'original', textContent: '↺', title: 'Back to the text of the handout', hidden: true
    });
    this.button.setAttribute('aria-label', `${this.label}: back to the text of the handout`);
    this.button.addEventListener('click', () => {
      this.text = this.original;
      this.editor.area.focus();
      this.on.say(`${this.label} has the handout's text again.`);
    });
    this.section.querySelector('.side').append(this.button);
  }

  #edited() {
    this.button.hidden = !this.isEdited;
    this.on.edit(this);
  }

  #setState(state, count) {
    this.section.dataset.state = state;
    this.count = count;
    const shown = state === 'waits' || state === 'runs' ? '*' : count ?? ' ';
    this.section.querySelector('.count').textContent = `[${shown}]`;
  }

  wait() { this.#setState('waits', null); }
  forget() { this.#setState('new', null); }

  begin() {
    this.#setState('runs', null);
    this.section.setAttribute('aria-busy', 'true');
    this.outputs.begin();
  }

  show(message) { this.outputs.show(message); }

  end(reply, count) {
    this.outputs.end();
    this.section.removeAttribute('aria-busy');
    this.#setState(reply.status === 'ok' ? 'done' : 'failed', count);
    // Who has answered reads the verdict, and may go on typing.
    if (this.isAnswered) this.section.querySelector('.question input')?.focus();
    this.isAnswered = false;
    // A mistake in a folded answer must not be out of sight.
    if (reply.status === 'error') this.section.closest('details')?.setAttribute('open', '');
  }

  clear() {
    this.outputs.clear();
    this.forget();
  }

  focus() {
    // An answer stays folded: its heading, which Enter opens, has the focus.
    (this.section.closest('details:not([open])')?.querySelector('summary') ?? this.editor.area).focus();
  }
}
