import Backprop

/// The state of training, to be shown while it runs and once at its end.
public struct TrainingReport: Equatable, Sendable {
  /// The number of complete epochs, and the maximum number.
  public var epoch: Int
  public var epochs: Int
  /// The error shown, in the handout's terms: `total E` or `mean E`.
  public var errorName: String
  /// That error over the last complete epoch; nil before the first one is complete.
  public var error: Double?
  /// Epochs per second, and the seconds left at that speed; nil if not yet known.
  public var speed: Double?
  public var secondsLeft: Double?
  /// The number of epochs before it that this training continues; `curve` begins after them, at 1.
  public var epochsBefore = 0
  /// The curve so far.
  public var curve: [Point]
  /// The end of training in one sentence; nil while it runs.
  public var ending: String?
  /// If many trainings run at once: the number of finished ones. The epochs are then those of all trainings
  /// together.
  public var sweep: SweepPart?

  public struct SweepPart: Equatable, Sendable {
    public var done: Int
    public var runs: Int
    /// The curves of the finished trainings.
    public var curves: [[Point]]

    public init(done: Int, runs: Int, curves: [[Point]]) {
      self.done = done
      self.runs = runs
      self.curves = curves
    }
  }

  public struct Point: Equatable, Sendable {
    public var epoch: Int
    public var error: Double
    public init(epoch: Int, error: Double) {
      self.epoch = epoch
      self.error = error
    }
  }

  public init(
    epoch: Int, epochs: Int, errorName: String = "total E", error: Double? = nil, speed: Double? = nil,
    secondsLeft: Double? = nil, curve: [Point] = [], ending: String? = nil,
    sweep: SweepPart? = nil
  ) {
    self.epoch = epoch
    self.epochs = epochs
    self.errorName = errorName
    self.error = error
    self.speed = speed
    self.secondsLeft = secondsLeft
    self.curve = curve
    self.ending = ending
    self.sweep = sweep
  }
}
