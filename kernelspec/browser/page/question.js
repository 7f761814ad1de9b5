// A place for the reader's answer, below a question that nobody has answered rightly yet. The answer becomes the row below
// `ask` in the cell, where it is kept and downloaded with the notebook, and the cell runs again.
const isOpen = check => check.kind === 'ask' && (check.verdict === 'missing' || check.verdict === 'wrong');

const asks = line => /^\s*(ask|quiz)\b/.test(line ?? '');

// The lines of a cell, with the answer in the row below the question; an empty answer takes the row away.
// number: of the question's line when the cell ran, from 1. If the cell has changed since, its first question is meant.
export function answered(text, number, answer) {
  const lines = text.split('\n');
  if (!asks(lines[number - 1])) number = lines.findIndex(asks) + 1;
  if (!number) return text;
  const indent = lines[number - 1].match(/^\s*/)[0];
  const isRow = line => line !== undefined && line.startsWith(indent) && /^[ \t]+\S/.test(line.slice(indent.length));
  lines.splice(number, isRow(lines[number]) ? 1 : 0, ...(answer ? [`${indent}  ${answer}`] : []));
  return lines.join('\n');
}

// output: the element below which the place is; label: of the cell; submit(line, answer).
export function addQuestion(output, metadata, label, submit) {
  const question = metadata?.backprop?.checks?.find(isOpen);
  if (!question) return;
  const form = document.createElement('form');
  form.className = 'question';
  const field = document.createElement('input');
  Object.assign(field, { type: 'text', autocomplete: 'off', spellcheck: false, value: question.answers?.at(-1) ?? '' });
  field.setAttribute('aria-label', `${label}: your answer to ${question.text}`);
  field.placeholder = 'your answer';
  const button = document.createElement('button');
  button.textContent = 'Answer';
  form.append(field, button);
  form.addEventListener('submit', event => {
    event.preventDefault();
    submit(question.line, field.value.trim());
  });
  output.append(form);
}
