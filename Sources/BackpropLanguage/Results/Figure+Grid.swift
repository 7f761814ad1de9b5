import Backprop

extension Figure {
  /// Matrices as cells: a Hinton diagram, activations, a confusion table.
  public struct Grid: Equatable, Sendable {
    public var style: Style
    public var panels: [Panel]
    public var notes: [String]

    public enum Style: Equatable, Sendable {
      /// Squares whose area is the weight: white positive, black negative.
      case hinton
      /// Shades of values from 0 to 1 (or -1 to 1, or as far as they go).
      case heat
      /// Whole numbers, the diagonal being right.
      case counts
    }

    public struct Panel: Equatable, Sendable {
      public var title: String
      /// What rows and columns are: `from`, `to`; `pattern`, `unit`.
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

  /// Small pictures in shades, with a caption each.
  public struct ImageSheet: Equatable, Sendable {
    public var rows: Int
    public var columns: Int
    public var images: [Image]
    /// How many there are, of which `images` may be the first.
    public var count: Int

    public struct Image: Equatable, Sendable {
      /// rows × columns, row after row.
      public var values: [Double]
      public var caption: String
      /// Set apart from the others: an error of the network.
      public var isMarked: Bool

      public init(values: [Double], caption: String, isMarked: Bool = false) {
        self.values = values
        self.caption = caption
        self.isMarked = isMarked
      }
    }

    /// count: nil where the images are all there are.
    public init(rows: Int, columns: Int, images: [Image], count: Int? = nil) {
      self.rows = rows
      self.columns = columns
      self.images = images
      self.count = count ?? images.count
    }
  }
}
