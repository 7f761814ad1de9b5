import Backprop

/// How training goes, to be shown while it does and once at its end.
public struct TrainingReport: Equatable, Sendable {
  /// Whole epochs done, and how many there are to be at most.
  public var epoch: Int
  public var epochs: Int
  /// Which error is shown, as the handout's readers know it: `total E` or `mean E`.
  public var errorName: String
  /// That error over the last whole epoch; nil before there is one.
  public var error: Double?
  /// Epochs a second and the seconds left at that speed; nil where nothing is known yet.
  public var speed: Double?
  public var secondsLeft: Double?
  /// The curve so far.
  public var curve: [Point]
  /// How it ended, in one sentence; nil while it runs.
  public var ending: String?
  /// Where many trainings run at once: how many are over. The epochs are then those of all of them.
  public var sweep: SweepPart?

  public struct SweepPart: Equatable, Sendable {
    public var done: Int
    public var runs: Int
    /// The curves of those that are over.
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
