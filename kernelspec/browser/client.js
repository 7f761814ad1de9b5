// The page's side of the kernel: it starts the worker, runs cells in order, stops them, and keeps files.
//
//   const kernel = new BackpropClient({
//     // The worker: its address on the server; or, in a page that holds everything and may be opened from a disk,
//     // the texts of the worker and of the frame that it lives in (see README.md).
//     worker: new URL('worker.js', base).href,          // or  workerSource: '…', frameSource: '…'
//     // The module. Each variant is an address, bytes, a promise of bytes, or a function that returns one of them;
//     // only the variant that this browser can run is asked for.
//     module: { relaxed: 'backprop.wasm', simd: 'backprop-simd.wasm' },
//     files: { 'iris.csv': 'text, bytes or a Blob' },    // optional: what cells can read from the start
//     // Optional, for a page that has a drive of its own; each may return a promise:
//     readFile: path => …,        // text, bytes, a Blob, or undefined if there is none; asked before a cell that names it
//     listFiles: prefix => [],    // for completion: the paths that begin so
//     writeFile: (path, blob) => …,   // what a cell has written; the cell's reply waits for it
//     onStatus: status => …       // 'starting', 'idle', 'busy', 'dead'
//   });
//
//   await kernel.ready                   the content of a kernel_info_reply; rejected with an Error that says why not
//   kernel.status, kernel.files          Map of path to Blob: what was given, and what cells wrote
//   kernel.giveFile(path, contents)      text, bytes or a Blob; undefined removes it
//
//   await kernel.execute(code, { onOutput, expressions, stopsQueue })
//       The content of an execute_reply, without execution_count: { status: 'ok', user_expressions }, { status: 'error',
//       ename, evalue, traceback }, or { status: 'aborted' } if an earlier cell failed while this one waited, or the
//       kernel was restarted. Of a cell that has checked something, also `metadata`, that of the reply's message, with what
//       was checked and marked. onOutput(message) is called for each message of the cell, as it comes: { type: 'display_data'
//       | 'update_display_data' | 'execute_result' | 'stream' | 'error', content }, with content as in Jupyter's protocol;
//       an update has the transient.display_id of the display that it replaces. (execution_count is the page's.)
//       Cells wait for one another; stopsQueue: false lets those that wait run even if this one fails.
//   kernel.interrupt()                   stops the cell that runs, and keeps its weights; its reply has ename 'Interrupted'
//   await kernel.restart()               an empty session; files stay
//   kernel.dispose()
//
//   These also answer while a cell runs, from the session as of its last finished statement; cursors count code points:
//   await kernel.complete(code, cursor)          the content of a complete_reply
//   await kernel.inspect(code, cursor, detail)   of an inspect_reply
//   await kernel.isComplete(code)                of an is_complete_reply
import { WorkerFrame } from './framed.js';
import { StoppableWorker } from './stoppable.js';
import { variant } from './variant.js';

/** Milliseconds after which a worker that does not stop is replaced. */
const patience = 2000;

const lost = 'The session was lost, and starts anew.';
const interrupted = {
  status: 'error', ename: 'Interrupted', evalue: 'The cell was stopped.', traceback: ['Interrupted: The cell was stopped.']
};

export class BackpropClient {
  ready;
  status = 'starting';
  files = new Map();

  #options;
  #module;
  /** Whether a worker that computes hears that a URL was revoked. */
  #stops = false;
  #frame;
  #worker;
  /** A second worker, started when it is first needed: it answers while the first one computes. */
  #deputy;
  /** The memory that was published last, and by the last cell that has ended; neither for an empty session. */
  #published;
  #ended;
  /** Whether there was not enough memory to publish. */
  #isLost = false;
  #queue = [];
  #running;
  #cells = 0;
  #changedFiles = new Set();
  /** Why a kernel that is dead runs no cells. */
  #reason = 'The kernel is not there.';

