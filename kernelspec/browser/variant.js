/** Which module this browser can run: 'relaxed', 'simd', or undefined. */
export function variant() {
  const v128 = 0x7b;
  // A function of so many parameters that applies one instruction to them all.
  const runs = (parameters, ...instruction) => {
    const type = [1, 0x60, parameters, ...Array(parameters).fill(v128), 1, v128];
    const gets = Array.from({ length: parameters }, (_, number) => [0x20, number]).flat();
    const body = [0, ...gets, 0xfd, ...instruction, 0x0b];
    return WebAssembly.validate(new Uint8Array([
      0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, type.length, ...type, 3, 2, 1, 0, 10, body.length + 2, 1, body.length, ...body
    ]));
  };
  if (typeof WebAssembly === 'undefined' || !runs(2, 0xf0, 1)) return undefined; // f64x2.add
  return runs(3, 0x87, 2) ? 'relaxed' : 'simd'; // f64x2.relaxed_madd
}
