// The cells that have run on this site, kept by the browser; only as long as the page, if it keeps nothing.
const key = `backprop-history ${new URL('../../../..', import.meta.url).pathname}`;
const most = 1000;

/** [session, line, source], oldest first. */
let rowsOfPage = [];

function load() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? [];
  } catch {
    return rowsOfPage;
  }
}

/** The newest rows that the browser takes. */
function store(rows) {
  rowsOfPage = rows;
  for (let kept = rows; kept.length > 0; kept = kept.slice(Math.ceil(kept.length / 2))) {
    try {
      return localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // It is full, or nothing may be kept.
    }
  }
}

export class History {
  #session;

  add(line, source) {
    const rows = load();
    this.#session ??= next(rows);
    store([...rows, [this.#session, line, source]].slice(-most));
  }

  /** The rows that a history_request asks for. */
  rows({ hist_access_type, n, session = 0, start = 0, stop, pattern = '*', unique, output }) {
    let rows = load();
    if (hist_access_type === 'range') {
      const wanted = session > 0 ? session : (this.#session ?? next(rows)) + session;
      rows = rows.filter(row => row[0] === wanted && row[1] >= start && (stop == null || row[1] < stop));
    } else {
      if (hist_access_type === 'search') rows = rows.filter(row => matches(row[2], pattern));
      if (unique) rows = rows.filter(row => rows.findLast(other => other[2] === row[2]) === row);
      if (n != null) rows = n > 0 ? rows.slice(-n) : [];
    }
    return output ? rows.map(([number, line, source]) => [number, line, [source, null]]) : rows;
  }
}

/** Sessions of several pages go on at the same time. */
function next(rows) { return 1 + Math.max(0, ...rows.map(([session]) => session)); }

/** Whether a text matches a glob with * and ?. */
function matches(text, glob) {
  const pattern = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 's').test(text);
}
