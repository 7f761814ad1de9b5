// The reader's own text, kept by the browser. Some browsers keep nothing for a page from a disk: then `isKept` is false.
export class Edits {
  constructor(name) {
    this.name = `backprop page ${name}`;
    this.cells = {};
    try {
      this.cells = JSON.parse(localStorage.getItem(this.name) ?? '{}');
      localStorage.setItem(this.name, JSON.stringify(this.cells));
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  }

  get(cell) { return this.cells[cell]; }
  get isEmpty() { return Object.keys(this.cells).length === 0; }

  // text: undefined for the handout's own.
  set(cell, text) {
    this.cells[cell] = text;
    if (text === undefined) delete this.cells[cell];
    try {
      localStorage.setItem(this.name, JSON.stringify(this.cells));
    } catch {
      this.isKept = false;
    }
  }
}
