import { BackpropClient } from '../client.js';
import { unlzma } from '../lzma.js';
import { patched } from '../patch.js';
import { element } from './parts.js';

// The kernel that the page holds as text.
export function startKernel({ files, wrote }) {
  return new BackpropClient({
    workerSource: textOf('worker'),
    frameSource: textOf('frame'),
    module: {
      relaxed: () => unpacked('module'),
      simd: async () => patched(await unpacked('module'), await unpacked('simd'))
    },
    files,
    writeFile: wrote
  });
}

function textOf(id) { return element(id).textContent; }

// The bytes that the page holds packed.
function unpacked(id) { return unlzma(bytesOf(textOf(id)), pause); }

// Lets the browser do something else. A timer would wait for seconds where the page is not seen.
function pause() {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

export function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let place = 0; place < bytes.length; place++) bytes[place] = letters.charCodeAt(place);
  return bytes;
}
