// The language's colours, by the rules that the kernel itself prints (`backprop grammar`). The classes are those that
// Pygments writes for fenced code in the text, so that both have the same colours.
const classes = {
  comment: 'c1', string: 's', number: 'm', subscript: 'nl', layout: 'cp', symbol: 'o', punctuation: 'p', command: 'k',
  option: 'na', function: 'nf', quantity: 'nv', constant: 'no', word: 'n', text: ''
};

export class Highlighter {
  constructor({ rules, words }) {
    this.rules = rules.map(([kind, pattern]) => [kind, new RegExp(pattern, 'uy')]);
    this.words = Object.entries(words).map(([kind, list]) => [kind, new Set(list)]);
    this.commands = new Set(words.command);
  }

  // Fills an element with the coloured text. The line feed at its end keeps room for a last line that is empty.
  show(element, text) {
    element.replaceChildren(...[...this.#tokens(text)].map(([kind, part]) => {
      if (!classes[kind]) return document.createTextNode(part);
      const span = document.createElement('span');
      span.className = classes[kind];
      span.textContent = part;
      return span;
    }), document.createTextNode('\n'));
  }

  *#tokens(text) {
    let place = 0, isFirst = true;
    while (place < text.length) {
      const space = /\s+/uy;
      space.lastIndex = place;
      const blank = space.exec(text)?.[0];
      if (blank) {
        isFirst ||= blank.includes('\n');
        place += blank.length;
        yield ['text', blank];
        continue;
      }
      const [kind, found] = this.#token(text, place);
      yield [kind === 'word' ? this.#kindOfWord(found, isFirst) : kind, found];
      place += found.length;
      isFirst = false;
    }
  }

  #token(text, place) {
    for (const [kind, rule] of this.rules) {
      rule.lastIndex = place;
      const found = rule.exec(text)?.[0];
      if (found) return [kind, found];
    }
    return ['text', String.fromCodePoint(text.codePointAt(place))];
  }

  // A word is a command only at the beginning of a line.
  #kindOfWord(word, isFirst) {
    if (isFirst && this.commands.has(word)) return 'command';
    const kinds = ['function', 'quantity', 'constant', 'option'];
    const known = Object.fromEntries(this.words);
    return kinds.find(kind => known[kind]?.has(word)) ?? 'word';
  }
}
