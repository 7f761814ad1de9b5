// The language's colours in JupyterLab and Notebook 7, for cells (those of other kernels that begin with %%backprop as
// well) and for fenced code in Markdown, and folded answers that stay folded: a prebuilt extension.
// JupyterLab finds it in window._JUPYTERLAB and shares its own modules with it, so nothing has to be bundled.
// `backprop install` replaces GRAMMAR.
(() => {
  const grammar = GRAMMAR;
  const rules = grammar.rules.map(([kind, pattern]) => [kind, new RegExp(pattern, 'yu')]);
  const mime = 'text/x-backprop';
  const magic = /^\s*%%backprop(?!\w)/;
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
      if (stream.pos === 0 && magic.test(stream.string)) {
        stream.pos = stream.string.length;
        return 'meta';
      }
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

  // A cell has the language of its first line, and otherwise the notebook's.
  function colourMagics(notebook) {
    const seen = new WeakSet();
    function watch(cell) {
      if (cell.type !== 'code' || seen.has(cell)) return;
      seen.add(cell);
      const colour = () => {
        const wanted = magic.test(cell.sharedModel.source) ? mime : cell.mimeType === mime ? notebook.codeMimetype : cell.mimeType;
        if (cell.mimeType !== wanted) cell.mimeType = wanted;
      };
      cell.contentChanged.connect(colour);
      cell.mimeTypeChanged.connect(colour);
      colour();
    }
    function look() {
      const { cells } = notebook.model ?? {};
      if (!cells) return;
      const watchAll = () => [...cells].forEach(watch);
      cells.changed.connect(watchAll);
      watchAll();
    }
    notebook.modelChanged.connect(look);
    look();
  }

  // JupyterLab opens the output of every cell that runs: the answer to an exercise is folded again, unless its reader has
  // opened it.
  function keepFolded({ cell }) {
    const isAnswer = cell.model.type === 'code' && (cell.model.getMetadata('tags') ?? []).includes('answer');
    if (isAnswer && cell.inputHidden) cell.outputHidden = true;
  }

  async function extension() {
    const [{ IEditorLanguageRegistry }, { LanguageSupport, StreamLanguage }, { INotebookTracker, NotebookActions }] =
      await Promise.all(['@jupyterlab/codemirror', '@codemirror/language', '@jupyterlab/notebook'].map(lent));
    const plugin = {
      id: 'backprop-highlighting:plugin',
      description: 'Colours the Backprop language.',
      autoStart: true,
      requires: [IEditorLanguageRegistry],
      optional: [INotebookTracker],
      activate: (app, languages, notebooks) => {
        languages.addLanguage({
          name: 'backprop', displayName: 'Backprop', mime, extensions: ['bp'],
          load: async () => new LanguageSupport(StreamLanguage.define(mode))
        });
        notebooks?.widgetAdded.connect((_, { content }) => colourMagics(content));
        notebooks?.forEach(({ content }) => colourMagics(content));
        NotebookActions.executed.connect((_, run) => keepFolded(run));
      }
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
