// The contestants in Node. A line with a call and its arguments comes in, a line with its value goes out.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Backprop } from '../../../kernelspec/browser/backprop.js';
import { PlainTraining } from './plain.js';

const files = new Map();
let kernel, plain;

const calls = {
  async start(module) {
    kernel = await Backprop.load(readFileSync(module), {
      output() {}, isInterrupted: () => false, read: path => files.get(path), write: (path, bytes) => void files.set(path, bytes)
    });
  },
  giveFile(path, text) { files.set(path, new TextEncoder().encode(text)); },
  file(path) { return new TextDecoder().decode(files.get(path)); },
  execute(code) {
    const reply = kernel.execute(code);
    if (reply.status !== 'ok') throw new Error(reply.evalue);
  },
  prepare(problem) { plain = new PlainTraining(JSON.parse(problem)); },
  train(options) { return plain.train(options); },
  weights() { return plain.weights; }
};

for await (const line of createInterface({ input: process.stdin })) {
  const [call, ...rest] = JSON.parse(line);
  console.log(JSON.stringify((await calls[call](...rest)) ?? null));
}
