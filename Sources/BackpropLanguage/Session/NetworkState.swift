import Backprop

/// A network and what the session knows about it.
struct NetworkState: Sendable {
  var name: String
  /// Its layers and weights, as the core computes with them.
  var core: Network
  /// Where the weights come from, in words: `uniform -0.5 0.5, seed 1`.
  var weightOrigin: String
  /// How `weights` drew them last: what `sweep` draws by.
  var scheme = WeightInitialization.uniform(-0.5, 0.5)
  /// The weights that `reset` brings back: those that training began from.
  var initialWeights: [Matrix]
  var presentation: Presentation?
  /// Δw by projection, after `backward`.
  var weightChanges: [Matrix]?
  /// Δw(n-1) of which they were made; nil where there was none.
  var previousChanges: [Matrix]?
  /// Whether `update` has added them.
  var changesAreApplied = false
  /// The changes of the last update, by hand or by `train`, for the momentum of the next; nil where none is
  /// remembered.
  var lastChanges: [Matrix]?
  /// Keeps momentum and the like from one `train` to the next.
  var trainer: Trainer?
  var runs: [TrainingRun] = []
  /// The last training that led anywhere: one that diverged left no weights. Of the others only `runs` tells:
  /// what each began from would soon fill the memory.
  var lastTraining: FollowedTraining?

  init(name: String, core: Network, weightOrigin: String) {
    self.name = name
    self.core = core
    self.weightOrigin = weightOrigin
    initialWeights = core.projections.map { $0.weights }
  }

  var letters: [String] { core.layers.map { $0.name } }

  func layer(_ letter: String) -> Int? { core.layers.firstIndex { $0.name == letter } }

  /// The layer that a letter in a cell names.
  func layer(_ letter: Located<String>) throws(Diagnostic) -> Int {
    guard let layer = layer(letter.value) else {
      throw Diagnostic(.unknownLayer(letter.value, known: letters), at: letter.range)
    }
    return layer
  }

  /// The letter of a layer, or an empty string where there is no such layer.
  func letter(_ layer: Int) -> String {
    core.layers.indices.contains(layer) ? core.layers[layer].name : ""
  }

  /// The subscripts `ij` of a projection.
  func subscripts(_ projection: Projection) -> [Subscript] {
    [Subscript(letter(projection.source)), Subscript(letter(projection.target))]
  }

  /// The name of a unit: `j2`.
  func unit(_ layer: Int, _ number: Int) -> String { letter(layer) + "\(number)" }

  /// After weights or functions have changed: what was worked out before holds no more. The pattern presented
  /// last is presented again, so that `y` speaks of the network as it is.
  mutating func networkHasChanged() {
    weightChanges = nil
    previousChanges = nil
    changesAreApplied = false
    guard let old = presentation else { return }
    presentation = nil
    guard let forward = try? core.forward(old.input) else { return }
    presentation = Presentation(
      input: old.input, target: old.target, network: core, forward: forward, backward: nil,
      number: old.number)
  }

  /// The weights have been set by hand: training, and `reset`, begin from here.
  mutating func weightsWereSet() {
    initialWeights = core.projections.map { $0.weights }
    forgetTraining()
    networkHasChanged()
  }

  /// The weights have been updated line by line: what the presented pattern met stays, as after `update`.
  mutating func weightsWereUpdated() {
    changesAreApplied = true
    forgetTraining()
  }

  /// Momentum and whatever else a learning rule remembers starts again.
  mutating func forgetTraining() {
    trainer = nil
    lastChanges = nil
  }
}
