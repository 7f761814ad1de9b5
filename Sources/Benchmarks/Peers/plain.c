// A plain C program for any network: the handout's rule in loops, as a careful student would write it.
#include "peer.h"

static double *weights[MOST_LAYERS], *gradients[MOST_LAYERS], *outputs[MOST_LAYERS], *deltas[MOST_LAYERS];

static int weight_count(int layer) { return (units[layer - 1] + 1) * units[layer]; }

static void prepare(void) {
  for (int layer = 0; layer < depth; layer++) {
    outputs[layer] = calloc(units[layer] + 1, sizeof(double));
    outputs[layer][0] = 1;
    deltas[layer] = calloc(units[layer], sizeof(double));
    if (layer == 0) continue;
    weights[layer] = calloc(weight_count(layer), sizeof(double));
    gradients[layer] = calloc(weight_count(layer), sizeof(double));
  }
}

static void set_weights(const double *from) {
  for (int layer = 1; layer < depth; from += weight_count(layer), layer++)
    memcpy(weights[layer], from, sizeof(double) * weight_count(layer));
}

static void get_weights(double *to) {
  for (int layer = 1; layer < depth; to += weight_count(layer), layer++)
    memcpy(to, weights[layer], sizeof(double) * weight_count(layer));
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
  for (int k = 0; k < (int)units[depth - 1]; k++) {
    const double y = outputs[depth - 1][k + 1], difference = target[k] - y;
    error += difference * difference / 2;
    deltas[depth - 1][k] = y * (1 - y) * difference;
  }
  for (int layer = depth - 2; layer > 0; layer--)
    for (int j = 0; j < (int)units[layer]; j++) {
      const int to = units[layer + 1];
      const double *w = weights[layer + 1] + (j + 1) * to;
      double sum = 0;
      for (int k = 0; k < to; k++) sum += deltas[layer + 1][k] * w[k];
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

static double train(int epochs) {
  double error = 0;
  for (int epoch = 0; epoch < epochs; epoch++) {
    error = 0;
    for (int first = 0; first < patterns; first += batch) {
      const int end = first + batch < patterns ? first + batch : patterns;
      if (batch > 1)
        for (int layer = 1; layer < depth; layer++) memset(gradients[layer], 0, sizeof(double) * weight_count(layer));
      for (int n = first; n < end; n++) {
        forward(inputs + n * units[0]);
        error += backward(targets + n * units[depth - 1]);
        if (batch > 1) add(gradients, 1); else add(weights, rate);
      }
      if (batch > 1)
        for (int layer = 1; layer < depth; layer++)
          for (int w = 0; w < weight_count(layer); w++) weights[layer][w] += rate * gradients[layer][w];
    }
  }
  return error;
}
