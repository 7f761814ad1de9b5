import Backprop
import Testing

/// McClelland and Rumelhart, Explorations in Parallel Distributed Processing, program bp: XOR.
@Test func pdpExclusiveOrReachesItsCriterionAfter289Updates() throws {
  var network = try Network(
    layers: [Layer(name: "i", units: 2), Layer(name: "j", units: 2), Layer(name: "k", units: 1)], bias: 1)
  try network.setWeights(
    Matrix(rows: 3, columns: 2, elements: [-0.276589, -0.402498, 0.432171, -0.038413, 0.448781, 0.036489]),
    ofProjection: 0)
  try network.setWeights(
    Matrix(rows: 3, columns: 1, elements: [0.279299, 0.27208, 0.081714]), ofProjection: 1)
  let options = TrainingOptions(
    epochs: 1000, learningRate: 0.5, momentum: 0.9, updates: .batch, target: .totalError(below: 0.02))
  var trainer = try Trainer(network: network, options: options)
  let result = try trainer.train(.xor)
  #expect(result.end == .reachedTarget)
  #expect(result.epochs == 289)
  #expect(abs((result.totalError ?? 0) - 0.0198807749778) < 1e-11)
}
