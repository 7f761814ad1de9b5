// The notebook with the reader's text and the results, as nbformat 4 has it.
export function notebookOf(original, cells) {
  const notebook = structuredClone(original);
  for (const cell of cells) {
    const saved = notebook.cells[cell.index];
    saved.source = cell.text;
    saved.outputs = cell.outputs.saved;
    saved.execution_count = cell.count;
  }
  return notebook;
}

// file: a Blob.
export function download(name, file) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
