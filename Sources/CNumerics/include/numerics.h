// What Swift cannot yet say about eight doubles at once. Headers only, with a portable twin for every processor.
#pragma once

typedef double numerics_lanes __attribute__((ext_vector_type(8)));
typedef long long numerics_indices __attribute__((ext_vector_type(8)));

#define NUMERICS_INLINE static inline __attribute__((always_inline))

/// a b + c, rounded once where the processor can.
NUMERICS_INLINE numerics_lanes numerics_multiply_add(numerics_lanes a, numerics_lanes b, numerics_lanes c) {
#if defined(__FMA__) || defined(__aarch64__)
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

/// 2^(n/16), n of 0..<16, each rounded correctly.
static const double numerics_sixteenth_powers[16] __attribute__((aligned(64))) = {
    0x1p+0,
    0x1.0b5586cf9890fp+0,
    0x1.172b83c7d517bp+0,
    0x1.2387a6e756238p+0,
    0x1.306fe0a31b715p+0,
    0x1.3dea64c123422p+0,
    0x1.4bfdad5362a27p+0,
    0x1.5ab07dd485429p+0,
    0x1.6a09e667f3bcdp+0,
    0x1.7a11473eb0187p+0,
    0x1.8ace5422aa0dbp+0,
    0x1.9c49182a3f090p+0,
    0x1.ae89f995ad3adp+0,
    0x1.c199bdd85529cp+0,
    0x1.d5818dcfba487p+0,
    0x1.ea4afa2a490dap+0,
};

/// 2^(n/16) of eight n, of which the lowest four bits count.
NUMERICS_INLINE numerics_lanes numerics_sixteenth_power(numerics_indices n) {
#if defined(__AVX512F__)
  typedef double vector __attribute__((vector_size(64)));
  typedef long long integers __attribute__((vector_size(64)));
  const vector low = *(const vector *)numerics_sixteenth_powers;
  const vector high = *(const vector *)(numerics_sixteenth_powers + 8);
  return (numerics_lanes)__builtin_ia32_vpermi2varpd512(low, (integers)n, high);
#else
  numerics_lanes result;
  for (int lane = 0; lane < 8; lane++) result[lane] = numerics_sixteenth_powers[n[lane] & 15];
  return result;
#endif
}
