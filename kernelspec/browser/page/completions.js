import { toUnits } from './positions.js';

let count = 0;

// The list of what the word at the cursor may become, in the pattern that WAI-ARIA calls a listbox of a text field.
export class Completions {
  constructor(editor) {
    this.editor = editor;
    this.list = document.createElement('ul');
    this.list.className = 'completions';
    this.list.id = `completions-${++count}`;
    this.list.hidden = true;
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', 'Completions');
    editor.element.append(this.list);
  }

  get isOpen() { return !this.list.hidden; }

  // reply: a complete_reply for the text that the editor still has.
  show(reply) {
    const text = this.editor.text;
    this.start = toUnits(text, reply.cursor_start);
    this.end = toUnits(text, reply.cursor_end);
    const details = reply.metadata?._jupyter_types_experimental ?? [];
    this.matches = reply.matches;
    this.list.replaceChildren(...reply.matches.map((match, place) => this.#option(match, details[place], place)));
    this.list.hidden = false;
    this.editor.putAtCursor(this.list, this.start);
    this.editor.area.setAttribute('aria-controls', this.list.id);
    this.choose(0);
  }

  #option(match, detail, place) {
    const option = document.createElement('li');
    option.id = `${this.list.id}-${place}`;
    option.setAttribute('role', 'option');
    const name = option.appendChild(document.createElement('code'));
    name.textContent = match;
    const note = option.appendChild(document.createElement('span'));
    note.textContent = detail?.signature || detail?.type || '';
    option.addEventListener('pointerdown', event => event.preventDefault());
    option.addEventListener('click', () => this.accept(place));
    return option;
  }

  choose(place) {
    this.place = (place + this.matches.length) % this.matches.length;
    [...this.list.children].forEach((option, at) => option.setAttribute('aria-selected', at === this.place));
    const chosen = this.list.children[this.place];
    this.editor.area.setAttribute('aria-activedescendant', chosen.id);
    chosen.scrollIntoView({ block: 'nearest' });
  }

  accept(place = this.place) {
    this.close();
    this.editor.replace(this.start, this.end, this.matches[place]);
  }

  close() {
    this.list.hidden = true;
    this.editor.area.removeAttribute('aria-activedescendant');
    this.editor.area.removeAttribute('aria-controls');
  }

  // Whether the list has used the key.
  takes(event) {
    if (!this.isOpen || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
    switch (event.key) {
      case 'ArrowDown': this.choose(this.place + 1); return true;
      case 'ArrowUp': this.choose(this.place - 1); return true;
      case 'PageDown': this.choose(Math.min(this.place + 8, this.matches.length - 1)); return true;
      case 'PageUp': this.choose(Math.max(this.place - 8, 0)); return true;
      case 'Enter':
      case 'Tab': this.accept(); return true;
      case 'Escape': this.close(); return true;
      default: return false;
    }
  }
}
