// Errors come coloured for a terminal: the escape sequences become elements.
export function showAnsi(element, text) {
  let style = '';
  for (const part of text.split(/(\x1b\[[0-9;]*m)/)) {
    const codes = /^\x1b\[([0-9;]*)m$/.exec(part);
    if (codes) {
      style = codes[1].split(';').filter(code => code && code !== '0').map(code => `ansi-${code}`).join(' ');
    } else if (part) {
      const span = document.createElement('span');
      span.className = style;
      span.textContent = part;
      element.append(span);
    }
  }
}
