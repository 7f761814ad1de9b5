// What Embedded Swift and the C library ask for and the module's host lends or has not.
#include <stddef.h>
#include <stdint.h>

__attribute__((import_module("backprop"), import_name("random"))) void backprop_random(void *place, size_t count);

void arc4random_buf(void *place, size_t count) { backprop_random(place, count); }

// Nothing is printed.
int putchar(int c) { return c; }

// Double(String): the whole text must be a number; the standard library's own function skips no spaces either.
double strtod(const char *restrict, char **restrict);
const char *_swift_stdlib_strtod_clocale(const char *text, double *result) {
  char c = *text;
  if (c == 0 || c == ' ' || (c >= 9 && c <= 13)) {
    *result = 0;
    return 0;
  }
  char *end;
  *result = strtod(text, &end);
  return end == text ? 0 : end;
}

// What the module may still ask the host for, in bytes. MOST_MEMORY is the limit that it is linked with.
double backprop_available_memory(void) { return (double)MOST_MEMORY - 65536.0 * __builtin_wasm_memory_size(0); }

void __wasm_call_ctors(void);
__attribute__((export_name("_initialize"))) void _initialize(void) { __wasm_call_ctors(); }
