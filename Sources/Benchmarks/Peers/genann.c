// Training with genann, which updates after every pattern and whose hidden layers all have the same size. The
// output of its bias unit is -1, and its weights are grouped by the unit that they lead to, the bias first.
// It looks its sigmoid up in a table; compiled with -Dgenann_act=genann_act_sigmoid, it computes the sigmoid,
// and then its weights agree.
#include "peer.h"
#include <genann.h>

static genann *network;

static void prepare(void) {
  for (int layer = 2; layer < depth - 1; layer++)
    if (units[layer] != units[1]) exit(1);
  if (batch != 1) exit(1);
  network = genann_init(units[0], depth - 2, units[1], units[depth - 1]);
}

static void set_weights(const double *weights) {
  double *theirs = network->weight;
  for (int layer = 1; layer < depth; layer++) {
    const unsigned from = units[layer - 1] + 1, to = units[layer];
    for (unsigned k = 0; k < to; k++)
      for (unsigned j = 0; j < from; j++) *theirs++ = (j == 0 ? -1 : 1) * weights[j * to + k];
    weights += from * to;
  }
}

static void get_weights(double *weights) {
  const double *theirs = network->weight;
  for (int layer = 1; layer < depth; layer++) {
    const unsigned from = units[layer - 1] + 1, to = units[layer];
    for (unsigned k = 0; k < to; k++)
      for (unsigned j = 0; j < from; j++) weights[j * to + k] = (j == 0 ? -1 : 1) * *theirs++;
    weights += from * to;
  }
}

// genann does not compute E, so none is reported.
static double train(int epochs) {
  for (int epoch = 0; epoch < epochs; epoch++)
    for (int n = 0; n < patterns; n++)
      genann_train(network, inputs + n * units[0], targets + n * units[depth - 1], rate);
  return 0;
}
