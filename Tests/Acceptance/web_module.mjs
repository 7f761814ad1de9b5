// node web_module.mjs MODULE: runs sessions through the module. Standard input: [{ folder, cells: [code] }] as JSON; standard
// output: for each session, for each cell, [[type, content], …], the reply last.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Backprop } from '../../kernelspec/browser/backprop.js';

const module = await WebAssembly.compile(readFileSync(process.argv[2]));

async function results({ folder, cells }) {
  const written = new Map();
  let outputs;
  const kernel = await Backprop.load(module, {
    output: ({ type, content }) => outputs.push([type, content]),
    read(path) {
      if (written.has(path)) return written.get(path);
      try {
        return new Uint8Array(readFileSync(join(folder, path)));
      } catch {
        throw new Error('No such file or directory');
      }
    },
    write: (path, bytes) => { written.set(path, bytes); },
    list: prefix => [...readdirSync(folder), ...written.keys()].filter(path => path.startsWith(prefix))
  });
  return cells.map(code => {
    outputs = [];
    const session = kernel.copyMemory();
    const reply = kernel.execute(code);
    if (reply.trapped) kernel.restore(session);
    return [...outputs, ['reply', reply]];
  });
}

const sessions = JSON.parse(readFileSync(0, 'utf8'));
const found = [];
for (const session of sessions) found.push(await results(session));
process.stdout.write(JSON.stringify(found));