  constructor(options) {
    this.#options = options;
    for (const [path, contents] of Object.entries(options.files ?? {})) this.giveFile(path, contents);
    this.ready = this.#start();
    this.ready.catch(error => {
      this.#reason = error.message;
      this.#become('dead');
      for (const cell of this.#queue.splice(0)) cell.resolve(failed('KernelError', error.message));
    });
  }

  giveFile(path, contents) {
    const name = path.replace(/^(\.\/)+/, '');
    if (contents === undefined) this.files.delete(name);
    else this.files.set(name, contents instanceof Blob ? contents : new Blob([contents]));
    this.#changedFiles.add(name);
  }

  execute(code, { onStart = () => {}, onOutput = () => {}, expressions = {}, stopsQueue = true } = {}) {
    if (this.status === 'dead') return Promise.resolve(failed('KernelError', this.#reason));
    return new Promise(resolve => {
      this.#queue.push({ id: ++this.#cells, code, onStart, onOutput, expressions, stopsQueue, resolve, writes: [] });
      this.#runQueue();
    });
  }

  interrupt() {
    // While the kernel starts, the first cell waits for it.
    const cell = this.#running ?? this.#queue[0];
    if (!cell || cell.isStopped) return;
    cell.isStopped = true;
    if (!cell.isSent) return;
    this.#worker.stop();
    cell.timer = setTimeout(() => {
      this.#stops = false;
      this.#replaceWorker();
    }, this.#stops ? patience : 0);
  }

  async restart() {
    this.#abortQueue();
    this.interrupt();
    await this.#running?.finished;
    await this.ready;
    await this.#worker.ask('restore');
    this.#published = this.#ended = undefined;
  }

  dispose() {
    this.#abortQueue();
    this.#worker?.end();
    this.#deputy?.end();
    this.#become('dead');
  }

  async complete(code, cursor) {
    const prefix = /["“'][^"”'’\n]*$/.exec([...code].slice(0, cursor).join(''))?.[0].slice(1);
    const names = prefix === undefined ? [] : ((await this.#options.listFiles?.(prefix)) ?? []);
    return (await this.#assistant()).ask('complete', { code, cursor, names: [...this.files.keys(), ...names] });
  }

  async inspect(code, cursor, detail = 0) { return (await this.#assistant()).ask('inspect', { code, cursor, detail }); }
  async isComplete(code) { return (await this.#assistant()).ask('isComplete', { code }); }

  // Starting

  async #start() {
    const chosen = variant();
    if (!chosen) {
      throw new Error('This browser is too old for the kernel: it has no WebAssembly SIMD. Chrome 91, Firefox 89 and Safari 16.4 have it.');
    }
    let { module } = this.#options;
    if (module?.simd || module?.relaxed) module = (chosen === 'relaxed' && module.relaxed) || module.simd;
    if (!module) throw new Error('This browser is too old for the kernel: it has no relaxed WebAssembly SIMD.');
    // The worker starts while the module is made ready.
    const worker = this.#newWorker();
    try {
      module = await (typeof module === 'function' ? module() : module);
      if (this.status === 'dead') throw new Ended('The kernel has ended.');
    } catch (error) {
      worker.end();
      throw error;
    }
    // A worker has addresses of its own.
    this.#module = typeof module === 'string' ? new URL(module, document.baseURI).href : module;
    this.#worker = worker;
    const { stops } = await this.#load(this.#worker);
    this.#stops = stops;
    const description = await this.#worker.ask('describe');
    this.#become('idle');
    this.#runQueue();
    return description;
  }

  #newWorker() {
    const { worker, workerSource, frameSource } = this.#options;
    if (!worker) this.#frame ??= new WorkerFrame(frameSource, workerSource);
    const start = worker
      ? (hear, fail) => new StoppableWorker(worker, 'module', hear, fail)
      : (hear, fail) => this.#frame.start(hear, fail);
    return new Connection(start, message => this.#hear(message));
  }

  async #load(connection) {
    const loaded = await connection.ask('load', { module: this.#module });
    await connection.ask('keep', { given: [...this.files] });
    return loaded;
  }

  #become(status) {
    if (this.status === status || this.status === 'dead') return;
    this.status = status;
    this.#options.onStatus?.(status);
  }

  // Cells

  async #runQueue() {
    if (this.#running || this.status !== 'idle') return;
    const cell = this.#queue.shift();
    if (!cell) return;
    this.#running = cell;
    this.#become('busy');
    cell.onStart();
    cell.finished = this.#run(cell);
    const reply = await cell.finished;
    this.#running = undefined;
    this.#become('idle');
    if (reply.status === 'error' && cell.stopsQueue) this.#abortQueue();
    cell.resolve(reply);
    this.#runQueue();
  }

  async #run(cell) {
    let reply;
    try {
      await this.ready;
      await this.#bringFiles(cell.code);
      reply = cell.isStopped ? interrupted : await this.#send(cell);
      if (reply.trapped) reply = await this.#recovered(reply);
      const problem = (await Promise.all(cell.writes)).find(problem => problem);
      if (problem) reply = failed('FileError', problem);
    } catch (error) {
      reply = failed('KernelError', error.message);
    }
    if (reply.status === 'error') {
      const { ename, evalue, traceback } = reply;
      this.#show(cell, { type: 'error', content: { ename, evalue, traceback } });
    }
    return reply;
  }

  /** The reply to a cell at which the module gave up, after the session is again what it was. */
  async #recovered({ ename, evalue }) {
    this.#published = this.#ended;
    await this.#worker.ask('restore', { memory: this.#ended });
    return failed(ename, `${evalue} ${this.#isLost ? lost : 'The session is as it was before the cell.'}`);
  }

  /** A page that fails to show something does not stop the kernel. */
  #show(cell, message) {
    try {
      cell.onOutput(message);
    } catch (error) {
      console.error(error);
    }
  }

  async #send(cell) {
    const { code, expressions } = cell;
    try {
      cell.isSent = true;
      return await this.#worker.ask('execute', { code, expressions }, cell.id);
    } catch (error) {
      // The worker has ended, and not because it was replaced.
      if (!(error instanceof Ended)) return failed('KernelError', error.message);
      if (this.status === 'dead') return failed('KernelError', error.message);
      if (cell.isStopped) return interrupted;
      await this.#replaceWorker();
      return failed('KernelError', `${error.message} ${this.#isLost ? lost : 'The session is as it was when it was last known.'}`);
    } finally {
      clearTimeout(cell.timer);
    }
  }

  #abortQueue() {
    for (const cell of this.#queue.splice(0)) cell.resolve({ status: 'aborted' });
  }

  #hear({ type, id, message, memory, path, file }) {
    const cell = this.#running;
    if (type === 'memory') {
      this.#published = memory;
      this.#isLost = !memory;
      if (cell?.id !== id) this.#ended = memory;
    } else if (!cell) {
      console.error('The kernel says something without a cell:', type);
    } else if (type === 'output') {
      this.#show(cell, this.#unique(message, id));
    } else if (type === 'written') {
      this.files.set(path, file);
      cell.writes.push(this.#written(path, file));
    }
  }

  /** The module counts its displays; a session that is restored would count from where it was. */
  #unique(message, cell) {
    const { transient } = message.content;
    if (transient?.display_id) transient.display_id += `-${cell}`;
    return message;
  }

  // Files

  /** Gives the worker the files that a cell may read: it cannot wait for them while it runs. */
  async #bringFiles(code) {
    const { readFile } = this.#options;
    if (readFile) {
      const names = new Set([...code.matchAll(/["“”]([^"“”\n]+)["“”]|'([^'’\n]+)['’]/g)].map(found => found[1] ?? found[2]));
      // What is in quotes need not be a file.
      const found = async name => this.giveFile(name, await readFile(name));
      await Promise.allSettled([...names].map(found));
    }
    if (this.#changedFiles.size === 0) return;
    const given = [...this.#changedFiles].map(name => [name, this.files.get(name)]);
    this.#changedFiles.clear();
    await this.#worker.ask('keep', { given });
  }

  async #written(path, file) {
    try {
      await this.#options.writeFile?.(path, file);
    } catch (error) {
      return `"${path}" could not be written: ${error.message}`;
    }
  }

  // While a cell runs

  /** The worker that answers now. */
  async #assistant() {
    await this.ready;
    if (!this.#running) return this.#worker;
    if (!this.#deputy) {
      this.#deputy = this.#newWorker();
      this.#deputy.loaded = this.#load(this.#deputy);
    }
    const deputy = this.#deputy;
    await deputy.loaded;
    if (deputy.memory !== this.#published) {
      deputy.memory = this.#published;
      await deputy.ask('restore', { memory: deputy.memory });
    }
    return deputy;
  }

  /** Ends the worker, and goes on with another one from the session that was last published. */
  #replaceWorker() {
    const memory = (this.#ended = this.#published);
    this.#worker.end();
    const worker = this.#deputy ?? this.#newWorker();
    const loaded = worker.loaded ?? this.#load(worker);
    this.#worker = worker;
    this.#deputy = undefined;
    this.ready = Promise.all([this.ready, loaded])
      .then(([description]) => worker.ask('restore', { memory }).then(() => description));
    return this.ready;
  }
}

function failed(ename, evalue) { return { status: 'error', ename, evalue, traceback: [`${ename}: ${evalue}`] }; }

class Ended extends Error {}

/** A worker that can be asked. */
class Connection {
  #worker;
  #calls = new Map();
  #count = 0;
  #hasEnded;

  constructor(start, hear) {
    this.#worker = start(
      message => {
        if (this.#hasEnded) return;
        const call = this.#calls.get(message.id);
        if (message.type !== 'reply' && message.type !== 'failure') return hear(message);
        this.#calls.delete(message.id);
        if (message.type === 'reply') call?.resolve(message.content);
        else call?.reject(new Error(message.reason));
      },
      reason => this.end(`The kernel's worker has ended: ${reason}.`));
  }

  ask(type, question = {}, id = `${type}-${++this.#count}`) {
    if (this.#hasEnded) return Promise.reject(this.#hasEnded);
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#worker.post({ ...question, type, id });
    });
  }

  stop() { this.#worker.stop(); }

  end(reason = 'The kernel has ended.') {
    this.#hasEnded = new Ended(reason);
    this.#worker.end();
    for (const call of this.#calls.values()) call.reject(this.#hasEnded);
    this.#calls.clear();
  }
}
