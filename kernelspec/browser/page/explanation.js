// What Shift-Tab says about the word at the cursor.
export class Explanation {
  constructor(editor) {
    this.editor = editor;
    this.box = document.createElement('div');
    this.box.className = 'explanation';
    this.box.hidden = true;
    this.box.tabIndex = 0;
    this.box.setAttribute('role', 'region');
    this.box.setAttribute('aria-label', 'Explanation');
    this.box.setAttribute('aria-live', 'polite');
    editor.element.append(this.box);
  }

  get isOpen() { return !this.box.hidden; }

  show(data, place) {
    this.box.hidden = false;
    if (data['text/html']) {
      this.box.innerHTML = data['text/html'];
    } else {
      const pre = document.createElement('pre');
      pre.textContent = data['text/plain'];
      this.box.replaceChildren(pre);
    }
    this.box.scrollTop = 0;
    this.editor.putAtCursor(this.box, place);
  }

  close() { this.box.hidden = true; }
}
