import Backprop

// Exclusive or is learnt.
let network = try Network(2, 2, 1, bias: 1, weights: .uniform(-0.5, 0.5), seed: 1)
let options = TrainingOptions(
  epochs: 5000, learningRate: 0.5, momentum: 0.9, target: .totalError(below: 0.01))
var trainer = try Trainer(network: network, options: options)
let result = try trainer.train(.xor)
print("end \(result.end)")
let test = try trainer.network.test(.xor)
for n in 0..<PatternSet.xor.count {
  let pattern = try PatternSet.xor.pattern(n)
  print("output \(pattern.target[0]) \(try test.outputs.element(row: n, column: 0))")
}

// A step by hand: y and δ of each unit, then Δw = η δ y.
var stepped = network
let pattern = try PatternSet.xor.pattern(1)
let forward = try stepped.forward(pattern.input)
let backward = try stepped.backward(forward, target: pattern.target)
print("a_k1 \(forward.totalInputs[2][0])")
print("y_j1 \(forward.outputs[1][0])")
print("y_k1 \(forward.output[0])")
print("δ_k1 \(backward.deltas[2][0])")
print("δ_j1 \(backward.deltas[1][0])")
print("w_j1k1 \(try stepped.projections[1].weights.element(row: 1, column: 0))")
let before = try stepped.error(forward, target: pattern.target)
try stepped.update(by: backward, learningRate: 0.5)
let after = try stepped.error(stepped.forward(pattern.input), target: pattern.target)
print("descends \(after < before)")

// Misuse throws an error that describes it.
func misuse(_ action: () throws(NetworkError) -> Void) {
  do throws(NetworkError) {
    try action()
    print("misuse nothing")
  } catch {
    print("misuse \(error)")
  }
}
misuse { () throws(NetworkError) in _ = try Network(2, weights: .zero) }
misuse { () throws(NetworkError) in _ = try Network(2, 0, 1, weights: .zero) }
misuse { () throws(NetworkError) in _ = try Network(2, 1, weights: .uniform(1, -1)) }
misuse { () throws(NetworkError) in _ = try network.forward([1, 2, 3]) }
misuse { () throws(NetworkError) in _ = try network.backward(forward, target: []) }
misuse { () throws(NetworkError) in _ = try PatternSet.xor.pattern(4) }
misuse { () throws(NetworkError) in _ = try Matrix([[1, 2], [3]]) }
misuse { () throws(NetworkError) in _ = try network.test(.parity(3)) }
misuse { () throws(NetworkError) in
  _ = try Trainer(network: network, options: TrainingOptions(learningRate: -1))
}
misuse { () throws(NetworkError) in
  let other = try Network(2, 3, 1, bias: 1, weights: .xavier)
  _ = try other.backward(forward, target: [1])
}
