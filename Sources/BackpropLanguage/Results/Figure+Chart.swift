extension Figure {
  /// Anything over two axes: error curves, a transfer function, patterns and a boundary between them, an
  /// error surface.
  public struct Chart: Equatable, Sendable {
    public var x: Axis
    public var y: Axis
    /// Values over the plane, behind everything else.
    public var field: Field?
    public var curves: [Curve]
    public var points: [PointGroup]
    public var markers: [Marker]
    /// What a reader should know besides, one line each.
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
    /// What is measured: `epoch`, `total E = Σ ½ Σ_k (t_k - y_k)²`, `w_i1j1`.
    public var label: String
    public var isLogarithmic: Bool
    /// Shown whatever the data are; nil: the data decide.
    public var range: ClosedRange<Double>?

    public init(_ label: String, isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil) {
      self.label = label
      self.isLogarithmic = isLogarithmic
      self.range = range
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

  /// Points joined in their order; curves of one name look alike.
  public struct Curve: Equatable, Sendable {
    public var name: String
    public var points: [Point]
    /// A way through the plane, whose beginning and end are marked, rather than a function of x.
    public var isPath: Bool

    public init(name: String, points: [Point], isPath: Bool = false) {
      self.name = name
      self.points = points
      self.isPath = isPath
    }
  }

  /// Points that belong together, such as the patterns of a class.
  public struct PointGroup: Equatable, Sendable {
    public var name: String
    public var points: [Point]
    /// What each is, for its tooltip; empty or one a point.
    public var labels: [String]
    /// How many there are, of which `points` may be a sample.
    public var count: Int

    /// count: nil where the points are all there are.
    public init(name: String, points: [Point], labels: [String] = [], count: Int? = nil) {
      self.name = name
      self.points = points
      self.labels = labels
      self.count = count ?? points.count
    }
  }

  /// One place worth pointing at.
  public struct Marker: Equatable, Sendable {
    public var point: Point
    public var label: String
    /// Another place that belongs to it, such as the slope to an output; a line joins the two.
    public var partner: Point?
    /// Whether the label is written beside it, and not only where the pointer rests.
    public var showsLabel: Bool

    public init(_ point: Point, label: String, partner: Point? = nil, showsLabel: Bool = true) {
      self.point = point
      self.label = label
      self.partner = partner
      self.showsLabel = showsLabel
    }
  }

  /// Values at columns × rows points of the plane, evenly apart, from one end of each range to the other.
  public struct Field: Equatable, Sendable {
    public var x: ClosedRange<Double>
    public var y: ClosedRange<Double>
    public var columns: Int
    public var rows: Int
    /// Row after row from the lowest y, each from the lowest x.
    public var values: [Double]
    /// What is shown: `y_k1`, `total E`.
    public var label: String
    public var scale: Scale

    public enum Scale: Equatable, Sendable {
      /// Two sides of a level, which is drawn as a line: a decision boundary.
      case sides(of: Double)
      /// The largest of several: the cell's value is the number of a class, whose names are given.
      case classes([String])
      /// From low to high, with contour lines.
      case height
    }

    public init(
      x: ClosedRange<Double>, y: ClosedRange<Double>, columns: Int, rows: Int, values: [Double],
      label: String,
      scale: Scale
    ) {
      self.x = x
      self.y = y
      self.columns = columns
      self.rows = rows
      self.values = values
      self.label = label
      self.scale = scale
    }
  }
}
