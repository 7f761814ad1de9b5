// A kernel of JupyterLite: answers Jupyter's requests with what the module says.
//
// JupyterLite hands over one message at a time and waits until it has been handled. So that the editor's requests are
// answered while a cell runs, `handleMessage` returns at once; cells wait in the client's queue.
import { BackpropClient } from '../client.js';
import { patched } from '../patch.js';
import { Drive } from './drive.js';
import { History } from './history.js';

const address = file => new URL(`../${file}`, import.meta.url).href;

async function bytes(file) {
  const response = await fetch(address(file));
  if (!response.ok) throw new Error(`The kernel could not be fetched: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

export class LiteKernel {
  #send;
  #client;
  #history = new History();
  #running;
  #count = 0;
  #messages = 0;

  constructor({ id, name, location, sendMessage }, { contents, disposed }) {
    Object.assign(this, { id, name, location, isDisposed: false, disposed: disposed(this), ready: Promise.resolve() });
    this.#send = sendMessage;
    const drive = new Drive(contents, location);
    this.#client = new BackpropClient({
      worker: address('worker.js'),
      module: {
        relaxed: address('backprop.wasm'),
        simd: async () => patched(await bytes('backprop.wasm'), await bytes('backprop-simd.delta'))
      },
      readFile: path => drive.read(path),
      writeFile: (path, blob) => drive.write(path, blob),
      listFiles: prefix => drive.list(prefix)
    });
  }

  dispose() {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.#client.dispose();
    this.disposed.emit();
  }

  interrupt() { this.#client.interrupt(); }

  async handleMessage(message) {
    const type = message.header.msg_type;
    if (type.endsWith('_request')) this.#answer(message);
    else if (type === 'comm_open') this.#publish('comm_close', { comm_id: message.content.comm_id, data: {} }, message);
  }

  async #answer(message) {
    this.#status('busy', message);
    let content = await this.#reply(message).catch(problem);
    let metadata = {};
    if (message.header.msg_type === 'execute_request') ({ metadata = {}, ...content } = content);
    this.#tell('shell', message.header.msg_type.replace('_request', '_reply'), content, message, metadata);
    if (message === this.#running) this.#running = undefined;
    this.#status('idle', message);
    // JupyterLab takes any `idle` to mean that no cell runs.
    if (this.#running) this.#status('busy', this.#running);
  }

  async #reply(message) {
    const { code, cursor_pos, detail_level } = message.content;
    switch (message.header.msg_type) {
      case 'execute_request': return this.#execute(message);
      case 'kernel_info_request': return { ...await this.#client.ready, supported_features: [] };
      case 'complete_request': return this.#client.complete(code, cursor_pos);
      case 'inspect_request': return this.#client.inspect(code, cursor_pos, detail_level);
      case 'is_complete_request': return this.#client.isComplete(code);
      case 'history_request': return { status: 'ok', history: this.#history.rows(message.content) };
      case 'comm_info_request': return { status: 'ok', comms: {} };
      default: return problem({ name: 'UnknownRequest', message: message.header.msg_type });
    }
  }

  async #execute(message) {
    const { code, silent, store_history = true, user_expressions, stop_on_error } = message.content;
    const show = (type, content) => { if (!silent) this.#publish(type, content, message); };
    let execution_count;
    let hasFailed = false;
    const reply = await this.#client.execute(code, {
      expressions: user_expressions,
      stopsQueue: stop_on_error ?? true,
      onStart: () => {
        this.#running = message;
        if (!silent && store_history) this.#history.add(++this.#count, code);
        execution_count = this.#count;
        show('execute_input', { code, execution_count });
      },
      onOutput: ({ type, content }) => {
        hasFailed ||= type === 'error';
        show(type, type === 'execute_result' ? { ...content, execution_count } : content);
      }
    });
    // A kernel that could not start says so only in its reply.
    if (reply.status === 'error' && !hasFailed) {
      const { ename, evalue, traceback } = reply;
      show('error', { ename, evalue, traceback });
    }
    // A cell that has not run has no number.
    return reply.status === 'aborted' ? reply : { ...reply, execution_count };
  }

  #status(execution_state, parent) { this.#publish('status', { execution_state }, parent); }
  #publish(type, content, parent) { this.#tell('iopub', type, content, parent); }

  #tell(channel, msg_type, content, { header: parent_header }, metadata = {}) {
    if (this.isDisposed) return;
    const { session } = parent_header;
    const header = {
      msg_id: `${this.id}-${++this.#messages}`, msg_type, session, username: '', date: new Date().toISOString(), version: '5.3'
    };
    this.#send({ channel, header, parent_header, metadata, content, buffers: [] });
  }
}

function problem({ name, message }) {
  return { status: 'error', ename: name, evalue: message, traceback: [`${name}: ${message}`] };
}
