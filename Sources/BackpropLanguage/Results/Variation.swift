/// What `vary` shows: the results of the same lines for many values, as one figure with sliders.
public struct Variation: Equatable, Sendable {
  public var title: String
  /// One for each thing that varies.
  public var sliders: [Slider]
  /// The results for every combination of the sliders' values; those of the last slider change fastest.
  public var positions: [Position]
  /// What is tabulated of each position.
  public var columns: [String]
  public var formats: [Figure.Format]
  /// The scales that the positions have in common; a position between them takes them, too.
  public let scales: FigureScales
  /// What is run at a position, also at one between those above.
  public let cell: VariedCell

  /// A thing that varies, and its values in order.
  public struct Slider: Equatable, Sendable {
    /// As it was typed: `w_i1j1`.
    public var name: String
    public var values: [Double]
    /// Whether any value between the first and the last may be taken, in steps of this size; nil: only the
    /// values.
    public var step: Double?
    /// The place of the value that it begins with.
    public var start: Int

    /// The values as they are shown, with the digits that they have.
    public var labels: [String] { values.map { Variation.label($0) } }
  }

  /// What the lines show for one value of each slider.
  public struct Position: Equatable, Sendable {
    public var values: [Double]
    public var results: [CellResult]
    /// The number for each of the columns; nil where there is none.
    public var numbers: [Double?]
    /// Why the lines could not be run to their end; nil if they could.
    public var failure: String?
  }

  /// A value of a slider as it is shown.
  public static func label(_ value: Double) -> String {
    Numeral(value, digits: 12).withoutTrailingZeros.text
  }

  /// The place, among the positions, of those values of the sliders.
  public func place(_ places: [Int]) -> Int {
    zip(sliders, places).reduce(0) { $0 * $1.0.values.count + $1.1 }
  }

  /// Every combination of one item of each list; those of the last list change fastest.
  public static func combinations<Item>(of lists: [[Item]]) -> [[Item]] {
    lists.reduce([[]]) { found, list in found.flatMap { before in list.map { before + [$0] } } }
  }

  /// The position that is shown first, and as a still.
  public var start: Position? {
    let place = place(sliders.map { $0.start })
    return positions.indices.contains(place) ? positions[place] : positions.first
  }
}

extension Variation.Position {
  /// Its figures in order; those that stand side by side one by one.
  public var figures: [Figure] {
    results.flatMap { if case .figure(let figure) = $0.content { figure.parts } else { [Figure]() } }
  }
}
