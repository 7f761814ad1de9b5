// Unpacks an LZMA file (“LZMA alone”, with the size in its header), as the specification by I. Pavlov describes it: browsers
// themselves unpack gzip, which takes half as much space again. pause: awaited now and then, so that the page stays alive.
export async function unlzma(packed, pause = async () => {}) {
  const header = new DataView(packed.buffer, packed.byteOffset, 13);
  const properties = header.getUint8(0);
  const literalContextBits = properties % 9;
  const literalPlaceMask = (1 << Math.floor(properties / 9) % 5) - 1;
  const placeMask = (1 << Math.floor(properties / 45)) - 1;
  const out = new Uint8Array(header.getUint32(5, true));

  // The probabilities of all bits, one model after the other.
  let models = 0;
  const model = count => (models += count) - count;
  const isMatch = model(12 << 4), isRepetition = model(12), isOther = model(12), isThird = model(12), isFourth = model(12);
  const isLong = model(12 << 4), slots = model(4 << 6), distances = model(1 << 7), alignment = model(1 << 4);
  const lengthsOf = () => ({ isMiddle: model(1), isHigh: model(1), low: model(16 << 3), middle: model(16 << 3), high: model(1 << 8) });
  const matches = lengthsOf(), repetitions = lengthsOf();
  const literals = model(0x300 << (literalContextBits + Math.floor(properties / 9) % 5));
  const chances = new Uint16Array(models).fill(1 << 10);

  // The range decoder; its first byte is 0.
  let from = 14, range = 0xffffffff, code = 0;
  const take = () => {
    if (from >= packed.length) throw new Error('the module in this page is damaged');
    return packed[from++];
  };
  for (let byte = 0; byte < 4; byte++) code = code * 256 + take();

  function bit(place) {
    const chance = chances[place];
    const bound = (range >>> 11) * chance;
    let value;
    if (code < bound) {
      range = bound;
      chances[place] = chance + ((2048 - chance) >> 5);
      value = 0;
    } else {
      range -= bound;
      code -= bound;
      chances[place] = chance - (chance >> 5);
      value = 1;
    }
    if (range < 0x1000000) {
      range *= 256;
      code = code * 256 + take();
    }
    return value;
  }

  function bits(place, count) {
    let tree = 1;
    for (let number = 0; number < count; number++) tree = tree * 2 + bit(place + tree);
    return tree - (1 << count);
  }

  function reversedBits(place, count) {
    let tree = 1, value = 0;
    for (let number = 0; number < count; number++) {
      const next = bit(place + tree);
      tree = tree * 2 + next;
      value += next << number;
    }
    return value;
  }

  // Bits that are as often 0 as 1.
  function plainBits(count) {
    let value = 0;
    for (let number = 0; number < count; number++) {
      range = Math.floor(range / 2);
      const next = code >= range ? 1 : 0;
      if (next) code -= range;
      value = value * 2 + next;
      if (range < 0x1000000) {
        range *= 256;
        code = code * 256 + take();
      }
    }
    return value;
  }

  function length(lengths, state) {
    if (!bit(lengths.isMiddle)) return 2 + bits(lengths.low + (state << 3), 3);
    if (!bit(lengths.isHigh)) return 10 + bits(lengths.middle + (state << 3), 3);
    return 18 + bits(lengths.high, 8);
  }

  function distance(count) {
    const slot = bits(slots + (Math.min(count - 2, 3) << 6), 6);
    if (slot < 4) return slot;
    const low = (slot >> 1) - 1;
    const start = (2 + (slot & 1)) * 2 ** low;
    if (slot < 14) return start + reversedBits(distances + start - slot, low);
    return start + plainBits(low - 4) * 16 + reversedBits(alignment, 4);
  }

  let state = 0, last = 0, second = 0, third = 0, fourth = 0;
  let end = 0, nextPause = 0;
  while (end < out.length) {
    if (end >= nextPause) {
      nextPause = end + (1 << 18);
      await pause();
    }
    const place = end & placeMask;
    if (!bit(isMatch + (state << 4) + place)) {
      const before = end ? out[end - 1] : 0;
      const context = ((end & literalPlaceMask) << literalContextBits) + (before >> (8 - literalContextBits));
      const model = literals + 0x300 * context;
      let symbol = 1;
      if (state >= 7) {
        let match = out[end - last - 1];
        do {
          const expected = (match >> 7) & 1;
          match <<= 1;
          const next = bit(model + ((1 + expected) << 8) + symbol);
          symbol = symbol * 2 + next;
          if (expected !== next) break;
        } while (symbol < 0x100);
      }
      while (symbol < 0x100) symbol = symbol * 2 + bit(model + symbol);
      out[end++] = symbol;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let count;
    if (bit(isRepetition + state)) {
      if (!bit(isOther + state)) {
        if (!bit(isLong + (state << 4) + place)) {
          if (last >= end) throw new Error('the module in this page is damaged');
          out[end] = out[end - last - 1];
          end++;
          state = state < 7 ? 9 : 11;
          continue;
        }
      } else {
        let found;
        if (!bit(isThird + state)) {
          found = second;
        } else {
          if (!bit(isFourth + state)) {
            found = third;
          } else {
            found = fourth;
            fourth = third;
          }
          third = second;
        }
        second = last;
        last = found;
      }
      count = length(repetitions, place);
      state = state < 7 ? 8 : 11;
    } else {
      [fourth, third, second] = [third, second, last];
      count = length(matches, place);
      last = distance(count);
      state = state < 7 ? 7 : 10;
    }
    if (last >= end || count > out.length - end) throw new Error('the module in this page is damaged');
    for (const stop = end + count; end < stop; end++) out[end] = out[end - last - 1];
  }
  return out;
}
