// The language's colours, by the rules that the kernel itself prints (`backprop grammar`). The classes are those that
// Pygments writes for fenced code in the text, so that both have the same colours.
const classes = {
  comment: 'c1', string: 's', number: 'm', subscript: 'nl', layout: 'cp', symbol: 'o', punctuation: 'p', command: 'k',
  option: 'na', function: 'nf', quantity: 'nv', constant: 'no', word: 'n', text: ''
};

// Longer texts have no colours: each key would have to wait for them.
const longest = 20_000;

export class Highlighter {
  constructor({ rules, words }) {
    this.rules = rules.map(([kind, pattern]) => [kind, new RegExp(pattern, 'uy')]);
    this.words = Object.fromEntries(Object.entries(words).map(([kind, list]) => [kind, new Set(list)]));
  }

  // Fills an element with the coloured text. The line feed at its end keeps room for a last line that is empty.
  show(element, text) {
    const coloured = document.createDocumentFragment();
    for (const [kind, part] of text.length > longest ? [['text', text]] : this.#tokens(text)) {
      if (classes[kind]) {
        const span = document.createElement('span');
        span.className = classes[kind];
        span.textContent = part;
        coloured.append(span);
      } else {
        coloured.append(part);
      }
    }
    coloured.append('\n');
    element.replaceChildren(coloured);
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
    if (isFirst && this.words.command.has(word)) return 'command';
    const kinds = ['function', 'quantity', 'constant', 'option'];
    return kinds.find(kind => this.words[kind]?.has(word)) ?? 'word';
  }
}
