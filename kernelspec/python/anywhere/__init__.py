"""The kernel for every system: the language as a WebAssembly module, run by wasmtime under ipykernel's machinery."""
