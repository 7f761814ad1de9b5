import BackpropLanguage

/// A figure as an element of a page: its SVG as an image that scrolls if there is little room, so that its
/// text stays readable; an image map that shows the exact numbers under the pointer; and the same numbers
/// below, folded, for the keyboard and for fingers. There is no script; in an untrusted page, only the image
/// and the numbers remain.
struct FigureHTML {
  /// This keeps a page small: of more places than this, the lowest ones are left out.
  private static let mostAreas = 1000
  /// The distance from a thin line at which the pointer counts as on it, in pixels.
  private static let reach = 4.0
  /// How far the middle of such an area may be from the line.
  private static let tolerance = 1.5
  private static let mostLines = 200

  /// An image adopts the colour scheme of its page if the page declares one; exported pages do not do so by
  /// themselves.
  static let style =
    "<style>[data-jp-theme-light=\"false\"] .bp-image{color-scheme:dark}"
    + "[data-jp-theme-light=\"true\"] .bp-image{color-scheme:light}"
    + ScrollBox.rules + ".bp-x>img,.bp-x>svg{flex:none;max-width:none;height:auto}"
    + ".bp-x .bp-wide{width:100%;max-height:94vh;object-fit:contain}"
    + ".bp-m summary{cursor:pointer;font-size:.92em}.bp-m pre{max-height:20em;overflow:auto}"
    + "@media print{.bp-x>img,.bp-x>svg{max-width:100%}.bp-m{display:none}}</style>"

  /// Elements of a page side by side where there is room, otherwise one below the other.
  static func row(_ parts: [(html: String, isWide: Bool)]) -> String {
    let items = parts.map { part in
      "<div style=\"max-width:100%;flex:\(part.isWide ? "1 1 24em" : "none")\">\(part.html)</div>"
    }
    return "<div class=\"bp-row\" style=\"display:flex;flex-wrap:wrap;gap:.4em;align-items:flex-start\">"
      + items.joined() + "</div>"
  }

  /// svg: the picture, if a script makes it a part of the page, which then has to tell what it shows.
  static func html(_ drawing: Drawing, svg: String? = nil) -> String {
    let svg = svg ?? SVGWriter.image(drawing)
    // The topmost mark comes first, because the first area that contains the pointer counts.
    let isRead = drawing.hasStretches
    let map = drawing.marks.reversed().flatMap { areas($0, 0, 0, alongLines: !isRead) }.prefix(mostAreas)
    let name = "bpm-" + FNV.hash(svg + drawing.alternative)
    let lines = drawing.lines(atMost: mostLines)
    // A picture that is scaled has no places for the pointer: maps do not scale.
    let hasMap = !map.isEmpty && !drawing.isWide
    return style
      + "<div class=\"bp-x\" tabindex=\"0\" role=\"group\" aria-label=\"\(HTMLText.escaped(drawing.title))\">"
      + "<img class=\"bp-image\(drawing.isWide ? " bp-wide" : "")\" "
      + "alt=\"\(HTMLText.escaped(drawing.alternative))\" "
      + "src=\"data:image/svg+xml;base64,\(Base64.text(Array(svg.utf8)))\""
      + (hasMap ? " usemap=\"#\(name)\"" : "")
      + (drawing.isWide ? " style=\"min-width:\(SVGWriter.number(drawing.width))px\"" : "") + "></div>"
      + (hasMap ? "<map name=\"\(name)\">\(map.joined())</map>" : "")
      + (lines.isEmpty
        ? ""
        : "<details class=\"bp-m\"><summary>The numbers</summary>"
          + "<pre tabindex=\"0\" role=\"group\" aria-label=\"The numbers\">"
          + HTMLText.escaped(lines.joined(separator: "\n")) + "</pre></details>")
  }

  /// alongLines: whether a line has an area of its own; it needs none where its stretches have.
  private static func areas(_ mark: Mark, _ x: Double, _ y: Double, alongLines: Bool) -> [String] {
    func area(_ shape: String, _ numbers: [Double], _ tip: String) -> [String] {
      let coordinates = numbers.map { String(Int(min(max($0, -1e6), 1e6).rounded())) }.joined(separator: ",")
      return ["<area shape=\"\(shape)\" coords=\"\(coordinates)\" title=\"\(HTMLText.escaped(tip))\">"]
    }
    switch mark {
    case .group(let dx, let dy, let marks):
      return marks.reversed().flatMap { areas($0, x + dx, y + dy, alongLines: alongLines) }
    case .part(_, let marks): return marks.reversed().flatMap { areas($0, x, y, alongLines: alongLines) }
    case .circle(let centre, let radius, _, _, .some(let tip)):
      return area("circle", [centre.x + x, centre.y + y, max(radius, reach)], tip)
    case .rectangle(let box, _, _, _, .some(let tip)):
      return area("rect", [box.x + x, box.y + y, box.right + x, box.bottom + y], tip)
    case .line(let from, let to, _, .some(let tip)):
      return area("poly", outline([from, to], x, y), tip)
    case .path(let spots, _, nil, .some(let tip)) where alongLines && spots.count > 1:
      return area("poly", outline(spots, x, y), tip)
    case .stretch(let spots, let tip): return area("poly", outline(spots, x, y), tip)
    case .path(let spots, _, .some, .some(let tip)):
      return area("poly", spots.flatMap { [$0.x + x, $0.y + y] }, tip)
    case .circle, .rectangle, .line, .path, .segments, .text, .shades: return []
    }
  }

  /// The outline of a line, with some room on both sides.
  private static func outline(_ spots: [Spot], _ x: Double, _ y: Double) -> [Double] {
    let spots = Polyline.straightened(spots, tolerance: tolerance)
    var near: [Double] = []
    var far: [Double] = []
    for place in spots.indices {
      let before = spots[max(place - 1, 0)]
      let after = spots[min(place + 1, spots.count - 1)]
      let (dx, dy) = (after.x - before.x, after.y - before.y)
      let length = (dx * dx + dy * dy).squareRoot()
      let (across, down) = length > 0 ? (-dy / length * reach, dx / length * reach) : (reach, 0)
      near += [spots[place].x + x + across, spots[place].y + y + down]
      far = [spots[place].x + x - across, spots[place].y + y - down] + far
    }
    return near + far
  }
}

/// The 64-bit FNV-1a hash (Fowler, Noll and Vo), to distinguish the figures of a page.
enum FNV {
  static func hash(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 36)
  }
}
