// Operations on eight doubles at once that Swift cannot express yet. Headers only, with a portable version of
// each for every processor.
#pragma once

typedef double numerics_lanes __attribute__((ext_vector_type(8)));
typedef double numerics_four_lanes __attribute__((ext_vector_type(4)));
typedef double numerics_two_lanes __attribute__((ext_vector_type(2)));
typedef long long numerics_indices __attribute__((ext_vector_type(8)));
typedef long long numerics_four_indices __attribute__((ext_vector_type(4)));
typedef long long numerics_two_indices __attribute__((ext_vector_type(2)));
typedef float numerics_singles __attribute__((ext_vector_type(8)));
typedef float numerics_many_singles __attribute__((ext_vector_type(16)));

#define NUMERICS_INLINE static inline __attribute__((always_inline))

/// Whether there are enough registers of eight numbers for sixteen sums and their factors.
NUMERICS_INLINE _Bool numerics_has_long_registers(void) {
#if defined(__AVX512F__)
  return 1;
#else
  return 0;
#endif
}

/// Whether a register holds only two numbers, and there are only sixteen: sums of eight columns in four rows
/// do not fit.
NUMERICS_INLINE _Bool numerics_has_short_registers(void) {
#if defined(__wasm__)
  return 1;
#else
  return 0;
#endif
}

/// Tells the processor that this thread is spinning while it waits for another.
NUMERICS_INLINE void numerics_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Prefetches the cache line of a number that will be read soon.
NUMERICS_INLINE void numerics_prefetch(const double *place) { __builtin_prefetch(place); }

// a b + c, rounded once if the processor can do so: for doubles, and for single-precision numbers.
#if defined(__wasm_relaxed_simd__)
// Rounded once wherever the machine beneath has it; two numbers to a register.
typedef float numerics_quad __attribute__((ext_vector_type(4)));
NUMERICS_INLINE numerics_two_lanes numerics_multiply_add_two(numerics_two_lanes a, numerics_two_lanes b, numerics_two_lanes c) {
  return __builtin_wasm_relaxed_madd_f64x2(a, b, c);
}
NUMERICS_INLINE numerics_four_lanes numerics_multiply_add_four(numerics_four_lanes a, numerics_four_lanes b, numerics_four_lanes c) {
  numerics_four_lanes r;
  r.lo = numerics_multiply_add_two(a.lo, b.lo, c.lo);
  r.hi = numerics_multiply_add_two(a.hi, b.hi, c.hi);
  return r;
}
NUMERICS_INLINE numerics_lanes numerics_multiply_add(numerics_lanes a, numerics_lanes b, numerics_lanes c) {
  numerics_lanes r;
  r.lo = numerics_multiply_add_four(a.lo, b.lo, c.lo);
  r.hi = numerics_multiply_add_four(a.hi, b.hi, c.hi);
  return r;
}
NUMERICS_INLINE numerics_singles numerics_multiply_add_singles(numerics_singles a, numerics_singles b, numerics_singles c) {
  numerics_singles r;
  r.lo = __builtin_wasm_relaxed_madd_f32x4(a.lo, b.lo, c.lo);
  r.hi = __builtin_wasm_relaxed_madd_f32x4(a.hi, b.hi, c.hi);
  return r;
}
NUMERICS_INLINE numerics_many_singles numerics_multiply_add_many_singles(
    numerics_many_singles a, numerics_many_singles b, numerics_many_singles c) {
  numerics_many_singles r;
  r.lo = numerics_multiply_add_singles(a.lo, b.lo, c.lo);
  r.hi = numerics_multiply_add_singles(a.hi, b.hi, c.hi);
  return r;
}
#else
#if defined(__FMA__) || defined(__aarch64__)
#define NUMERICS_MULTIPLY_ADD(name, type) \
  NUMERICS_INLINE type name(type a, type b, type c) { return __builtin_elementwise_fma(a, b, c); }
#else
#define NUMERICS_MULTIPLY_ADD(name, type) \
  NUMERICS_INLINE type name(type a, type b, type c) { return a * b + c; }
