// Runs the module: text in, messages out. The same for pages, workers and Node.
//
//   const kernel = await Backprop.load(source, host)
//   kernel.execute(code)                 the content of an execute_reply; also complete, inspect, isComplete, describe, evaluate
//   kernel.copyMemory(), kernel.restore(copy)
//
// source: the bytes of the module, a compiled module, or an address.
// host: { output({ type, content }), isInterrupted(), read(path) -> Uint8Array, write(path, bytes), list(prefix) -> [path] };
// `read` and `write` throw an Error whose message is the reason; whatever is missing is not there.

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const nothing = new Uint8Array();

export class Backprop {
  #module;
  #host;
  #exports;
  #found = nothing;
  #reply;

  static async load(source, host = {}) {
    const kernel = new Backprop();
    kernel.#module = await compiled(source);
    kernel.#host = host;
    kernel.#exports = (await WebAssembly.instantiate(kernel.#module, { backprop: kernel.#imports() })).exports;
    kernel.#exports._initialize?.();
    return kernel;
  }

  /** Runs a cell. After a trap the session is empty, and the reply's `trapped` is true: `restore` it. */
  execute(code) { return this.#call('execute', code); }
  complete(code, cursor) { return this.#call('complete', code, cursor); }
  inspect(code, cursor, detail = 0) { return this.#call('inspect', code, cursor, detail); }
  isComplete(code) { return this.#call('is_complete', code); }
  /** The content of a kernel_info_reply. */
  describe() { return this.#call('describe'); }
  /** One of a request's user expressions. */
  evaluate(expression) { return this.#call('evaluate', expression); }

  /** The whole session, as one buffer: allowed between calls, and during `isInterrupted`. Undefined if it is too large. */
  copyMemory(most = Infinity) {
    const { buffer } = this.#exports.memory;
    try {
      return buffer.byteLength <= most ? buffer.slice(0) : undefined;
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** A fresh instance with the session of such a copy; without one, an empty session. */
  restore(copy) {
    this.#exports = new WebAssembly.Instance(this.#module, { backprop: this.#imports() }).exports;
    this.#exports._initialize?.();
    if (!copy) return;
    const { memory } = this.#exports;
    const missing = copy.byteLength - memory.buffer.byteLength;
    if (missing > 0) memory.grow(missing / 65536);
    new Uint8Array(memory.buffer).set(new Uint8Array(copy));
  }

  #call(name, text, ...rest) {
    this.#reply = undefined;
    try {
      const call = this.#exports[`backprop_${name}`];
      if (text === undefined) call();
      else call(...this.#given(text), ...rest);
    } catch (error) {
      if (!isTrap(error)) throw error;
      const reply = trapped(error, this.#exports.memory.buffer.byteLength);
      this.restore();
      return reply;
    }
    return this.#reply;
  }

  #given(text) {
    const bytes = encoder.encode(text);
    const place = this.#exports.backprop_allocate(bytes.length);
    this.#bytes(place, bytes.length).set(bytes);
    return [place, bytes.length];
  }

  // Addresses are unsigned; JavaScript is given them with a sign.
  #bytes(place, count) { return new Uint8Array(this.#exports.memory.buffer, place >>> 0, count >>> 0); }
  #text(place, count) { return decoder.decode(this.#bytes(place, count)); }

  #imports() {
    return {
      output: (place, count) => {
        const message = JSON.parse(this.#text(place, count));
        if (message.type === 'reply') this.#reply = message.content;
        else this.#host.output?.(message);
      },
      is_interrupted: () => (this.#host.isInterrupted?.() ? 1 : 0),
      now: () => performance.now() / 1000,
      random: (place, count) => {
        const bytes = this.#bytes(place, count);
        // At most 65536 bytes are given at once.
        for (let start = 0; start < bytes.length; start += 65536) {
          crypto.getRandomValues(bytes.subarray(start, start + 65536));
        }
      },
      read: (path, count) => this.#attempt('read', this.#text(path, count)),
      write: (path, count, bytes, size) =>
        this.#attempt('write', this.#text(path, count), this.#bytes(bytes, size).slice()),
      // A browser unpacks only while nothing waits for it, and a cell waits.
      unpack: () => this.#refuse(
        'it is compressed, and a browser cannot unpack it while a cell runs; gunzip it, or write it with numpy.savez'),
      list: (path, count) => {
        this.#found = encoder.encode((this.#host.list?.(this.#text(path, count)) ?? []).join('\n'));
        return this.#found.length;
      },
      take: place => {
        this.#bytes(place, this.#found.length).set(this.#found);
        this.#found = nothing;
      }
    };
  }

  /** How many bytes are then to be taken; or -1 less the length of the reason why there are none. */
  #attempt(action, ...rest) {
    try {
      if (!this.#host[action]) throw new Error('there are no files here');
      this.#found = this.#host[action](...rest) ?? nothing;
      return this.#found.length;
    } catch (error) {
      return this.#refuse(error.message);
    }
  }

  #refuse(reason) {
    this.#found = encoder.encode(reason);
    return -1 - this.#found.length;
  }
}

/** A compiled module of whatever holds one. */
async function compiled(source) {
  const found = typeof source === 'string' ? await fetch(source) : source;
  if (found instanceof WebAssembly.Module) return found;
  if (typeof Response === 'undefined' || !(found instanceof Response)) return WebAssembly.compile(found);
  if (!found.ok) throw new Error(`The kernel could not be fetched: ${found.status} ${found.statusText}`);
  // Compiling while it arrives needs a server that names the type.
  const isNamed = found.headers.get('Content-Type')?.startsWith('application/wasm');
  return isNamed ? WebAssembly.compileStreaming(found) : WebAssembly.compile(await found.arrayBuffer());
}

/** What the module itself could not answer: its stack or its memory was used up. */
function isTrap(error) {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error.name === 'InternalError';
}

function trapped(error, memory) {
  const isMemory = memory > 1e9 || /alloc|memory could not/i.test(error.message);
  const isDepth = !isMemory && (!(error instanceof WebAssembly.RuntimeError) || /out of bounds|stack/i.test(error.message));
  const [ename, reason] = isMemory
    ? ['MemoryError', 'This cell needs more memory than a browser gives.']
    : isDepth
      ? ['DepthError', 'This cell is nested too deeply for a browser.']
      : ['InternalError', `The kernel could not go on: ${error.message}.`];
  return { status: 'error', ename, evalue: reason, traceback: [`${ename}: ${reason}`], trapped: true };
}
