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
function unpacked(id) { return unlzma(bytesOfBase85(textOf(id)), pause); }

// The letters of RFC 1924, with a comma in the place of the one that begins a tag.
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;,=>?@^_`{|}~';

// Five letters are four bytes; of the last group, as many as it has.
function bytesOfBase85(text) {
  const values = new Uint8Array(128);
  for (let value = 0; value < LETTERS.length; value++) values[LETTERS.charCodeAt(value)] = value;
  const bytes = new Uint8Array(Math.floor((text.length * 4) / 5));
  let place = 0;
  for (let start = 0; start < text.length; start += 5) {
    let group = 0;
    for (let letter = start; letter < start + 5; letter++) {
      group = group * 85 + (letter < text.length ? values[text.charCodeAt(letter)] : 84);
    }
    for (let shift = 24; shift >= 0 && place < bytes.length; shift -= 8) bytes[place++] = group >>> shift;
  }
  return bytes;
}

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