#endif
NUMERICS_MULTIPLY_ADD(numerics_multiply_add, numerics_lanes)
NUMERICS_MULTIPLY_ADD(numerics_multiply_add_four, numerics_four_lanes)
NUMERICS_MULTIPLY_ADD(numerics_multiply_add_two, numerics_two_lanes)
NUMERICS_MULTIPLY_ADD(numerics_multiply_add_singles, numerics_singles)
NUMERICS_MULTIPLY_ADD(numerics_multiply_add_many_singles, numerics_many_singles)
#undef NUMERICS_MULTIPLY_ADD
#endif

/// Rounds to single precision, and converts back.
NUMERICS_INLINE numerics_singles numerics_rounded(numerics_lanes v) {
  return __builtin_convertvector(v, numerics_singles);
}
NUMERICS_INLINE numerics_lanes numerics_widened(numerics_singles v) {
  return __builtin_convertvector(v, numerics_lanes);
}

// Where Swift's own operators do not know the number of lanes, they are loops over the lanes, which are not
// always combined again.
#define NUMERICS_OPERATORS(lanes, suffix)                                            \
  NUMERICS_INLINE lanes numerics_sum##suffix(lanes a, lanes b) { return a + b; }        \
  NUMERICS_INLINE lanes numerics_difference##suffix(lanes a, lanes b) { return a - b; } \
  NUMERICS_INLINE lanes numerics_product##suffix(lanes a, lanes b) { return a * b; }    \
  NUMERICS_INLINE lanes numerics_quotient##suffix(lanes a, lanes b) { return a / b; }   \
  NUMERICS_INLINE lanes numerics_negative##suffix(lanes v) { return -v; }
NUMERICS_OPERATORS(numerics_lanes, )
NUMERICS_OPERATORS(numerics_four_lanes, _four)
NUMERICS_OPERATORS(numerics_two_lanes, _two)
#undef NUMERICS_OPERATORS

NUMERICS_INLINE numerics_lanes numerics_square_root(numerics_lanes v) { return __builtin_elementwise_sqrt(v); }
NUMERICS_INLINE numerics_four_lanes numerics_square_root_four(numerics_four_lanes v) { return __builtin_elementwise_sqrt(v); }
NUMERICS_INLINE numerics_two_lanes numerics_square_root_two(numerics_two_lanes v) { return __builtin_elementwise_sqrt(v); }

/// 2^(n/16) for n in 0..<16, each correctly rounded.
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

/// 2^(n/16) for the lowest four bits of each n.
NUMERICS_INLINE numerics_two_lanes numerics_sixteenth_power_two(numerics_two_indices n) {
  // Both distances from the start of the table at once.
  const numerics_two_indices bytes = (n & 15) << 3;
  const char *powers = (const char *)numerics_sixteenth_powers;
  return (numerics_two_lanes){*(const double *)(powers + (int)bytes.x), *(const double *)(powers + (int)bytes.y)};
}
NUMERICS_INLINE numerics_four_lanes numerics_sixteenth_power_pairs(numerics_four_indices n) {
  numerics_four_lanes result;
  result.lo = numerics_sixteenth_power_two(n.lo);
  result.hi = numerics_sixteenth_power_two(n.hi);
  return result;
}
NUMERICS_INLINE numerics_lanes numerics_sixteenth_power(numerics_indices n) {
#if defined(__AVX512F__)
  typedef double vector __attribute__((vector_size(64)));
  typedef long long integers __attribute__((vector_size(64)));
  const vector low = *(const vector *)numerics_sixteenth_powers;
  const vector high = *(const vector *)(numerics_sixteenth_powers + 8);
  return (numerics_lanes)__builtin_ia32_vpermi2varpd512(low, (integers)n, high);
#elif defined(__wasm__)
  numerics_lanes result;
  result.lo = numerics_sixteenth_power_pairs(n.lo);
  result.hi = numerics_sixteenth_power_pairs(n.hi);
  return result;
#else
  numerics_lanes result;
  for (int lane = 0; lane < 8; lane++) result[lane] = numerics_sixteenth_powers[n[lane] & 15];
  return result;
#endif
}
NUMERICS_INLINE numerics_four_lanes numerics_sixteenth_power_four(numerics_four_indices n) {
#if defined(__AVX512F__)
  return numerics_sixteenth_power(__builtin_shufflevector(n, n, 0, 1, 2, 3, -1, -1, -1, -1)).lo;
#elif defined(__wasm__)
  return numerics_sixteenth_power_pairs(n);
#else
  numerics_four_lanes result;
  for (int lane = 0; lane < 4; lane++) result[lane] = numerics_sixteenth_powers[n[lane] & 15];
  return result;
#endif
}

