// The floor: the rule written for a single three-layer network whose sizes the compiler knows (-DINPUTS=2
// -DHIDDEN=2 -DOUTPUTS=1 -DBATCH=4), eight numbers at a time, with an exponential of its own. It has no
// options and no checks: only the arithmetic remains.
#include "peer.h"

typedef double lanes __attribute__((vector_size(64)));
typedef long long integers __attribute__((vector_size(64)));

#define INLINE static inline __attribute__((always_inline))
#define LANES(count) (((count) + 7) / 8)

INLINE lanes all(double x) { return (lanes){x, x, x, x, x, x, x, x}; }

// e^x for |x| < 700 as 2^n e^r, with e^r computed by its series.
INLINE lanes exponential(lanes x) {
  const lanes shift = all(0x1.8p52), shifted = x * 0x1.71547652b82fep0 + shift, n = shifted - shift;
  const lanes r = x - n * 0x1.62e42fefa39efp-1 - n * 0x1.abc9e3b39803fp-56;
  const lanes r2 = r * r, r4 = r2 * r2;
  const lanes p0 = (1 + r) + r2 * (1.0 / 2 + r * (1.0 / 6));
  const lanes p4 = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
  const lanes p8 = (1.0 / 40320 + r * (1.0 / 362880)) + r2 * (1.0 / 3628800 + r * (1.0 / 39916800)) + r4 * (1.0 / 479001600);
  return (lanes)((integers)(p0 + r4 * (p4 + r4 * p8)) + ((integers)shifted << 52));
}

INLINE lanes sigmoid(lanes a) { return 1 / (1 + exponential(-a)); }

INLINE double total(lanes v) {
  double sum = 0;
  for (int lane = 0; lane < 8; lane++) sum += v[lane];
  return sum;
}

// Where weights are read and written in rows of `columns` numbers.
static void copy_rows(lanes *to, const double *from, int rows, int columns) {
  memset(to, 0, sizeof(lanes) * rows * LANES(columns));
  for (int n = 0; n < rows * columns; n++) to[n / columns * LANES(columns) + n % columns / 8][n % columns % 8] = from[n];
}

static void copy_back(double *to, const lanes *from, int rows, int columns) {
  for (int n = 0; n < rows * columns; n++) to[n] = from[n / columns * LANES(columns) + n % columns / 8][n % columns % 8];
}

enum { H = LANES(HIDDEN), K = LANES(OUTPUTS) };

#if BATCH == 1
// One update per pattern: lanes are neighbouring units. The output weights are stored both by rows and by
// columns, so that neither pass adds across lanes; the next pattern's input to the hidden units is summed
// during the update.
static lanes v[INPUTS + 1][H], w[HIDDEN + 1][K], columns[OUTPUTS][H], (*wanted)[K];

static void prepare(void) {
  wanted = aligned_alloc(64, sizeof(*wanted) * patterns);
  copy_rows(*wanted, targets, patterns, OUTPUTS);
}

static void set_weights(const double *from) {
  copy_rows(*v, from, INPUTS + 1, HIDDEN);
  copy_rows(*w, from + (INPUTS + 1) * HIDDEN, HIDDEN + 1, OUTPUTS);
  memset(columns, 0, sizeof columns);
  for (int k = 0; k < OUTPUTS; k++)
    for (int j = 0; j < HIDDEN; j++) columns[k][j / 8][j % 8] = w[j + 1][k / 8][k % 8];
}

static void get_weights(double *to) {
  copy_back(to, *v, INPUTS + 1, HIDDEN);
  copy_back(to + (INPUTS + 1) * HIDDEN, *w, HIDDEN + 1, OUTPUTS);
}

static double train(int epochs) {
  lanes error = {}, used[K];
  for (int k = 0; k < 8 * K; k++) used[k / 8][k % 8] = k < OUTPUTS;
  lanes a[H];
  for (int h = 0; h < H; h++) {
    a[h] = v[0][h];
    for (int i = 0; i < INPUTS; i++) a[h] += inputs[i] * v[i + 1][h];
  }
  for (int epoch = 0; epoch < epochs; epoch++) {
    error = (lanes){};
    for (int n = 0; n < patterns; n++) {
      const double *x = inputs + n * INPUTS, *next = n + 1 < patterns ? x + INPUTS : inputs;
      lanes yj[H], dj[H], ak[K], dk[K];
      for (int h = 0; h < H; h++) yj[h] = sigmoid(a[h]);
      for (int k = 0; k < K; k++) {
        ak[k] = w[0][k];
        for (int j = 0; j < HIDDEN; j++) ak[k] += yj[j / 8][j % 8] * w[j + 1][k];
      }
      for (int k = 0; k < K; k++) {
        const lanes y = sigmoid(ak[k]), difference = (wanted[n][k] - y) * used[k];
        error += difference * difference;
        dk[k] = rate * y * (1 - y) * difference;
      }
      for (int h = 0; h < H; h++) {
        lanes sum = {};
        for (int k = 0; k < OUTPUTS; k++) sum += dk[k / 8][k % 8] * columns[k][h];
        dj[h] = yj[h] * (1 - yj[h]) * sum;
      }
#if INPUTS <= 8
      double overlap = 1;
      for (int i = 0; i < INPUTS; i++) overlap += x[i] * next[i];
      for (int h = 0; h < H; h++) {
        a[h] = v[0][h];
        for (int i = 0; i < INPUTS; i++) a[h] += next[i] * v[i + 1][h];
        a[h] += overlap * dj[h];
        v[0][h] += dj[h];
        for (int i = 0; i < INPUTS; i++) v[i + 1][h] += x[i] * dj[h];
      }
#else
      for (int h = 0; h < H; h++) a[h] = v[0][h] += dj[h];
      for (int i = 0; i < INPUTS; i++)
        for (int h = 0; h < H; h++) a[h] += next[i] * (v[i + 1][h] += x[i] * dj[h]);
#endif
      for (int k = 0; k < K; k++) w[0][k] += dk[k];
      for (int j = 0; j < HIDDEN; j++)
        for (int k = 0; k < K; k++) w[j + 1][k] += yj[j / 8][j % 8] * dk[k];
      for (int k = 0; k < OUTPUTS; k++)
        for (int h = 0; h < H; h++) columns[k][h] += dk[k / 8][k % 8] * yj[h];
    }
  }
  return total(error) / 2;
}
#else
// One update per batch: lanes are neighbouring patterns, except for δ where it is multiplied by outputs to
// make gradients.
enum { P = LANES(BATCH) };
typedef struct { lanes inputs[INPUTS + 1][P], targets[OUTPUTS][P], used[P]; } Block;
static Block *blocks;
static double v[INPUTS + 1][HIDDEN], w[HIDDEN + 1][OUTPUTS];

