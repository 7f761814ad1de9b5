// The files of a notebook's folder in JupyterLite's contents: those that the site has, and those that the reader's browser
// keeps.
export class Drive {
  #contents;
  #folder;

  constructor(contents, folder = '') {
    this.#contents = contents;
    this.#folder = folder;
  }

  /** The bytes of a file, as they are; undefined if there is none. */
  async read(name) {
    const path = this.#path(name);
    const found = await this.#contents.get(path, { content: false }).catch(() => undefined);
    if (!found || found.type === 'directory') return undefined;
    const url = await this.#contents.getDownloadUrl(path);
    const response = await fetch(url);
    if (url.startsWith('blob:')) URL.revokeObjectURL(url);
    if (!response.ok) throw new Error(`"${name}" could not be read: ${response.status} ${response.statusText}`);
    return response.blob();
  }

  /** The files and folders whose path begins so. */
  async list(prefix) {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const found = await this.#contents.get(this.#path(folder), { content: true }).catch(() => undefined);
    return (found?.content ?? []).map(({ name, type }) => folder + name + (type === 'directory' ? '/' : ''));
  }

  async write(name, blob) {
    const path = this.#path(name);
    const [, folder, file] = path.match(/^(?:(.*)\/)?([^/]*)$/);
    // The contents would accept a file in a folder that does not exist, and never show it.
    if (folder) await this.#contents.get(folder, { content: false });
    await this.#contents.save(path, { type: 'file', path, name: file, ...await encoded(blob) });
  }

  /** The path from the root of the contents. */
  #path(name) {
    const parts = name.startsWith('/') ? [] : this.#folder.split('/');
    for (const part of name.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '.') parts.push(part);
    }
    // JupyterLite decodes what it is given.
    return parts.filter(part => part).join('/').replaceAll('%', '%25');
  }
}

/** Text is kept as text, so that JupyterLab can open it. */
async function encoded(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  try {
    return { format: 'text', content: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    let content = '';
    for (const byte of bytes) content += String.fromCharCode(byte);
    return { format: 'base64', content: btoa(content) };
  }
}
