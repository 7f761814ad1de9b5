// The floor of a plain C program: the handout's rule in loops, as a careful student would write it. Protocol as peers.py.
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int depth, units[8], batch, patterns;
static double *weights[8], *gradients[8], *outputs[8], *deltas[8], *inputs, *targets;

static double *read_numbers(int count) {
  double *numbers = malloc(sizeof(double) * (count > 0 ? count : 1));
  for (int n = 0; n < count; n++)
    if (scanf("%lf", &numbers[n]) != 1) exit(1);
  return numbers;
}

static void forward(const double *input) {
  memcpy(outputs[0] + 1, input, sizeof(double) * units[0]);
  for (int layer = 1; layer < depth; layer++) {
    const int from = units[layer - 1] + 1, to = units[layer];
    double *y = outputs[layer] + 1;
    const double *w = weights[layer];
    for (int k = 0; k < to; k++) y[k] = 0;
    for (int j = 0; j < from; j++)
      for (int k = 0; k < to; k++) y[k] += outputs[layer - 1][j] * w[j * to + k];
    for (int k = 0; k < to; k++) y[k] = 1 / (1 + exp(-y[k]));
  }
}

static double backward(const double *target) {
  double error = 0;
  for (int k = 0; k < units[depth - 1]; k++) {
    const double y = outputs[depth - 1][k + 1], difference = target[k] - y;
    error += difference * difference / 2;
    deltas[depth - 1][k] = y * (1 - y) * difference;
  }
  for (int layer = depth - 2; layer > 0; layer--)
    for (int j = 0; j < units[layer]; j++) {
      double sum = 0;
      const double *w = weights[layer + 1] + (j + 1) * units[layer + 1];
      for (int k = 0; k < units[layer + 1]; k++) sum += deltas[layer + 1][k] * w[k];
      const double y = outputs[layer][j + 1];
      deltas[layer][j] = y * (1 - y) * sum;
    }
  return error;
}

static void add(double *const *sums, double factor) {
  for (int layer = 1; layer < depth; layer++) {
    const int from = units[layer - 1] + 1, to = units[layer];
    for (int j = 0; j < from; j++)
      for (int k = 0; k < to; k++) sums[layer][j * to + k] += factor * deltas[layer][k] * outputs[layer - 1][j];
  }
}

static double train(int epochs, double rate) {
  double error = 0;
  for (int epoch = 0; epoch < epochs; epoch++) {
    error = 0;
    for (int first = 0; first < patterns; first += batch) {
      const int end = first + batch < patterns ? first + batch : patterns;
      if (batch > 1)
        for (int layer = 1; layer < depth; layer++)
          memset(gradients[layer], 0, sizeof(double) * (units[layer - 1] + 1) * units[layer]);
      for (int n = first; n < end; n++) {
        forward(inputs + n * units[0]);
        error += backward(targets + n * units[depth - 1]);
        if (batch > 1) add(gradients, 1); else add(weights, rate);
      }
      if (batch > 1)
        for (int layer = 1; layer < depth; layer++)
          for (int w = 0; w < (units[layer - 1] + 1) * units[layer]; w++) weights[layer][w] += rate * gradients[layer][w];
    }
  }
  return error;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

// Reads: depth, units, batch, patterns, rate; inputs, targets, weights. Then, for each number of epochs read, trains from
// the first weights and writes the nanoseconds, ΣE of the last epoch and, after 0 epochs read, the weights.
int main(void) {
  double rate;
  if (scanf("%d", &depth) != 1 || depth > 8) return 1;
  for (int layer = 0; layer < depth; layer++)
    if (scanf("%d", &units[layer]) != 1) return 1;
  if (scanf("%d %d %lf", &batch, &patterns, &rate) != 3) return 1;
  inputs = read_numbers(patterns * units[0]);
  targets = read_numbers(patterns * units[depth - 1]);
  double *start[8] = {0};
  for (int layer = 0; layer < depth; layer++) {
    outputs[layer] = calloc(units[layer] + 1, sizeof(double));
    outputs[layer][0] = 1;
    deltas[layer] = calloc(units[layer], sizeof(double));
    if (layer == 0) continue;
    const int count = (units[layer - 1] + 1) * units[layer];
    start[layer] = read_numbers(count);
    weights[layer] = calloc(count, sizeof(double));
    gradients[layer] = calloc(count, sizeof(double));
  }
  int epochs;
  while (scanf("%d", &epochs) == 1 && epochs >= 0) {
    if (epochs > 0) {
      for (int layer = 1; layer < depth; layer++)
        memcpy(weights[layer], start[layer], sizeof(double) * (units[layer - 1] + 1) * units[layer]);
      const double begin = now();
      const double error = train(epochs, rate);
      printf("%.0f %.17g\n", now() - begin, error);
    } else {
      for (int layer = 1; layer < depth; layer++)
        for (int w = 0; w < (units[layer - 1] + 1) * units[layer]; w++) printf("%.17g ", weights[layer][w]);
      printf("\n");
    }
    fflush(stdout);
  }
  return 0;
}
