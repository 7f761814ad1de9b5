import CNumerics

/// A learning rule over eight weights at once: `TrainingOptions.change` in the form that the fast paths are
/// compiled for, one version each.
protocol UpdateRule {
  /// How many numbers it remembers of a weight.
  static var memories: Int { get }
  /// Whether Δw is the scaled s itself.
  static var isPlain: Bool { get }
  /// The factor that s is scaled by first.
  var scale: Double { get }
  /// Weight decay: this times the weight is subtracted from the scaled s.
  var decay: Double { get }
  /// Whether s is divided by the number of patterns of the update.
  var averages: Bool { get }
  /// The updates so far, of a rule that counts them.
  var updates: Int { get set }
  mutating func beginUpdate()
  /// Δw of the scaled s.
  func change(_ s: Lanes, _ first: inout Lanes, _ second: inout Lanes) -> Lanes
}

extension UpdateRule {
  static var isPlain: Bool { false }

  var updates: Int {
    get { 0 }
    set {}
  }

  mutating func beginUpdate() {}

  /// w + Δw for s = slope · factor, the slope being scaled.
  @inline(__always)
  func updated(_ w: Lanes, _ slope: Lanes, _ factor: Lanes, _ first: inout Lanes, _ second: inout Lanes)
    -> Lanes
  {
    if Self.isPlain { return .multiplyAdd(slope, factor, w) }
    return w + change(.multiplyAdd(w, Lanes(repeating: -decay), slope * factor), &first, &second)
  }
}

/// Gradient descent with neither momentum nor decay.
struct PlainDescent: UpdateRule {
  static var memories: Int { 0 }
  static var isPlain: Bool { true }
  let scale: Double
  let averages: Bool
  var decay: Double { 0 }
  @inline(__always) func change(_ s: Lanes, _ first: inout Lanes, _ second: inout Lanes) -> Lanes { s }
}

struct MomentumDescent: UpdateRule {
  static var memories: Int { 1 }
  let scale: Double
  let averages: Bool
  let decay: Double
  let momentum: Double

  @inline(__always) func change(_ s: Lanes, _ first: inout Lanes, _ second: inout Lanes) -> Lanes {
    first = .multiplyAdd(Lanes(repeating: momentum), first, s)
    return first
  }
}

struct NesterovDescent: UpdateRule {
  static var memories: Int { 1 }
  let scale: Double
  let averages: Bool
  let decay: Double
  let momentum: Double

  @inline(__always) func change(_ s: Lanes, _ first: inout Lanes, _ second: inout Lanes) -> Lanes {
    first = .multiplyAdd(Lanes(repeating: momentum), first, s)
    return .multiplyAdd(Lanes(repeating: momentum), first, s)
  }
}

struct Rprop: UpdateRule {
  static var memories: Int { 2 }
  let scale: Double
  let averages: Bool
  let decay: Double
  let increase: Double
  let decrease: Double
  let smallest: Double
  let largest: Double

  @inline(__always) func change(_ s: Lanes, _ first: inout Lanes, _ second: inout Lanes) -> Lanes {
    let zero = Lanes(repeating: 0)
    let agreement = s * first
    let longer = numerics_least(second * increase, Lanes(repeating: largest))
    let shorter = numerics_greatest(second * decrease, Lanes(repeating: smallest))
    second = second.replacing(with: longer, where: agreement .> zero)
    second.replace(with: shorter, where: agreement .< zero)
    first = s.replacing(with: zero, where: agreement .< zero)
    let change = (0 * first).replacing(with: second, where: first .> zero)
    return change.replacing(with: -second, where: first .< zero)
  }
}

struct Quickprop: UpdateRule {
  static var memories: Int { 2 }
  let scale: Double
  let averages: Bool
  let decay: Double
  let learningRate: Double
  let growth: Double

  @inline(__always) func change(_ s: Lanes, _ first: inout Lanes, _ second: inout Lanes) -> Lanes {
    let zero = Lanes(repeating: 0)
    let last = first
    let direction = zero.replacing(with: Lanes(repeating: 1), where: last .> zero)
      .replacing(with: Lanes(repeating: -1), where: last .< zero)
    let limit = growth / (1 + growth) * second
    let parabola = last * s / (second - s)
    var change = parabola.replacing(with: growth * last, where: direction * s .>= direction * limit)
    change.replace(with: zero, where: direction .== zero)
    let descends = (direction .== zero) .| (direction * s .> zero)
    change = change.replacing(with: change + learningRate * s, where: descends)
    first = change
    second = s
    return change
  }
}

struct Adam: UpdateRule {
  static var memories: Int { 2 }
  let scale: Double
  let averages: Bool
  let decay: Double
  let learningRate: Double
  let beta1: Double
  let beta2: Double
  let epsilon: Double
  /// The updates so far.
  var updates: Int
  private var firstCorrection = 1.0
  private var secondCorrection = 1.0

  init(
    scale: Double, averages: Bool, decay: Double, learningRate: Double, beta1: Double, beta2: Double,
    epsilon: Double, updates: Int
  ) {
    self.scale = scale
    self.averages = averages
    self.decay = decay
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.updates = updates
  }

  mutating func beginUpdate() {
    updates += 1
    firstCorrection = 1 / (1 - Elementary.power(beta1, Double(updates)))
    secondCorrection = 1 / (1 - Elementary.power(beta2, Double(updates)))
  }

  @inline(__always) func change(_ s: Lanes, _ first: inout Lanes, _ second: inout Lanes) -> Lanes {
    first = beta1 * first + (1 - beta1) * s
    second = beta2 * second + (1 - beta2) * s * s
    return learningRate * firstCorrection * first
      / (numerics_square_root(secondCorrection * second) + epsilon)
  }
}
