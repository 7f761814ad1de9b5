/// The symbols of groups of points, which differ in shape as well as in colour. After six groups they repeat,
/// as hollow symbols.
enum Symbol {
  static func mark(_ number: Int, _ colour: Paint, at spot: Spot, radius: Double, tip: String?) -> Mark {
    let isHollow = number % 12 >= 6
    let paint = isHollow ? .card : colour
    let edge =
      isHollow
      ? Stroke(paint: colour, width: radius < 4 ? 1.3 : 2)
      : Stroke(paint: .card, width: radius < 4 ? 1.2 : 1.8)
    let r = isHollow ? radius * 0.9 : radius
    switch number % 6 {
    case 0: return .circle(centre: spot, radius: r, fill: paint, edge, tip: tip)
    case 1:
      let box = Box(x: spot.x - r * 0.9, y: spot.y - r * 0.9, width: r * 1.8, height: r * 1.8)
      return .rectangle(box, fill: paint, edge, radius: 0, tip: tip)
    case 2: return polygon([(0, -1.25), (1.1, 0.75), (-1.1, 0.75)], spot, r, paint, edge, tip)
    case 3: return polygon([(0, -1.3), (1.1, 0), (0, 1.3), (-1.1, 0)], spot, r, paint, edge, tip)
    case 4: return polygon([(0, 1.25), (1.1, -0.75), (-1.1, -0.75)], spot, r, paint, edge, tip)
    default:
      let arm = 0.38
      let corners = [
        (-arm, -1.2), (arm, -1.2), (arm, -arm), (1.2, -arm), (1.2, arm), (arm, arm), (arm, 1.2), (-arm, 1.2),
        (-arm, arm), (-1.2, arm), (-1.2, -arm), (-arm, -arm),
      ]
      return polygon(corners, spot, r, paint, edge, tip)
    }
  }

  private static func polygon(
    _ corners: [(Double, Double)], _ spot: Spot, _ r: Double, _ paint: Paint, _ edge: Stroke, _ tip: String?
  ) -> Mark {
    .path(corners.map { Spot(spot.x + $0.0 * r, spot.y + $0.1 * r) }, edge, fill: paint, tip: tip)
  }
}
