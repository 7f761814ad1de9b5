import Backprop

extension Figure {
  /// Matrices as cells: a Hinton diagram, activations, a confusion table.
  public struct Grid: Equatable, Sendable {
    public var style: Style
    public var panels: [Panel]
    public var notes: [String]
    /// The value of the strongest shade; nil: that of the largest one, and at least 1. The frames of an
    /// animation share it.
    public var greatest: Double?

    public enum Style: Equatable, Sendable {
      /// Squares whose area is the weight: full blue positive, hollow orange negative.
      case hinton
      /// Shades for values from 0 to 1 (or -1 to 1, or over their actual range).
      case heat
      /// Whole numbers; the diagonal is the correct answers.
      case counts
    }

    public struct Panel: Equatable, Sendable {
      public var title: String
      /// The meaning of rows and columns: `from`, `to`; `pattern`, `unit`.
      public var rowName: String
      public var columnName: String
      public var rowLabels: [String]
      public var columnLabels: [String]
      public var values: Matrix

      public init(
        title: String, rowName: String, columnName: String, rowLabels: [String], columnLabels: [String],
        values: Matrix
      ) {
        self.title = title
        self.rowName = rowName
        self.columnName = columnName
        self.rowLabels = rowLabels
        self.columnLabels = columnLabels
        self.values = values
      }
    }

    public init(style: Style, panels: [Panel], notes: [String] = []) {
      self.style = style
      self.panels = panels
      self.notes = notes
    }
  }

  /// Small greyscale pictures, each with a caption.
  public struct ImageSheet: Equatable, Sendable {
    public var rows: Int
    public var columns: Int
    public var images: [Image]
    /// The total number of images; `images` may hold only the first ones.
    public var count: Int

    public struct Image: Equatable, Sendable {
      /// rows × columns, row by row.
      public var values: [Double]
      public var caption: String
      /// Whether it is highlighted as an error of the network.
      public var isMarked: Bool

      public init(values: [Double], caption: String, isMarked: Bool = false) {
        self.values = values
        self.caption = caption
        self.isMarked = isMarked
      }
    }

    /// count: nil if these are all images.
    public init(rows: Int, columns: Int, images: [Image], count: Int? = nil) {
      self.rows = rows
      self.columns = columns
      self.images = images
      self.count = count ?? images.count
    }
  }
}
