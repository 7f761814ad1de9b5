import { showAnsi } from './ansi.js';

// Displays that a later message may change, by their identifiers; it may come from another cell.
const displays = new Map();

// What a cell has shown: as elements, and as nbformat writes it to a file.
export class Outputs {
  // shown(element, metadata): a result stands in the page.
  constructor(element, nonce, shown) {
    this.element = element;
    this.nonce = nonce;
    this.shown = shown;
    this.saved = [];
  }

  // Keeps its height while the cell runs again, so that the text below does not jump.
  begin() {
    this.element.style.minHeight = `${this.element.offsetHeight}px`;
    this.clear();
  }

  end() { this.element.style.minHeight = ''; }

  clear() {
    this.element.replaceChildren();
    this.saved = [];
  }

  // The results that the notebook came with. Whoever wrote them, their scripts do not run.
  restore(saved) {
    const { nonce } = this;
    this.nonce = undefined;
    for (const { output_type: type, ...content } of saved) this.show({ type, content });
    this.nonce = nonce;
  }

  show({ type, content }) {
    switch (type) {
      case 'stream': return this.#stream(content);
      case 'error': return this.#error(content);
      case 'update_display_data': return this.#update(content);
      case 'display_data':
      case 'execute_result': return this.#display(type, content);
    }
  }

  #add(saved, className) {
    this.saved.push(saved);
    const element = document.createElement('div');
    element.className = `output ${className}`;
    this.element.append(element);
    return element;
  }

  #stream({ name, text }) {
    const last = this.saved.at(-1);
    if (last?.output_type === 'stream' && last.name === name) {
      last.text += text;
      this.element.lastElementChild.firstElementChild.textContent = last.text;
      return;
    }
    const pre = document.createElement('pre');
    pre.textContent = [text].flat().join('');
    this.#add({ output_type: 'stream', name, text: pre.textContent }, name).append(pre);
  }

  #error({ ename, evalue, traceback }) {
    const pre = document.createElement('pre');
    showAnsi(pre, traceback.join('\n'));
    this.#add({ output_type: 'error', ename, evalue, traceback }, 'error').append(pre);
  }

  #display(type, { data, metadata = {}, execution_count = null, transient }) {
    const saved = { output_type: type, data, metadata };
    if (type === 'execute_result') saved.execution_count = execution_count;
    const element = this.#add(saved, 'result');
    if (transient?.display_id) displays.set(transient.display_id, { element, saved });
    this.#render(element, data);
    this.shown(element, metadata);
  }

  #update({ data, metadata = {}, transient }) {
    const display = displays.get(transient?.display_id);
    if (!display) return;
    Object.assign(display.saved, { data, metadata });
    this.#render(display.element, data);
  }

  #render(element, data) {
    const text = type => [data[type]].flat().join('');
    if (data['text/html']) {
      element.innerHTML = text('text/html');
      this.#startScripts(element);
    } else if (data['image/svg+xml']) {
      element.innerHTML = text('image/svg+xml');
    } else {
      const pre = document.createElement('pre');
      pre.textContent = text('text/plain');
      element.replaceChildren(pre);
    }
  }

  // Scripts do not run when HTML is set, and the page's policy asks for its nonce. Animations have one.
  #startScripts(element) {
    if (!this.nonce) return;
    for (const found of element.querySelectorAll('script:not([type])')) {
      const script = document.createElement('script');
      script.nonce = this.nonce;
      script.textContent = found.textContent;
      found.replaceWith(script);
    }
  }
}
