import Backprop

/// A network, and the session's information about it.
struct NetworkState: Sendable {
  var name: String
  /// Its layers and weights, as used by the core.
  var core: Network
  /// E, if it is the user's own: `E = Σ_k (t_k - y_k)^2`.
  var ownError: OwnError?
  /// The origin of the weights, in words: `uniform -0.5 0.5, seed 1`.
  var weightOrigin: String
  /// The last distribution given to `weights`, which `sweep` uses too.
  var scheme = WeightInitialization.uniform(-0.5, 0.5)
  /// The weights that `reset` restores: those with which training began.
  var initialWeights: [Matrix]
  var presentation: Presentation?
  /// Δw by projection, after `backward`.
  var weightChanges: [Matrix]?
  /// What worked them out, as it was before.
  var trainerBefore: Trainer?
  /// The Δw(n-1) that they include; nil if there was none.
  var previousChanges: [Matrix]?
  /// Whether `update` has added them.
  var changesAreApplied = false
  /// The changes of the last update, by hand or by `train`, for the momentum of the next one; nil if there is
  /// none.
  var lastChanges: [Matrix]?
  /// What the last update has changed, also by a rule that does not go on with it; nil if that is not known.
  var lastStep: [Matrix]?
  /// The same when `backward` worked out Δw.
  var previousStep: [Matrix]?
  /// Keeps momentum and similar state from one `train` or step to the next.
  var trainer: Trainer?
  /// Whether the last update was one by hand.
  var isSteppedByHand = false
  /// Why the next training begins anew although there was one; nil if it does not, or only because of its
  /// options.
  var newBeginning: String?
  var runs: [TrainingRun] = []
  /// The last training that did not diverge; one that diverged leaves no weights. Earlier trainings are only
  /// listed in `runs`: their initial weights would soon fill the memory.
  private(set) var lastTraining: FollowedTraining?
  /// The latest trainings that have names, so that their paths can be compared.
  private(set) var namedTrainings: [(name: String, training: FollowedTraining)] = []

  init(name: String, core: Network, weightOrigin: String) {
    self.name = name
    self.core = core
    self.weightOrigin = weightOrigin
    initialWeights = core.projections.map { $0.weights }
  }

  /// More have no place in one figure.
  private static let mostNamedTrainings = 12

  /// Keeps the beginning of the last run. One that continues another has its beginning.
  mutating func follow(from start: Trainer, on set: PatternSet) {
    guard let run = runs.joined.last, let last = runs.last else { return }
    var training = FollowedTraining(epochs: last.epochs, start: start, set: set)
    func continued(_ first: FollowedTraining?) -> FollowedTraining? {
      // Its first part had other patterns, or is too long ago.
      guard let first, first.epochs + last.epochs == run.epochs, first.set == set else { return nil }
      return FollowedTraining(epochs: run.epochs, start: first.start, set: set)
    }
    let continues = run.epochs > last.epochs
    lastTraining = continues ? continued(lastTraining) ?? training : training
    guard let name = run.name else { return }
    if continues {
      guard let whole = continued(namedTrainings.first(where: { $0.name == name })?.training) else { return }
      training = whole
    }
    namedTrainings.removeAll { $0.name == name }
    namedTrainings.append((name, training))
    if namedTrainings.count > Self.mostNamedTrainings { namedTrainings.removeFirst() }
  }

  var letters: [String] { core.layers.map { $0.name } }

  var numberedUnits: NumberedUnits {
    NumberedUnits(letters: letters, units: core.layers.map { $0.units })
  }

  func layer(_ letter: String) -> Int? { core.layers.firstIndex { $0.name == letter } }

  /// The layer named by a letter in a cell.
  func layer(_ letter: Located<String>) throws(Diagnostic) -> Int {
    guard let layer = layer(letter.value) else {
      throw Diagnostic(.unknownLayer(letter.value, known: letters), at: letter.range)
    }
    return layer
  }

  /// The letter of a layer, or an empty string if there is no such layer.
  func letter(_ layer: Int) -> String {
    core.layers.indices.contains(layer) ? core.layers[layer].name : ""
  }

  /// The subscripts `ij` of a projection.
  func subscripts(_ projection: Projection) -> [Subscript] {
    [Subscript(letter(projection.source)), Subscript(letter(projection.target))]
  }

  /// The name of a unit: `j2`.
  func unit(_ layer: Int, _ number: Int) -> String { letter(layer) + "\(number)" }

  /// The origin of the weights with which a training begins now, in words.
  var startingWeights: String {
    core.projections.map { $0.weights } == initialWeights ? weightOrigin : "as trained before"
  }

  /// After weights or functions have changed: earlier results are no longer valid. The pattern presented last
  /// is presented again, so that `y` belongs to the current network.
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

  /// The weights have been set by hand: training and `reset` start from these.
  mutating func weightsWereSet() {
    initialWeights = core.projections.map { $0.weights }
    forgetTraining(because: "weights have been set")
    networkHasChanged()
  }

  /// The weights have been updated line by line: the presented pattern keeps its results and weights, as
  /// after `update`.
  mutating func weightsWereUpdated() {
    changesAreApplied = true
    forgetTraining(because: "weights have been set")
  }

  /// Discards momentum and all other state of the learning rule. reason: what has happened, for the next
  /// `train`.
  mutating func forgetTraining(because reason: String) {
    if trainer != nil || newBeginning != nil { newBeginning = reason }
    trainer = nil
    isSteppedByHand = false
    lastChanges = nil
    lastStep = nil
  }
}
