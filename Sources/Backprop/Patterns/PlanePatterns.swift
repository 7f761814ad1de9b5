/// Sets of points in the plane in two classes, of which straight lines divide only the last: two inputs, and
/// one target, 0 or 1. Points of both classes take turns.
public enum PlanePatterns: String, Sendable, CaseIterable {
  /// Two half circles of radius 1, each with its end in the middle of the other. Source: `make_moons` of
  /// scikit-learn.
  case moons
  /// A circle of radius 1 around one of radius 1/2. Source: `make_circles` of scikit-learn, factor 0.5.
  case circles
  /// Two arms of 1¾ turns around each other, out to radius 1. Source: the spiral of TensorFlow Playground.
  case spiral
  /// Two clouds around (-1, -1) and (1, 1).
  case blobs

  /// How many points there may be.
  public static let counts = 2...1_000_000

  /// The standard deviation of the noise if none is given.
  public var standardNoise: Double {
    switch self {
    case .moons, .circles: 0.1
    case .spiral: 0.02
    case .blobs: 0.4
    }
  }

  /// So many points, evenly spaced along the lines of their classes, each moved by normal noise in both
  /// directions. The same seed gives the same points on every machine.
  ///
  /// noise: the standard deviation, 0 or more.
  ///
  /// Throws: `NetworkError.patternSetSize`; `.nonFinitePattern` if the noise takes a point out of the
  /// numbers.
  public func patterns(
    _ count: some BinaryInteger, noise: Double, seed: UInt64
  ) throws(NetworkError) -> PatternSet {
    guard let points = Int(exactly: count), Self.counts.contains(points) else {
      throw .patternSetSize(
        least: Self.counts.lowerBound, most: Self.counts.upperBound, size: Int64(clamping: count))
    }
    var random = RandomGenerator(seed: seed)
    var inputs: [Double] = []
    inputs.reserveCapacity(2 * points)
    for n in 0..<points {
      let isSecond = n % 2 == 1
      let (x, y) = place(n / 2, of: isSecond ? points / 2 : points - points / 2, isSecond: isSecond)
      inputs.append(x + noise * random.normal())
      inputs.append(y + noise * random.normal())
    }
    return try PatternSet(
      inputs: Matrix(rows: points, columns: 2, elements: inputs),
      targets: Matrix(rows: points, columns: 1, elements: (0..<points).map { Double($0 % 2) }))
  }

  /// Where point `n` of the `count` points of a class is without noise.
  private func place(_ n: Int, of count: Int, isSecond: Bool) -> (x: Double, y: Double) {
    let share = Double(n) / Double(max(count - 1, 1))
    switch self {
    case .moons:
      let (sine, cosine) = portableSineAndCosine(halfTurns: share)
      return isSecond ? (1 - cosine, 0.5 - sine) : (cosine, sine)
    case .circles:
      // The last point is not the first once more.
      let (sine, cosine) = portableSineAndCosine(halfTurns: 2 * Double(n) / Double(count))
      return isSecond ? (cosine / 2, sine / 2) : (cosine, sine)
    case .spiral:
      let radius = Double(n + 1) / Double(count)
      let (sine, cosine) = portableSineAndCosine(halfTurns: 3.5 * radius + (isSecond ? 1 : 0))
      return (radius * sine, radius * cosine)
    case .blobs: return isSecond ? (1, 1) : (-1, -1)
    }
  }
}

/// sin πx and cos πx for a finite x, using only addition and multiplication, so that all machines agree: x is
/// taken to the nearest quarter of a turn, which is exact, and the series of both are good to the last digits
/// there.
func portableSineAndCosine(halfTurns x: Double) -> (sine: Double, cosine: Double) {
  let quarters = (2 * x).rounded()
  let angle = Double.pi * (x - quarters / 2)
  let square = angle * angle
  // 1 - x²/(1·2) (1 - x²/(3·4) (1 - …)), from the inside; x²⁰/20! is smaller than a double's last digit.
  var (sine, cosine) = (1.0, 1.0)
  var n = 20.0
  while n >= 2 {
    cosine = 1 - square * cosine / (n * (n - 1))
    sine = 1 - square * sine / (n * (n + 1))
    n -= 2
  }
  sine *= angle
  switch quarters.remainder(dividingBy: 4) {
  case 0: return (sine, cosine)
  case 1, -3: return (cosine, -sine)
  case 2, -2: return (-sine, -cosine)
  default: return (-cosine, sine)
  }
}
