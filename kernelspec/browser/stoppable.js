// A worker that can be stopped while it computes. It then hears no messages, but it can look for a file: it asks for a URL
// that only exists as long as it may go on. This needs no special headers, unlike memory that is shared.

export class StoppableWorker {
  #worker;
  #poll;

  /** hear(message) is called with what the worker says, fail(reason) if it has ended by itself. */
  constructor(address, type, hear, fail) {
    this.#worker = new Worker(address, { type });
    this.#worker.onmessage = ({ data }) => hear(data);
    this.#worker.onerror = event => {
      event.preventDefault();
      fail(event.message ?? 'it could not be started');
    };
  }

  /** What may compute for long comes with a new URL to look for. */
  post(message) {
    if (message.type !== 'execute' && message.type !== 'load') return this.#worker.postMessage(message);
    this.stop();
    this.#poll = URL.createObjectURL(new Blob(['.'], { type: 'text/plain' }));
    this.#worker.postMessage({ ...message, poll: this.#poll });
  }

  stop() { URL.revokeObjectURL(this.#poll); }

  end() {
    this.stop();
    this.#worker.terminate();
  }
}
