/// Writes a drawing as self-contained SVG: no script, no font, nothing fetched. Colours are attributes, which
/// every reader supports; a style sheet changes them if the page is dark.
struct SVGWriter {
  private var out: [String] = []
  /// The roles of the paints that are used for filling and for drawing.
  private var fills: Set<String> = []
  private var strokes: Set<String> = []
  /// Whether it says in words what it shows.
  private var tells = true

  static func svg(_ drawing: Drawing) -> String {
    var writer = SVGWriter()
    return writer.picture(drawing, description: drawing.alternative)
  }

  /// For an image of a page, which can tell nothing: the page does.
  static func image(_ drawing: Drawing) -> String {
    var writer = SVGWriter()
    writer.tells = false
    return writer.picture(drawing, description: "")
  }

  /// Pictures for a page that has `style` once: without their data, which their marks tell.
  struct Shared {
    private var writer = SVGWriter()

    mutating func svg(_ drawing: Drawing) -> String {
      writer.out = []
      return writer.picture(drawing, description: drawing.description, hasStyle: false)
    }

    /// That of all pictures so far.
    var style: String { writer.style }
  }

  private mutating func picture(_ drawing: Drawing, description: String, hasStyle: Bool = true) -> String {
    let card = Box(x: 0.5, y: 0.5, width: drawing.width - 1, height: drawing.height - 1)
    mark(.rectangle(card, fill: .card, Stroke(paint: .rule, width: 1), radius: 6, tip: nil))
    for mark in drawing.marks { self.mark(mark) }
    let width = Self.number(drawing.width)
    let height = Self.number(drawing.height)
    // White space is significant, because a label's runs begin and end with it.
    let sheet = hasStyle ? "\n<style type=\"text/css\">\(style)</style>" : ""
    let classes = drawing.isWide ? "bp-figure bp-wide" : "bp-figure"
    let title = "<title>\(HTMLText.escaped(drawing.title))</title>\n"
    let words = tells ? title + "<desc>\(HTMLText.escaped(description))</desc>" : ""
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" class="\(classes)" \
      width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" xml:space="preserve" role="img" \
      stroke-linejoin="round" font-family="DejaVu Sans, Verdana, Arial, sans-serif">
      \(words)\(sheet)

      """
    return head + out.joined() + "</svg>\n"
  }

  /// A drawing as part of a page, without a card: in the page's font, and with no separate colours for a dark
  /// page.
  static func inline(_ drawing: Drawing) -> String {
    var writer = SVGWriter()
    for mark in drawing.marks { writer.mark(mark) }
    let width = number(drawing.width)
    let height = number(drawing.height)
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" \
      height="\(height)" role="img" aria-label="\(HTMLText.escaped(drawing.title))" \
      stroke-linejoin="round" style="display:block;max-width:100%;height:auto" font-family="inherit">

      """
    return head + writer.out.joined() + "</svg>"
  }

  /// The colours of the paints that were used, light and dark. A picture in a page of JupyterLab, or in one
  /// exported from it, follows the theme of that page; any other picture follows the reader's preference. The
  /// names have a common prefix and mean the same in every figure, because an exported page holds many
  /// figures.
  private var style: String {
    var light = ""
    var dark = ""
    var rules = ""
    for role in Palette.roles where fills.contains(role.name) || strokes.contains(role.name) {
      light += "--bp-\(role.name):\(Palette.light.text(role.paint));"
      dark += "--bp-\(role.name):\(Palette.dark.text(role.paint));"
      if fills.contains(role.name) { rules += ".bpf-\(role.name){fill:var(--bp-\(role.name))}" }
      if strokes.contains(role.name) { rules += ".bps-\(role.name){stroke:var(--bp-\(role.name))}" }
    }
    return ".bp-figure,[data-jp-theme-light=\"true\"] .bp-figure{\(light)}"
      + "@media screen and (prefers-color-scheme:dark){.bp-figure{\(dark)}}"
      + "@media screen{[data-jp-theme-light=\"false\"] .bp-figure{\(dark)}}" + rules
  }

  private mutating func mark(_ mark: Mark) {
    switch mark {
    case .line(let from, let to, let stroke, let tip):
      element(
        "line",
        " x1=\"\(Self.number(from.x))\" y1=\"\(Self.number(from.y))\" x2=\"\(Self.number(to.x))\" "
          + "y2=\"\(Self.number(to.y))\"", fill: nil, stroke, tip)
    case .path(let spots, let stroke, let fill, let tip):
      element(
        "path", " d=\"\(PathData.line(spots))\(fill == nil ? "" : "Z")\"", fill: fill ?? Paint?.none, stroke,
        tip,
        isPath: true)
    case .segments(let spots, let stroke):
      element(
        "path", " d=\"\(PathData.segments(spots))\"", fill: nil, stroke, nil, isPath: true)
    case .circle(let centre, let radius, let fill, let stroke, let tip):
      element(
        "circle",
        " cx=\"\(Self.number(centre.x))\" cy=\"\(Self.number(centre.y))\" r=\"\(Self.number(radius))\"",
        fill: fill, stroke, tip, isPath: true)
    case .rectangle(let box, let fill, let stroke, let radius, let tip):
      let corner = radius > 0 ? " rx=\"\(Self.number(radius))\"" : ""
      element(
        "rect",
        " x=\"\(Self.number(box.x))\" y=\"\(Self.number(box.y))\" width=\"\(Self.number(box.width))\" "
          + "height=\"\(Self.number(box.height))\"\(corner)", fill: fill, stroke, tip, isPath: true)
    case .text(let label, let spot, let size, let anchor, let paint, let bold):
      text(label, spot, size, anchor, paint, bold)
    case .shades(let box, let columns, let rows, let pixels, let tints):
      shades(
        box, columns, rows, IndexedPNG.bytes(width: columns, height: rows, pixels: pixels, tints: tints))
    case .group(let x, let y, let marks):
      out.append("<g transform=\"translate(\(Self.number(x)) \(Self.number(y)))\">\n")
      for mark in marks { self.mark(mark) }
      out.append("</g>\n")
    case .stretch: break
    case .part(let key, let marks):
      out.append("<g data-k=\"\(key)\">\n")
      for mark in marks { self.mark(mark) }
      out.append("</g>\n")
    }
  }

