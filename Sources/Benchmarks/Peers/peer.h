// What the C programs have in common. Each reads a workload: depth, units, batch, patterns, rate; inputs,
// targets, weights (row 0 of each projection is the bias unit's). Then, for each number of epochs read, it
// trains from those weights and writes the nanoseconds of processor time and of wall-clock time, and ΣE of
// the last epoch; for 0, it writes the weights; a negative number ends it.
#pragma once
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_LAYERS = 8 };

static int depth, batch, patterns;
static unsigned units[MOST_LAYERS];
static double rate, *inputs, *targets;

// What each program defines: preparing once, setting and getting the weights, and the training, which returns
// ΣE of the last epoch.
static void prepare(void);
static void set_weights(const double *weights);
static void get_weights(double *weights);
static double train(int epochs);

static double *read_numbers(int count) {
  double *numbers = aligned_alloc(64, (sizeof(double) * count + 64) / 64 * 64);
  for (int n = 0; n < count; n++)
    if (scanf("%lf", &numbers[n]) != 1) exit(1);
  return numbers;
}

static double nanoseconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

int main(void) {
  if (scanf("%d", &depth) != 1 || depth > MOST_LAYERS) return 1;
  int count = 0;
  for (int layer = 0; layer < depth; layer++) {
    if (scanf("%u", &units[layer]) != 1) return 1;
    if (layer > 0) count += (units[layer - 1] + 1) * units[layer];
  }
  if (scanf("%d %d %lf", &batch, &patterns, &rate) != 3) return 1;
  inputs = read_numbers(patterns * units[0]);
  targets = read_numbers(patterns * units[depth - 1]);
  const double *start = read_numbers(count);
  double *weights = calloc(count, sizeof(double));
  prepare();
  int epochs;
  while (scanf("%d", &epochs) == 1 && epochs >= 0) {
    if (epochs > 0) {
      set_weights(start);
      const double processor = nanoseconds(CLOCK_PROCESS_CPUTIME_ID), wall = nanoseconds(CLOCK_MONOTONIC);
      const double error = train(epochs);
      printf("%.0f ", nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - processor);
      printf("%.0f %.17g\n", nanoseconds(CLOCK_MONOTONIC) - wall, error);
    } else {
      get_weights(weights);
      for (int w = 0; w < count; w++) printf("%.17g ", weights[w]);
      printf("\n");
    }
    fflush(stdout);
  }
  return 0;
}
