// The same training in plain JavaScript, as one would write it to be fast: typed arrays, nothing allocated in a loop, the
// weights of a receiving unit side by side, sums in four independent parts, and one pass over the weights of the outputs
// for both what they pass back and their change. Sigmoids, a bias, squares, one hidden layer, gradient descent with momentum.

/** A network as `save` writes it: a row of weights for each unit that sends, the bias first. */
export class PlainTraining {
  #sizes;
  #start;
  #inputs;
  #targets;
  #hidden;
  #outputs;

  constructor({ networks: [network], patterns: [patterns] }) {
    const [first, second] = network.projections.map(each => each.weights);
    this.#sizes = [first.length - 1, second.length - 1, second[0].length];
    this.#start = [transposed(first), transposed(second)];
    this.#inputs = Float64Array.from(patterns.inputs.flatMap(row => [1, ...row]));
    this.#targets = Float64Array.from(patterns.targets.flat());
  }

  /** Trains from the first weights on. */
  train({ epochs, rate, momentum = 0, batch = 1 }) {
    this.#hidden = this.#start[0].slice();
    this.#outputs = this.#start[1].slice();
    if (batch > 1) return this.#trainInBatches(epochs, rate, batch);
    return momentum === 0 ? this.#trainByPattern(epochs, rate) : this.#trainWithMomentum(epochs, rate, momentum);
  }

  /** In the order of `save`. */
  get weights() {
    const [inputs, hidden, outputs] = this.#sizes;
    return [rows(this.#hidden, inputs + 1, hidden), rows(this.#outputs, hidden + 1, outputs)];
  }

  #trainByPattern(epochs, rate) {
    const [inputCount, hiddenCount, outputCount] = this.#sizes;
    const inputs = this.#inputs, targets = this.#targets, hidden = this.#hidden, outputs = this.#outputs;
    const width = inputCount + 1, hiddenWidth = hiddenCount + 1;
    const y = new Float64Array(hiddenWidth).fill(1), passedBack = new Float64Array(hiddenWidth);
    let error = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      error = 0;
      for (let x = 0, t = 0; x < inputs.length; x += width, t += outputCount) {
        for (let j = 0, w = 0; j < hiddenCount; j++, w += width) y[j + 1] = sigmoid(dot(hidden, w, inputs, x, width));
        passedBack.fill(0);
        for (let k = 0, w = 0; k < outputCount; k++, w += hiddenWidth) {
          const output = sigmoid(dot(outputs, w, y, 0, hiddenWidth)), difference = targets[t + k] - output;
          const delta = difference * output * (1 - output), change = rate * delta;
          error += difference * difference / 2;
          for (let j = 0; j < hiddenWidth; j++) {
            const weight = outputs[w + j];
            passedBack[j] += delta * weight;
            outputs[w + j] = weight + change * y[j];
          }
        }
        for (let j = 0, w = 0; j < hiddenCount; j++, w += width) {
          addMultiple(hidden, w, rate * passedBack[j + 1] * y[j + 1] * (1 - y[j + 1]), inputs, x, width);
        }
      }
    }
    return error;
  }