/// One bit per lane, the lowest for the first lane: whether the lane is not 0.
NUMERICS_INLINE unsigned char numerics_nonzero(numerics_lanes v) {
#if defined(__AVX512F__)
  typedef double vector __attribute__((vector_size(64)));
  enum { not_equal = 4, as_set = 4 };
  return (unsigned char)__builtin_ia32_cmppd512_mask((vector)v, (vector){}, not_equal, (unsigned char)-1, as_set);
#else
  unsigned bits = 0;
  for (int lane = 0; lane < 8; lane++) bits |= (unsigned)(v[lane] != 0) << lane;
  return (unsigned char)bits;
#endif
}

/// Copies one lane to all lanes.
NUMERICS_INLINE numerics_lanes numerics_spread(numerics_lanes v, long lane) {
#if defined(__AVX512F__)
  typedef double vector __attribute__((vector_size(64)));
  typedef long long integers __attribute__((vector_size(64)));
  const numerics_indices lanes = lane;
  return (numerics_lanes)__builtin_ia32_permvardf512((vector)v, (integers)lanes);
#else
  return v[lane];
#endif
}
NUMERICS_INLINE numerics_four_lanes numerics_spread_four(numerics_four_lanes v, long lane) {
#if defined(__AVX512VL__)
  typedef double vector __attribute__((vector_size(32)));
  typedef long long integers __attribute__((vector_size(32)));
  const numerics_four_indices lanes = lane;
  return (numerics_four_lanes)__builtin_ia32_permvardf256((vector)v, (integers)lanes);
#else
  return v[lane];
#endif
}

// The even or the odd lanes of two vectors, alternating between the two: lane by lane, or in pairs of lanes.
// Each is one instruction where vectors are this long; without help, the optimizer splits nested mixes into
// many more.
#if defined(__AVX512F__)
#define NUMERICS_KEEP(v) __asm__("" : "+v"(v))
#else
#define NUMERICS_KEEP(v)
#endif
#define NUMERICS_MIX(name, lanes, ...)                      \
  NUMERICS_INLINE lanes numerics_##name(lanes a, lanes b) { \
    lanes mix = __builtin_shufflevector(a, b, __VA_ARGS__); \
    NUMERICS_KEEP(mix);                                     \
    return mix;                                             \
  }
NUMERICS_MIX(even_ones, numerics_lanes, 0, 8, 2, 10, 4, 12, 6, 14)
NUMERICS_MIX(odd_ones, numerics_lanes, 1, 9, 3, 11, 5, 13, 7, 15)
NUMERICS_MIX(even_twos, numerics_lanes, 0, 1, 4, 5, 8, 9, 12, 13)
NUMERICS_MIX(odd_twos, numerics_lanes, 2, 3, 6, 7, 10, 11, 14, 15)
NUMERICS_MIX(even_ones_four, numerics_four_lanes, 0, 4, 2, 6)
NUMERICS_MIX(odd_ones_four, numerics_four_lanes, 1, 5, 3, 7)
NUMERICS_MIX(even_ones_two, numerics_two_lanes, 0, 2)
NUMERICS_MIX(odd_ones_two, numerics_two_lanes, 1, 3)
NUMERICS_MIX(even_twos_four, numerics_four_lanes, 0, 1, 4, 5)
NUMERICS_MIX(odd_twos_four, numerics_four_lanes, 2, 3, 6, 7)
#undef NUMERICS_MIX
#undef NUMERICS_KEEP