static void prepare(void) {
  const int count = (patterns + BATCH - 1) / BATCH;
  blocks = aligned_alloc(64, sizeof(Block) * count);
  memset(blocks, 0, sizeof(Block) * count);
  for (int n = 0; n < patterns; n++) {
    Block *block = &blocks[n / BATCH];
    const int p = n % BATCH / 8, lane = n % BATCH % 8;
    block->used[p][lane] = block->inputs[0][p][lane] = 1;
    for (int i = 0; i < INPUTS; i++) block->inputs[i + 1][p][lane] = inputs[n * INPUTS + i];
    for (int k = 0; k < OUTPUTS; k++) block->targets[k][p][lane] = targets[n * OUTPUTS + k];
  }
}

static void set_weights(const double *from) {
  memcpy(v, from, sizeof v);
  memcpy(w, from + (INPUTS + 1) * HIDDEN, sizeof w);
}

static void get_weights(double *to) {
  memcpy(to, v, sizeof v);
  memcpy(to + (INPUTS + 1) * HIDDEN, w, sizeof w);
}

// c = a b: `rows` rows of `width` lanes, four rows at a time in registers; for a, the steps from row to row
// and from term to term are given.
INLINE void multiply(int rows, int width, int terms, const double *a, int row_step, int term_step, const lanes *b, lanes *c) {
  for (int row = 0; row < rows; row += 4) {
    const int tile = rows - row < 4 ? rows - row : 4;
    lanes sum[4][4] = {};
    for (int term = 0; term < terms; term++)
#pragma GCC unroll 4
      for (int r = 0; r < tile; r++)
#pragma GCC unroll 4
        for (int n = 0; n < width; n++) sum[r][n] += a[(row + r) * row_step + term * term_step] * b[term * width + n];
    for (int r = 0; r < tile; r++)
      for (int n = 0; n < width; n++) c[(row + r) * width + n] = sum[r][n];
  }
}

// weights += rate × outputs δᵀ, one row per unit below.
INLINE void update(double *weights, int rows, int columns, const lanes *outputs, const lanes *delta) {
  lanes turned[8 * P][4] = {}, gradient[INPUTS > HIDDEN ? INPUTS + 1 : HIDDEN + 1][4];
  const int width = LANES(columns);
  for (int k = 0; k < columns; k++)
    for (int p = 0; p < BATCH; p++) ((lanes *)turned)[p * width + k / 8][k % 8] = delta[k * P + p / 8][p % 8];
  multiply(rows, width, BATCH, (const double *)outputs, 8 * P, 1, (lanes *)turned, (lanes *)gradient);
  for (int j = 0; j < rows; j++)
    for (int k = 0; k < columns; k++) weights[j * columns + k] += rate * ((lanes *)gradient)[j * width + k / 8][k % 8];
}

static double train(int epochs) {
  lanes error = {};
  for (int epoch = 0; epoch < epochs; epoch++) {
    error = (lanes){};
    for (int n = 0; n < (patterns + BATCH - 1) / BATCH; n++) {
      const Block *block = &blocks[n];
      lanes y[HIDDEN + 1][P], dj[HIDDEN][P], dk[OUTPUTS][P];
      for (int p = 0; p < P; p++) y[0][p] = all(1);
      multiply(HIDDEN, P, INPUTS + 1, *v, 1, HIDDEN, *block->inputs, y[1]);
      for (int j = 1; j <= HIDDEN; j++)
        for (int p = 0; p < P; p++) y[j][p] = sigmoid(y[j][p]);
      multiply(OUTPUTS, P, HIDDEN + 1, *w, 1, OUTPUTS, *y, *dk);
      for (int k = 0; k < OUTPUTS; k++)
        for (int p = 0; p < P; p++) {
          const lanes yk = sigmoid(dk[k][p]), difference = (block->targets[k][p] - yk) * block->used[p];
          error += difference * difference;
          dk[k][p] = yk * (1 - yk) * difference;
        }
      multiply(HIDDEN, P, OUTPUTS, w[1], OUTPUTS, 1, *dk, *dj);
      for (int j = 0; j < HIDDEN; j++)
        for (int p = 0; p < P; p++) dj[j][p] *= y[j + 1][p] * (1 - y[j + 1][p]);
      update(*w, HIDDEN + 1, OUTPUTS, *y, *dk);
      update(*v, INPUTS + 1, HIDDEN, *block->inputs, *dj);
    }
  }
  return total(error) / 2;
}
#endif
