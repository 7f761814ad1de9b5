// Runs in a sandboxed frame, and makes workers for the page around it. Chromium gives the worker of a page from a disk an
// origin of its own, in which it cannot look for the page's URLs; a frame has one origin with its workers.
import { StoppableWorker } from './stoppable.js';

onmessage = ({ data: source, ports: [page] }) => {
  const workers = new Map();
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  page.onmessage = ({ data: { number, action, message } }) => {
    if (action === 'start') {
      const hear = message => page.postMessage({ number, message }, message.memory ? [message.memory] : []);
      const fail = reason => page.postMessage({ number, reason });
      workers.set(number, new StoppableWorker(address, 'classic', hear, fail));
    } else {
      workers.get(number)[action](message);
      if (action === 'end') workers.delete(number);
    }
  };
};
