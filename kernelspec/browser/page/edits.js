// The reader's own text, kept by the browser: each cell for itself, so that two windows with the same page do not
// overwrite one another's. Some browsers keep nothing for a page from a disk, or are full.
export class Edits {
  // The cells whose text is not kept.
  #lost = new Set();
  #isAllowed = true;

  constructor(name) {
    this.name = `backprop page ${name}`;
    this.#isAllowed = this.#attempt(() => localStorage.setItem(this.name, ''));
  }

  get isKept() { return this.#isAllowed && this.#lost.size === 0; }
  get isLost() { return this.#lost.size > 0; }

  get(cell) {
    let text;
    this.#attempt(() => { text = localStorage.getItem(`${this.name} ${cell}`) ?? undefined; });
    return text;
  }

  // text: undefined for the handout's own.
  set(cell, text) {
    const name = `${this.name} ${cell}`;
    const isKept = this.#attempt(() => text === undefined ? localStorage.removeItem(name) : localStorage.setItem(name, text));
    if (isKept || text === undefined) this.#lost.delete(cell);
    else this.#lost.add(cell);
  }

  #attempt(action) {
    try {
      action();
      return true;
    } catch {
      return false;
    }
  }
}
