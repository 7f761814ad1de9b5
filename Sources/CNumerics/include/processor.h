// What the processor supports; asked before anything runs that needs it.
#pragma once

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>

/// The number of processors that this thread may run on; 0 if the system does not tell.
static inline long numerics_allowed_processors(void) {
  unsigned long sets[128] = {0};
  const long bytes = syscall(SYS_sched_getaffinity, 0, sizeof sets, sets);
  long count = 0;
  for (long set = 0; set < bytes / (long)sizeof sets[0]; set++) count += __builtin_popcountl(sets[set]);
  return count;
}
#endif

/// Whether this machine supports the instructions that the including code was compiled for, as far as they
/// matter here.
static inline int numerics_processor_is_fit(void) {
#if defined(__x86_64__) && defined(__AVX2__) && defined(__FMA__)
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("bmi2")) return 0;
#endif
#if defined(__x86_64__) && defined(__AVX512F__)
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512vl")) return 0;
#endif
  return 1;
}

/// Whether this was compiled for registers of eight doubles, and for those of four.
static inline int numerics_build_uses_avx512(void) {
#if defined(__AVX512F__)
  return 1;
#else
  return 0;
#endif
}
static inline int numerics_build_uses_avx2(void) {
#if defined(__AVX2__)
  return 1;
#else
  return 0;
#endif
}

/// Whether this machine supports the level x86-64-v4: eight doubles in a register.
static inline int numerics_processor_is_v4(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
  return 0;
#endif
}
