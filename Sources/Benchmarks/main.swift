import Backprop
import Foundation

func cpu() -> Int {
  var t = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t)
  return t.tv_sec * 1_000_000_000 + t.tv_nsec
}
func time(
  _ name: String, _ layers: [Int], _ set: PatternSet, _ u: Updates, _ epochs: Int, _ ref: Bool = false,
  _ o: (inout TrainingOptions) -> Void = { _ in }
) throws {
  var n = try Network(layers: layers.enumerated().map { Layer(name: "\($0)", units: $1) }, bias: 1)
  n.initializeWeights(.uniform(-0.5, 0.5), seed: 1)
  var best = 1e9
  var options = TrainingOptions(epochs: epochs, learningRate: 0.01, updates: u)
  o(&options)
  for _ in 0..<7 {
    let t = cpu()
    if ref {
      var x = try ReferenceTrainer(network: n, options: options)
      _ = try x.train(set)
    } else {
      var t = try Trainer(network: n, options: options)
      _ = try t.train(set)
    }
    best = min(best, Double(cpu() - t) / Double(epochs * set.count))
  }
  print(name, best)
}
func random(_ n: Int, _ i: Int, _ k: Int) throws -> PatternSet {
  var g = RandomGenerator(seed: 3)
  return try PatternSet(
    (0..<n).map { p in
      Pattern(input: (0..<i).map { _ in g.uniform() }, target: (0..<k).map { $0 == p % k ? 1 : 0 })
    })
}
let digits = try random(1797, 64, 10)
try time("xor", [2, 2, 1], .xor, .perPattern, 50000)
try time("enc", [8, 3, 8], .encoder(8), .perPattern, 20000)
try time("dig", [64, 32, 10], digits, .perPattern, 10)
try time("xorb", [2, 2, 1], .xor, .batch, 50000)
try time("encb", [8, 3, 8], .encoder(8), .batch, 20000)
try time("digb", [64, 32, 10], digits, .miniBatch(32), 10)
try time("mnist", [784, 256, 10], try random(2560, 784, 10), .miniBatch(128), 2)
try time("deep", [1024, 1024, 1024, 10], try random(512, 1024, 10), .miniBatch(256), 1)