  #trainWithMomentum(epochs, rate, momentum) {
    const [inputCount, hiddenCount, outputCount] = this.#sizes;
    const inputs = this.#inputs, targets = this.#targets, hidden = this.#hidden, outputs = this.#outputs;
    const width = inputCount + 1, hiddenWidth = hiddenCount + 1;
    const y = new Float64Array(hiddenWidth).fill(1), passedBack = new Float64Array(hiddenWidth);
    const hiddenChanges = new Float64Array(hidden.length), outputChanges = new Float64Array(outputs.length);
    let error = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      error = 0;
      for (let x = 0, t = 0; x < inputs.length; x += width, t += outputCount) {
        for (let j = 0, w = 0; j < hiddenCount; j++, w += width) y[j + 1] = sigmoid(dot(hidden, w, inputs, x, width));
        passedBack.fill(0);
        for (let k = 0, w = 0; k < outputCount; k++, w += hiddenWidth) {
          const output = sigmoid(dot(outputs, w, y, 0, hiddenWidth)), difference = targets[t + k] - output;
          const delta = difference * output * (1 - output);
          error += difference * difference / 2;
          for (let j = 0; j < hiddenWidth; j++) {
            const weight = outputs[w + j], change = rate * delta * y[j] + momentum * outputChanges[w + j];
            passedBack[j] += delta * weight;
            outputChanges[w + j] = change;
            outputs[w + j] = weight + change;
          }
        }
        for (let j = 0, w = 0; j < hiddenCount; j++, w += width) {
          const factor = rate * passedBack[j + 1] * y[j + 1] * (1 - y[j + 1]);
          for (let i = 0; i < width; i++) {
            const change = factor * inputs[x + i] + momentum * hiddenChanges[w + i];
            hiddenChanges[w + i] = change;
            hidden[w + i] += change;
          }
        }
      }
    }
    return error;
  }

  #trainInBatches(epochs, rate, batch) {
    const [inputCount, hiddenCount, outputCount] = this.#sizes;
    const inputs = this.#inputs, targets = this.#targets, hidden = this.#hidden, outputs = this.#outputs;
    const width = inputCount + 1, hiddenWidth = hiddenCount + 1;
    const y = new Float64Array(hiddenWidth).fill(1), passedBack = new Float64Array(hiddenWidth);
    const hiddenSums = new Float64Array(hidden.length), outputSums = new Float64Array(outputs.length);
    const patternCount = inputs.length / width;
    let error = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      error = 0;
      for (let first = 0; first < patternCount; first += batch) {
        const end = Math.min(first + batch, patternCount);
        hiddenSums.fill(0);
        outputSums.fill(0);
        for (let n = first, x = n * width, t = n * outputCount; n < end; n++, x += width, t += outputCount) {
          for (let j = 0, w = 0; j < hiddenCount; j++, w += width) y[j + 1] = sigmoid(dot(hidden, w, inputs, x, width));
          passedBack.fill(0);
          for (let k = 0, w = 0; k < outputCount; k++, w += hiddenWidth) {
            const output = sigmoid(dot(outputs, w, y, 0, hiddenWidth)), difference = targets[t + k] - output;
            const delta = difference * output * (1 - output);
            error += difference * difference / 2;
            for (let j = 0; j < hiddenWidth; j++) {
              passedBack[j] += delta * outputs[w + j];
              outputSums[w + j] += delta * y[j];
            }
          }
          for (let j = 0, w = 0; j < hiddenCount; j++, w += width) {
            addMultiple(hiddenSums, w, passedBack[j + 1] * y[j + 1] * (1 - y[j + 1]), inputs, x, width);
          }
        }
        addMultiple(hidden, 0, rate, hiddenSums, 0, hidden.length);
        addMultiple(outputs, 0, rate, outputSums, 0, outputs.length);
      }
    }
    return error;
  }
}

function sigmoid(a) { return 1 / (1 + Math.exp(-a)); }

function dot(a, i, b, j, count) {
  let first = 0, second = 0, third = 0, fourth = 0, n = 0;
  for (; n + 3 < count; n += 4) {
    first += a[i + n] * b[j + n];
    second += a[i + n + 1] * b[j + n + 1];
    third += a[i + n + 2] * b[j + n + 2];
    fourth += a[i + n + 3] * b[j + n + 3];
  }
  for (; n < count; n++) first += a[i + n] * b[j + n];
  return first + second + (third + fourth);
}

function addMultiple(sums, i, factor, values, j, count) {
  for (let n = 0; n < count; n++) sums[i + n] += factor * values[j + n];
}

/** The weights of a receiving unit side by side. */
function transposed(matrix) { return Float64Array.from(matrix[0].flatMap((_, to) => matrix.map(row => row[to]))); }

function rows(weights, senders, receivers) {
  return Array.from({ length: senders }, (_, from) => Array.from({ length: receivers }, (_, to) => weights[to * senders + from]));
}
