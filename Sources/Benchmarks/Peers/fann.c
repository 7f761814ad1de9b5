// Training with FANN (libfann-dev), with one update per pattern or per batch. FANN puts the bias last in a
// layer, with an output of 1; its sigmoid with steepness 1/2 is 1 / (1 + exp(-a)).
#include "peer.h"
#include <doublefann.h>

static struct fann *network;
static struct fann_train_data *data;

static void prepare(void) {
  network = fann_create_standard_array(depth, units);
  fann_set_activation_function_hidden(network, FANN_SIGMOID);
  fann_set_activation_function_output(network, FANN_SIGMOID);
  fann_set_activation_steepness_hidden(network, 0.5);
  fann_set_activation_steepness_output(network, 0.5);
  fann_set_train_error_function(network, FANN_ERRORFUNC_LINEAR);
  fann_set_learning_rate(network, (float)(batch > 1 ? rate * patterns : rate));  // for a batch, it takes the mean
  fann_set_learning_momentum(network, 0);
  fann_set_training_algorithm(network, batch > 1 ? FANN_TRAIN_BATCH : FANN_TRAIN_INCREMENTAL);
  const unsigned last = units[depth - 1];
  data = fann_create_train(patterns, units[0], last);
  for (int n = 0; n < patterns; n++) {
    memcpy(data->input[n], inputs + n * units[0], sizeof(double) * units[0]);
    memcpy(data->output[n], targets + n * last, sizeof(double) * last);
  }
}

// The place in our order (rows are source units, the bias first) of the weight that FANN keeps at `to`,
// `from`.
static int place(int layer, unsigned from, unsigned to) {
  int first = 0;
  for (int below = 1; below < layer; below++) first += (units[below - 1] + 1) * units[below];
  return first + (from == units[layer - 1] ? 0 : from + 1) * units[layer] + to;
}

static void set_weights(const double *weights) {
  int connection = 0;
  for (int layer = 1; layer < depth; layer++)
    for (unsigned to = 0; to < units[layer]; to++)
      for (unsigned from = 0; from <= units[layer - 1]; from++)
        network->weights[connection++] = weights[place(layer, from, to)];
}

static void get_weights(double *weights) {
  int connection = 0;
  for (int layer = 1; layer < depth; layer++)
    for (unsigned to = 0; to < units[layer]; to++)
      for (unsigned from = 0; from <= units[layer - 1]; from++)
        weights[place(layer, from, to)] = network->weights[connection++];
}

static double train(int epochs) {
  double error = 0;
  for (int epoch = 0; epoch < epochs; epoch++) error = fann_train_epoch(network, data);
  return error * patterns * units[depth - 1] / 2;
}