  private mutating func element(
    _ name: String, _ geometry: String, fill: Paint?, _ stroke: Stroke?, _ tip: String?, isPath: Bool = false
  ) {
    var classes: [String] = []
    var attributes = geometry
    if let fill {
      attributes += " fill=\"\(Self.colour(fill))\""
      if let role = Self.role(fill) {
        classes.append("bpf-" + role)
        fills.insert(role)
      }
    } else if isPath {
      attributes += " fill=\"none\""
    }
    if let stroke {
      attributes +=
        " stroke=\"\(Self.colour(stroke.paint))\" stroke-width=\"\(Self.number(stroke.width))\""
      if let role = Self.role(stroke.paint) {
        classes.append("bps-" + role)
        strokes.insert(role)
      }
      if !stroke.dashes.isEmpty {
        attributes +=
          " stroke-dasharray=\"" + stroke.dashes.map { Self.number($0) }.joined(separator: " ") + "\""
      }
      if stroke.opacity < 1 { attributes += " stroke-opacity=\"\(Self.number(stroke.opacity))\"" }
    }
    if !classes.isEmpty { attributes += " class=\"" + classes.joined(separator: " ") + "\"" }
    if let tip, tells {
      out.append("<\(name)\(attributes)><title>\(HTMLText.escaped(tip))</title></\(name)>\n")
    } else {
      out.append("<\(name)\(attributes)/>\n")
    }
  }

  /// The picture extends half a pixel beyond the box on each side; the inner frame clips that off.
  private mutating func shades(_ box: Box, _ columns: Int, _ rows: Int, _ png: [UInt8]) {
    guard columns > 1, rows > 1, !png.isEmpty else { return }
    out.append(
      "<svg x=\"\(Self.number(box.x))\" y=\"\(Self.number(box.y))\" width=\"\(Self.number(box.width))\" "
        + "height=\"\(Self.number(box.height))\" viewBox=\"0.5 0.5 \(columns - 1) \(rows - 1)\" "
        + "preserveAspectRatio=\"none\"><image width=\"\(columns)\" height=\"\(rows)\" "
        + "preserveAspectRatio=\"none\" "
        + "xlink:href=\"data:image/png;base64,\(Base64.text(png))\"/></svg>\n")
  }

  private mutating func text(
    _ label: Label, _ spot: Spot, _ size: Double, _ anchor: Anchor, _ paint: Paint, _ bold: Bool
  ) {
    var attributes =
      " x=\"\(Self.number(spot.x))\" y=\"\(Self.number(spot.y))\" font-size=\"\(Self.number(size))\""
    attributes += " fill=\"\(Self.colour(paint))\""
    if let role = Self.role(paint) {
      attributes += " class=\"bpf-\(role)\""
      fills.insert(role)
    }
    if anchor != .start { attributes += " text-anchor=\"\(anchor == .middle ? "middle" : "end")\"" }
    if bold { attributes += " font-weight=\"bold\"" }
    var body = ""
    var shift = 0.0
    for run in label.runs {
      let target = run.script == .none ? 0 : (run.script == .low ? 0.25 : -0.38) * size
      let content = HTMLText.escaped(run.text)
      if run.script == .none && shift == 0 {
        body += content
      } else {
        let small = run.script == .none ? "" : " font-size=\"\(Self.number(size * Label.scriptSize))\""
        body += "<tspan dy=\"\(Self.number(target - shift))\"\(small)>\(content)</tspan>"
      }
      shift = target
    }
    out.append("<text\(attributes)>\(body)</text>\n")
  }

  private static func role(_ paint: Paint) -> String? {
    switch paint {
    case .card: "card"
    case .ink: "ink"
    case .muted: "muted"
    case .rule: "rule"
    case .accent: "accent"
    case .series(let number): "s\((number % 6 + 6) % 6)"
    case .ramp(let place): "r\(Palette.rampStep(place))"
    case .positive: "pos"
    case .negative: "neg"
    case .level(let level): Palette.levelName(level)
    case .over(let level): Palette.inkName(level)
    case .veil: "veil"
    case .fixed, .page: nil
    }
  }

  private static func colour(_ paint: Paint) -> String {
    paint == .page ? "currentColor" : Palette.light.text(paint)
  }

  /// A coordinate, rounded to a hundredth of a pixel.
  static func number(_ value: Double) -> String { PathData.number(PathData.hundredths(value)) }
}
