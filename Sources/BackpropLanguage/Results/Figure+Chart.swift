extension Figure {
  /// Anything over two axes: error curves, a transfer function, patterns and a boundary between them, an
  /// error surface.
  public struct Chart: Equatable, Sendable {
    public var x: Axis
    public var y: Axis
    /// Values over the plane, drawn behind everything else.
    public var field: Field?
    public var curves: [Curve]
    public var points: [PointGroup]
    public var markers: [Marker]
    /// What else a reader should know, one line each.
    public var notes: [String]

    public init(
      x: Axis, y: Axis, field: Field? = nil, curves: [Curve] = [], points: [PointGroup] = [],
      markers: [Marker] = [], notes: [String] = []
    ) {
      self.x = x
      self.y = y
      self.field = field
      self.curves = curves
      self.points = points
      self.markers = markers
      self.notes = notes
    }
  }

  public struct Axis: Equatable, Sendable {
    /// The quantity on the axis: `epoch`, `total E = Σ ½ Σ_k (t_k - y_k)²`, `w_i1j1`.
    public var label: String
    /// The quantity, if it is a formula of the network; the label is how it is written.
    var formula: Formula?
    public var isLogarithmic: Bool
    /// Whether it counts something, so that only whole numbers stand on it.
    public var isCount = false
    /// A fixed range; nil: the data determine it.
    public var range: ClosedRange<Double>?
    /// What it covers in any case, so that figures seen one after the other have the same; nil: its own data.
    public var reach: ClosedRange<Double>?

    public init(_ label: String, isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil) {
      self.label = label
      self.isLogarithmic = isLogarithmic
      self.range = range
    }

    /// The numbers of epochs.
    public static func epochs(isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil) -> Axis {
      var axis = Axis("epoch", isLogarithmic: isLogarithmic, range: range)
      axis.isCount = true
      return axis
    }

    init(_ formula: Formula, isLogarithmic: Bool = false) {
      self.init(formula.unicode, isLogarithmic: isLogarithmic)
      self.formula = formula
    }
  }

  public struct Point: Equatable, Sendable {
    public var x: Double
    public var y: Double
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// Points connected in order; curves with the same name look the same.
  public struct Curve: Equatable, Sendable {
    public var name: String
    /// What tells it apart from others of its name, for the pointer: `seed 4`.
    public var detail: String
    public var points: [Point]
    /// A path through the plane with its beginning and end marked, rather than a function of x.
    public var isPath: Bool
    /// Decides its colour and dashes, where several figures show the same runs; nil: its place in this one.
    public var number: Int?

    public init(
      name: String, detail: String = "", points: [Point], isPath: Bool = false, number: Int? = nil
    ) {
      self.name = name
      self.detail = detail
      self.points = points
      self.isPath = isPath
      self.number = number
    }
  }

  /// The side of a level, such as a target's: it decides the colour.
  public enum Side: Equatable, Sendable { case low, high }

  /// Points that belong together, such as the patterns of a class.
  public struct PointGroup: Equatable, Sendable {
    public var name: String
    /// nil for a class among several.
    public var side: Side?
    public var points: [Point]
    /// A tooltip for each point; empty, or one per point.
    public var labels: [String]
    /// The total number of points, of which `points` may be a sample.
    public var count: Int

    /// count: nil if these are all points.
    public init(
      name: String, side: Side? = nil, points: [Point], labels: [String] = [], count: Int? = nil
    ) {
      self.name = name
      self.side = side
      self.points = points
      self.labels = labels
      self.count = count ?? points.count
    }
  }

  /// A point worth marking.
  public struct Marker: Equatable, Sendable {
    public var point: Point
    public var label: String
    /// Another point that belongs to it, such as the slope for an output; a line connects the two.
    public var partner: Point?
    /// Whether the label is always written next to it, not only shown as a tooltip.
    public var showsLabel: Bool

    public init(_ point: Point, label: String, partner: Point? = nil, showsLabel: Bool = true) {
      self.point = point
      self.label = label
      self.partner = partner
      self.showsLabel = showsLabel
    }
  }

  /// Values at columns × rows evenly spaced points of the plane, from one end of each range to the other.
  public struct Field: Equatable, Sendable {
    public var x: ClosedRange<Double>
    public var y: ClosedRange<Double>
    public var columns: Int
    public var rows: Int
    /// Row by row from the lowest y, each row from the lowest x.
    public var values: [Double]
    /// Of classes, by how much the largest output exceeds the second: at each point, how sure the answer is.
    public var margins: [Double]
    /// The values that the shades cover; nil: those of this field.
    public var reach: ClosedRange<Double>?
    /// The quantity shown: `y_k1`, `total E`.
    public var label: String
    public var scale: Scale

    public enum Scale: Equatable, Sendable {
      /// The two sides of a level, which is drawn as a line: a decision boundary.
      case sides(of: Double)
      /// The largest of several outputs: each value is the number of a class, and the class names are given.
      case classes([String])
      /// From low to high, with contour lines.
      case height
    }

    public init(
      x: ClosedRange<Double>, y: ClosedRange<Double>, columns: Int, rows: Int, values: [Double],
      margins: [Double] = [], label: String, scale: Scale
    ) {
      self.x = x
      self.y = y
      self.columns = columns
      self.rows = rows
      self.values = values
      self.margins = margins
      self.label = label
      self.scale = scale
    }
  }
}
