// The language's colours in JupyterLab and Notebook 7, for cells and for fenced code in Markdown: a prebuilt extension.
// JupyterLab finds it in window._JUPYTERLAB and shares its own modules with it, so nothing has to be bundled.
// `backprop install` replaces GRAMMAR.
(() => {
  const grammar = GRAMMAR;
  const rules = grammar.rules.map(([kind, pattern]) => [kind, new RegExp(pattern, 'yu')]);
  const colours = {
    comment: 'comment', string: 'string', number: 'number', subscript: 'attributeName', layout: 'meta',
    symbol: 'operator', punctuation: 'punctuation', command: 'keyword', option: 'propertyName', function: 'variableName.function',
    quantity: 'variableName', constant: 'atom', word: 'name'
  };

  function kindOfWord(word, isFirst) {
    if (isFirst && grammar.words.command.includes(word)) return 'command';
    const kinds = ['function', 'quantity', 'constant', 'option'];
    return kinds.find(kind => grammar.words[kind].includes(word)) ?? 'word';
  }

  const mode = {
    name: 'backprop',
    startState: () => ({ isFirst: true }),
    copyState: state => ({ ...state }),
    languageData: { commentTokens: { line: '#' } },
    token(stream, state) {
      if (stream.sol()) state.isFirst = true;
      if (stream.eatSpace()) return null;
      for (const [kind, rule] of rules) {
        rule.lastIndex = stream.pos;
        const found = rule.exec(stream.string)?.[0];
        if (!found) continue;
        stream.pos += found.length;
        const colour = colours[kind === 'word' ? kindOfWord(found, state.isFirst) : kind];
        state.isFirst = false;
        return colour;
      }
      stream.next();
      state.isFirst = false;
      return null;
    }
  };

  let scope;
  async function lent(name) {
    const versions = Object.values(scope[name]);
    return (await (versions.find(version => version.loaded) ?? versions[0]).get())();
  }

  async function extension() {
    const [{ IEditorLanguageRegistry }, { LanguageSupport, StreamLanguage }] =
      await Promise.all([lent('@jupyterlab/codemirror'), lent('@codemirror/language')]);
    const plugin = {
      id: 'backprop-highlighting:plugin',
      description: 'Colours the Backprop language.',
      autoStart: true,
      requires: [IEditorLanguageRegistry],
      activate: (app, languages) => languages.addLanguage({
        name: 'backprop', displayName: 'Backprop', mime: 'text/x-backprop', extensions: ['bp'],
        load: async () => new LanguageSupport(StreamLanguage.define(mode))
      })
    };
    return () => ({ __esModule: true, default: plugin });
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['backprop-highlighting'] = {
    init: shared => { scope = shared; },
    get: module => module === './extension' ? extension() : Promise.reject(new Error(`no module ${module}`)),
    mode
  };
})();
