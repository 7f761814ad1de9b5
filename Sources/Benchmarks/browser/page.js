// The contestants in a browser: the module as a page uses it, in a worker; plain JavaScript in a worker too.
import { BackpropClient } from '../../../kernelspec/browser/client.js';

const worker = new URL('../../../kernelspec/browser/worker.js', import.meta.url).href;
let kernel, module;

window.calls = {
  async start({ relaxed, simd }) {
    module = { relaxed: await bytes(relaxed), simd: await bytes(simd) };
    kernel = new BackpropClient({ worker, module });
    await kernel.ready;
  },
  giveFile(path, text) { kernel.giveFile(path, text); },
  file(path) { return kernel.files.get(path).text(); },
  async execute(code) {
    const reply = await kernel.execute(code);
    if (reply.status !== 'ok') throw new Error(reply.evalue);
  },
  prepare(problem) { return ask('prepare', problem); },
  train(options) { return ask('train', options); },
  weights() { return ask('weights'); },

  /** Milliseconds from asking to the reply, of many cells one after the other. */
  async roundTrips(code, count) {
    const times = [];
    for (let n = 0; n < count; n++) {
      const start = performance.now();
      await calls.execute(code);
      times.push(performance.now() - start);
    }
    return times;
  },

  /** Milliseconds until a new kernel, whose module has been fetched, has replied to its first cell. */
  async startTime() {
    const start = performance.now();
    const other = new BackpropClient({ worker, module });
    await other.execute('1 + 1');
    const time = performance.now() - start;
    other.dispose();
    return time;
  }
};

const plain = new Worker(new URL('plain-worker.js', import.meta.url), { type: 'module' });

function ask(...call) {
  return new Promise((resolve, reject) => {
    plain.onmessage = ({ data }) => resolve(data);
    plain.onerror = ({ message }) => reject(new Error(message));
    plain.postMessage(call);
  });
}

async function bytes(address) { return (await fetch(address)).arrayBuffer(); }
