import Backprop
import BackpropLanguage

/// The positions of the units of a network: layers from left to right, units from top to bottom, with large
/// layers thinned out.
struct NetworkLayout {
  /// A circle of the picture.
  struct Unit: Equatable {
    /// The unit's place in the layer, from 0; nil for the bias unit.
    var unit: Int?
    var centre: Spot
  }

  let layers: [[Unit]]
  /// The position of the ⋮ that stands for omitted units, by layer.
  let gaps: [Spot?]
  let radius: Double
  /// The distance between neighbouring layers.
  let step: Double
  let width: Double
  let height: Double
  /// The bottom edge of the lowest circle.
  let bottom: Double

  static let mostUnits = 14
  /// If a layer has more units than this, including its bias unit, there is no room for numbers around them.
  private static let mostLabelled = 9
  private static let headRoom = 54.0
  /// The size of a bias unit relative to the others.
  static let biasShare = 0.72
  /// The height of a label above or below a unit, and its distance from the circle.
  static let labelHeight = 16.0
  private static let labelGap = (above: 2.0, below: 5.0)

  /// Whether there are too many units for numbers.
  var isCrowded: Bool { radius < 20 }

  /// isSmall: the diagram is next to another figure. hasNumbers, hasDeltas, hasTargets, hasChanges: what is
  /// written around the units and on the lines.
  init(
    _ network: Network, isSmall: Bool = false, hasNumbers: Bool = true, hasDeltas: Bool = false,
    hasTargets: Bool = false, hasChanges: Bool = false
  ) {
    var shown: [[Int?]] = []
    for (place, layer) in network.layers.enumerated() {
      // A negative number stands for the bias unit, nil for the gap.
      var units = TableGrid.places(layer.units, atMost: Self.mostUnits)
      if network.bias != nil, place < network.layers.count - 1 { units.insert(-1, at: 0) }
      shown.append(units)
    }
    let most = shown.map { $0.count }.max() ?? 1
    let radius = most <= 5 ? 24.0 : most <= Self.mostLabelled ? 20 : 14
    var spacing = most <= 3 ? 104.0 : most <= 5 ? 88 : most <= 8 ? 62 : 44
    if most <= Self.mostLabelled {
      // The labels above one unit and below the next, plus a little space between them.
      var pitch = 2 * radius + 10
      if hasNumbers { pitch += Self.labelGap.above + Self.labelHeight }
      if hasDeltas { pitch += Self.labelGap.below + Self.labelHeight }
      spacing = max(spacing, pitch)
    }
    // A weight with its change needs as much height again.
    if hasChanges, most <= 3 { spacing += 20 }
    let count = network.layers.count
    let wide = isSmall ? 160.0 : hasChanges ? 264 : hasNumbers ? 250 : 210
    // Four or five layers fill the width of a page; more layers are no closer together than that.
    let step = count <= 3 ? wide : min(max(596 / Double(count - 1), 149), wide)
    let left = Layout.margin + (isSmall ? 40 : 48)
    let top = Layout.top + Self.headRoom
    let plotHeight = spacing * Double(most - 1) + 2 * radius
    var layers: [[Unit]] = []
    var gaps: [Spot?] = []
    for (place, units) in shown.enumerated() {
      let x = left + step * Double(place)
      let start = top + (plotHeight - spacing * Double(units.count - 1)) / 2
      var row: [Unit] = []
      var gap: Spot?
      for (number, unit) in units.enumerated() {
        let centre = Spot(x, start + spacing * Double(number))
        if let unit {
          row.append(Unit(unit: unit < 0 ? nil : unit, centre: centre))
        } else {
          gap = centre
        }
      }
      layers.append(row)
      gaps.append(gap)
    }
    self.layers = layers
    self.gaps = gaps
    self.radius = radius
    self.step = step
    width = left + step * Double(count - 1) + (isSmall && !hasTargets ? 56 : hasNumbers ? 146 : 100)
    bottom = top + plotHeight
    let skips = network.projections.contains { $0.target - $0.source > 1 }
    height = bottom + 36 + (hasDeltas && radius >= 20 ? 16 : 0) + (skips ? 50 : 0)
  }
  /// A straight line, or one that passes below the layers that it skips.
  func route(_ from: Spot, _ to: Spot, skips: Bool) -> [Spot] {
    guard skips else { return [from, to] }
    let low = bottom * 2 + 92 - (from.y + to.y) / 2
    let control = Spot((from.x + to.x) / 2, low)
    return (0...24).map { place in
      let t = Double(place) / 24
      let s = 1 - t
      return Spot(
        s * s * from.x + 2 * s * t * control.x + t * t * to.x,
        s * s * from.y + 2 * s * t * control.y + t * t * to.y)
    }
  }
}
