// Runs the module in a worker, for client.js. Everything that is asked has an id, and gets one reply with it.
import { Backprop } from './backprop.js';

/** Milliseconds after which a cell that runs asks again whether it is to stop: more if asking takes long. */
const pollInterval = { least: 30, most: 60 };
/** Milliseconds after which a cell that runs publishes its memory again: more if copying takes long. */
const publicationInterval = 1000;
/** In bytes. */
const largestCopy = 512 << 20;
/** At most this part of a cell's time goes to asking, and to copying. */
const share = 0.05;

let kernel;
/** Whether the worker can see that a URL still exists. */
let stops = false;
/** What the page has given, and cells have written: blobs, which are read only when a cell wants them. */
const files = new Map();
/** The paths among which a name is completed. */
let listed = [];
let cell;

class RunningCell {
  #id;
  #poll;
  #isStopped = false;
  #nextPoll = performance.now() + pollInterval.least;
  #nextPublication = performance.now() + publicationInterval;

  constructor(id, poll) {
    this.#id = id;
    this.#poll = poll;
  }

  output(message) { self.postMessage({ type: 'output', id: this.#id, message }); }

  isInterrupted() {
    const start = performance.now();
    if (start < this.#nextPoll) return this.#isStopped;
    this.#isStopped ||= stops && !exists(this.#poll);
    const asked = performance.now();
    this.#nextPoll = asked + Math.min(Math.max(pollInterval.least, (asked - start) / share), pollInterval.most);
    if (start >= this.#nextPublication && !this.#isStopped) {
      publish(this.#id);
      const published = performance.now();
      this.#nextPublication = published + Math.max(publicationInterval, (published - asked) / share);
    }
    return this.#isStopped;
  }
}

/** Gives the page a copy of the session, unless it is so large that a copy could be too much for the browser. */
function publish(id) {
  const memory = kernel.copyMemory(largestCopy);
  self.postMessage({ type: 'memory', id, memory }, memory ? [memory] : []);
}

/** Whether the cell may go on: see stoppable.js. */
function exists(url) {
  try {
    const request = new XMLHttpRequest();
    request.open('GET', url, false);
    request.send();
    return request.status === 200;
  } catch {
    return false;
  }
}

const host = {
  output: message => cell?.output(message),
  isInterrupted: () => cell?.isInterrupted() ?? false,
  read(path) {
    const file = files.get(plain(path));
    if (!file) throw new Error('No such file or directory');
    return new Uint8Array(new FileReaderSync().readAsArrayBuffer(file));
  },
  write(path, bytes) {
    const file = new Blob([bytes]);
    files.set(plain(path), file);
    self.postMessage({ type: 'written', path: plain(path), file });
  },
  list: prefix => [...new Set(listed)].filter(path => path.startsWith(prefix)).sort()
};

/** A path as it is looked up. */
function plain(path) { return path.replace(/^(\.\/)+/, ''); }

const answers = {
  async load({ module, poll }) {
    stops = exists(poll);
    kernel = await Backprop.load(module, host);
    return { stops };
  },
  restore({ memory }) { kernel.restore(memory); },
  keep({ given }) {
    for (const [path, file] of given) file ? files.set(path, file) : files.delete(path);
  },
  execute({ id, code, expressions, poll }) {
    cell = new RunningCell(id, poll);
    const reply = kernel.execute(code);
    if (reply.status === 'ok') {
      reply.user_expressions = {};
      for (const [name, expression] of Object.entries(expressions)) {
        reply.user_expressions[name] = kernel.evaluate(expression);
      }
    }
    cell = undefined;
    return reply;
  },
  complete({ code, cursor, names }) {
    listed = names;
    return kernel.complete(code, cursor);
  },
  inspect: ({ code, cursor, detail }) => kernel.inspect(code, cursor, detail),
  isComplete: ({ code }) => kernel.isComplete(code),
  describe: () => kernel.describe()
};

self.onmessage = async ({ data }) => {
  try {
    const content = await answers[data.type](data);
    self.postMessage({ type: 'reply', id: data.id, content });
    if (data.type === 'execute' && !content.trapped) publish(data.id);
  } catch (error) {
    cell = undefined;
    self.postMessage({ type: 'failure', id: data.id, reason: error.message });
  }
};
