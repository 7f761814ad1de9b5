/// A setting that changes from epoch to epoch: η 0.5 / (1 + n/100).
public struct Schedule: Equatable, Sendable {
  /// The formula in n as it is shown; schedules with the same formula are equal.
  public let formula: String
  private let value: @Sendable (Double) -> Double

  /// A schedule. value: of an epoch n, from 1.
  public init(_ formula: String, value: @escaping @Sendable (_ epoch: Double) -> Double) {
    self.formula = formula
    self.value = value
  }

  /// The value in an epoch, from 1; NaN where the formula gives a negative number, so that training ends as
  /// if it had diverged.
  public func value(inEpoch epoch: Int) -> Double {
    let value = value(Double(epoch))
    return value >= 0 ? value : .nan
  }

  public static func == (a: Schedule, b: Schedule) -> Bool { a.formula == b.formula }
}

/// The settings that change from epoch to epoch.
public struct Schedules: Equatable, Sendable {
  /// η; nil if it stays the same.
  public var learningRate: Schedule?
  /// α; nil if it stays the same.
  public var momentum: Schedule?
  /// β; nil if it stays the same.
  public var decay: Schedule?

  /// Schedules of some settings.
  public init(learningRate: Schedule? = nil, momentum: Schedule? = nil, decay: Schedule? = nil) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.decay = decay
  }
}

extension TrainingOptions {
  /// Whether a setting changes from epoch to epoch.
  var isScheduled: Bool { schedules != Schedules() }

  /// The settings of an epoch, counted from 1 over all calls of a trainer.
  func inEpoch(_ epoch: Int) -> TrainingOptions {
    guard isScheduled else { return self }
    var options = self
    options.learningRate = schedules.learningRate?.value(inEpoch: epoch) ?? learningRate
    options.momentum = schedules.momentum?.value(inEpoch: epoch) ?? momentum
    options.decay = schedules.decay?.value(inEpoch: epoch) ?? decay
    return options
  }
}
