// The page's side of frame.js: workers that live in a sandboxed frame, used as a StoppableWorker is.

export class WorkerFrame {
  #port;
  #workers = new Map();
  #count = 0;

  /** frameSource: the text of the frame's script, which the page's content-security policy has to allow. */
  constructor(frameSource, workerSource) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#port.onmessage = ({ data: { number, message, reason } }) => {
      const worker = this.#workers.get(number);
      if (message) worker?.hear(message);
      else worker?.fail(reason);
    };
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    frame.hidden = true;
    frame.srcdoc = `<!doctype html><script>${frameSource}</` + 'script>';
    frame.onload = () => frame.contentWindow.postMessage(workerSource, '*', [port2]);
    document.documentElement.append(frame);
  }

  start(hear, fail) {
    const number = ++this.#count;
    const act = (action, message) => this.#port.postMessage({ number, action, message });
    this.#workers.set(number, { hear, fail });
    act('start');
    return {
      post: message => act('post', message),
      stop: () => act('stop'),
      end: () => {
        act('end');
        this.#workers.delete(number);
      }
    };
  }
}
