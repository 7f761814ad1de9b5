// Makes one file of another, as kernelspec/wheel/delta.py says.
export function patched(old, delta) {
  const numbers = new DataView(delta.buffer, delta.byteOffset);
  const steps = numbers.getUint32(0, true);
  const parts = [];
  let added = 4 + 12 * steps;
  for (let step = 0; step < steps; step++) {
    const [count, start, size] = [4, 8, 12].map(place => numbers.getUint32(place + 12 * step, true));
    parts.push(delta.subarray(added, added + count), old.subarray(start, start + size));
    added += count;
  }
  return new Blob(parts).arrayBuffer();
}
