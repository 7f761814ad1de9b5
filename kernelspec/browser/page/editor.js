import { Completions } from './completions.js';
import { Explanation } from './explanation.js';
import { toPoints } from './positions.js';

// The text of a cell: a text field without colour above the same text in colour. Its keys are those of Jupyter.
export class Editor {
  // on: { edit(), run(thenNext), say(text) }
  constructor(element, { highlighter, kernel, on }) {
    this.element = element;
    this.highlighter = highlighter;
    this.kernel = kernel;
    this.on = on;
    this.colours = element.querySelector('pre');
    this.area = element.querySelector('textarea');
    this.area.setAttribute('aria-autocomplete', 'list');
    this.completions = new Completions(this);
    this.explanation = new Explanation(this);
    this.#addButtons();
    this.#colour();
    this.area.addEventListener('input', () => this.#edited());
    this.area.addEventListener('keydown', event => this.#key(event));
    this.area.addEventListener('pointerdown', () => this.#closeAll());
    this.element.addEventListener('focusout', event => {
      this.leaves = false;
      if (!this.element.contains(event.relatedTarget)) this.#closeAll();
    });
    this.explanation.box.addEventListener('keydown', event => {
      if (event.key !== 'Escape') return;
      this.explanation.close();
      this.area.focus();
    });
  }

  get text() { return this.area.value; }

  set text(text) {
    this.area.value = text;
    this.#colour();
  }

  // For those who have no Tab key: a telephone, a switch, a mouse.
  #addButtons() {
    const keys = document.createElement('div');
    keys.className = 'keys';
    for (const [sign, label, action] of [
      ['⇥', 'Complete (Tab)', () => this.complete()], ['?', 'Explain (Shift-Tab)', () => this.explain()]
    ]) {
      const button = keys.appendChild(document.createElement('button'));
      Object.assign(button, { type: 'button', textContent: sign, title: label, tabIndex: -1 });
      button.setAttribute('aria-label', label);
      button.addEventListener('pointerdown', event => event.preventDefault());
      button.addEventListener('click', () => {
        this.area.focus();
        action();
      });
    }
    this.element.append(keys);
  }

  #colour() { this.highlighter.show(this.colours, this.text); }

  #edited() {
    this.#colour();
    this.explanation.close();
    this.on.edit();
    if (this.completions.isOpen) this.complete(true);
  }

  #closeAll() {
    this.completions.close();
    this.explanation.close();
  }

  #key(event) {
    if (event.isComposing) return;
    const leaves = this.leaves;
    this.leaves = false;
    if (this.completions.takes(event)) return event.preventDefault();
    if (event.key === 'Escape') {
      this.#closeAll();
      this.leaves = true;
    } else if (event.key === 'Tab' && !leaves && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      if (event.shiftKey) this.explain();
      else this.complete();
    } else if (event.key === 'Enter' && (event.shiftKey || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#closeAll();
      this.on.run(event.shiftKey);
    } else if (event.key === 'Shift') {
      this.leaves = leaves;
    }
  }

  // isRefined: the list is open and the reader goes on typing.
  async complete(isRefined = false) {
    const { text, area: { selectionStart: place } } = this;
    const reply = await this.kernel.complete(text, toPoints(text, place));
    if (this.text !== text || this.area.selectionStart !== place) return;
    if (!reply.matches?.length) {
      this.completions.close();
      if (!isRefined) this.on.say('There is nothing to complete here. Esc, then Tab, leaves the cell.');
      return;
    }
    this.completions.show(reply);
    if (reply.matches.length === 1 && !isRefined) this.completions.accept();
  }

  async explain() {
    const { text, area: { selectionStart: place } } = this;
    // A second time at the same place, all that is known.
    const detail = this.explanation.isOpen ? 1 : 0;
    const reply = await this.kernel.inspect(text, toPoints(text, place), detail);
    if (this.text !== text || this.area.selectionStart !== place) return;
    if (reply.found) {
      this.completions.close();
      this.explanation.show(reply.data, place);
    } else {
      this.on.say('Nothing is known about this place. Esc, then Shift-Tab, leaves the cell.');
    }
  }

  // Replaces a part of the text, in a way that the browser can undo.
  replace(start, end, text) {
    this.area.focus();
    this.area.setSelectionRange(start, end);
    if (!document.execCommand('insertText', false, text)) {
      this.area.setRangeText(text, start, end, 'end');
      this.#edited();
    }
  }

  // Places a box below the line in which the character at this place is.
  putAtCursor(box, place) {
    const range = document.createRange();
    const walker = document.createTreeWalker(this.colours, NodeFilter.SHOW_TEXT);
    let rest = place;
    while (walker.nextNode() && rest >= walker.currentNode.length) rest -= walker.currentNode.length;
    range.setStart(walker.currentNode, rest);
    range.setEnd(walker.currentNode, rest + 1);
    const at = range.getBoundingClientRect(), own = this.element.getBoundingClientRect();
    box.style.top = `${at.bottom - own.top + 2}px`;
    box.style.left = `${Math.max(0, Math.min(at.left - own.left, own.width - box.offsetWidth))}px`;
    box.scrollIntoView({ block: 'nearest' });
  }
}
