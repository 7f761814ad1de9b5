// Training by FANN (libfann-dev), an update a pattern or a batch. Protocol as plain.c; FANN counts its bias last in a layer,
// weighs it by 1, and its sigmoid's steepness of 1/2 is that of 1 / (1 + exp(-a)).
#define _POSIX_C_SOURCE 200809L
#include <doublefann.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int depth, batch, patterns;
static unsigned units[8];

static double *read_numbers(int count) {
  double *numbers = malloc(sizeof(double) * (count > 0 ? count : 1));
  for (int n = 0; n < count; n++)
    if (scanf("%lf", &numbers[n]) != 1) exit(1);
  return numbers;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

// Our place of the weight that FANN keeps at `to`, `from`: rows from, the bias first.
static double *place(double *weights, int layer, int from, int to) {
  for (int below = 1; below < layer; below++) weights += (units[below - 1] + 1) * units[below];
  const int row = from == (int)units[layer - 1] ? 0 : from + 1;
  return weights + row * units[layer] + to;
}

static void exchange(struct fann *network, double *weights, int set) {
  int connection = 0;
  for (int layer = 1; layer < depth; layer++)
    for (unsigned to = 0; to < units[layer]; to++)
      for (unsigned from = 0; from <= units[layer - 1]; from++, connection++) {
        double *ours = place(weights, layer, from, to);
        if (set) network->weights[connection] = *ours; else *ours = network->weights[connection];
      }
}

int main(void) {
  double rate;
  if (scanf("%d", &depth) != 1 || depth > 8) return 1;
  int count = 0;
  for (int layer = 0; layer < depth; layer++) {
    if (scanf("%u", &units[layer]) != 1) return 1;
    if (layer > 0) count += (units[layer - 1] + 1) * units[layer];
  }
  if (scanf("%d %d %lf", &batch, &patterns, &rate) != 3) return 1;
  double *inputs = read_numbers(patterns * units[0]);
  double *targets = read_numbers(patterns * units[depth - 1]);
  double *start = read_numbers(count), *weights = calloc(count, sizeof(double));

  struct fann *network = fann_create_standard_array(depth, units);
  fann_set_activation_function_hidden(network, FANN_SIGMOID);
  fann_set_activation_function_output(network, FANN_SIGMOID);
  fann_set_activation_steepness_hidden(network, 0.5);
  fann_set_activation_steepness_output(network, 0.5);
  fann_set_train_error_function(network, FANN_ERRORFUNC_LINEAR);
  fann_set_learning_rate(network, (float)(batch > 1 ? rate * patterns : rate));  // of a batch it takes the mean
  fann_set_learning_momentum(network, 0);
  fann_set_training_algorithm(network, batch > 1 ? FANN_TRAIN_BATCH : FANN_TRAIN_INCREMENTAL);
  struct fann_train_data *data = fann_create_train(patterns, units[0], units[depth - 1]);
  for (int n = 0; n < patterns; n++) {
    memcpy(data->input[n], inputs + n * units[0], sizeof(double) * units[0]);
    memcpy(data->output[n], targets + n * units[depth - 1], sizeof(double) * units[depth - 1]);
  }
  int epochs;
  while (scanf("%d", &epochs) == 1 && epochs >= 0) {
    if (epochs > 0) {
      exchange(network, start, 1);
      const double begin = now();
      double error = 0;
      for (int epoch = 0; epoch < epochs; epoch++) error = fann_train_epoch(network, data);
      printf("%.0f %.17g\n", now() - begin, error * patterns * units[depth - 1] / 2);
    } else {
      exchange(network, weights, 0);
      for (int w = 0; w < count; w++) printf("%.17g ", weights[w]);
      printf("\n");
    }
    fflush(stdout);
  }
  return 0;
}
