import { download } from './notebook.js';

// The list of data files below the handout: those that came with it, and those that cells have written.
export class Files {
  constructor(section) {
    this.section = section;
    this.list = section.querySelector('ul');
    this.items = new Map();
  }

  show(name, file) {
    const item = this.items.get(name) ?? this.list.appendChild(document.createElement('li'));
    this.items.set(name, item);
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', textContent: name, title: `Download ${name}` });
    button.addEventListener('click', () => download(name.split('/').at(-1), file));
    item.replaceChildren(button, ` ${file.size.toLocaleString('en')} bytes`);
    this.section.hidden = false;
  }
}
