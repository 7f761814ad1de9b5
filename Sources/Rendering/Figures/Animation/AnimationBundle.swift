import BackpropLanguage

/// An animation where it can move, and its still frame where it cannot.
struct AnimationBundle {
  let digits: Int

  func text(_ animation: Animation) -> String {
    guard let frame = still(animation) else { return animation.title }
    let head = "\(animation.title), \(frame.name) (of \(animation.frames.count) frames)"
    let blocks = TextWriter(digits: digits).text(Document(frame.blocks))
    let figures = frame.figures.map { FigureText(digits: digits).text($0) }
    return ([head, blocks] + figures).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  func entries(_ animation: Animation) -> [Rendition.Entry] {
    var entries: [Rendition.Entry] = [.init(type: "text/plain", text: text(animation))]
    guard let frame = still(animation) else { return entries }
    entries.append(.init(type: "text/html", text: AnimationHTML(digits: digits).html(animation)))
    entries += FigureBundle(digits: digits).pictures(Self.drawing(frame), animation.formats)
    return entries
  }

  private func still(_ animation: Animation) -> Animation.Frame? {
    animation.frames.indices.contains(animation.still)
      ? animation.frames[animation.still] : animation.frames.last
  }

  /// A still may also be printed on the page of a book: if the figures are wider than this, they are stacked.
  private static let mostWidth = 800.0

  /// The figures of a frame in one picture, side by side unless that is too wide.
  static func drawing(_ frame: Animation.Frame) -> Drawing {
    let drawings = frame.figures.map { $0.drawing }
    guard drawings.count != 1 else { return drawings[0] }
    let isRow = drawings.reduce(0) { $0 + $1.width } <= mostWidth
    var all = Drawing(
      width: 0, height: 0, title: frame.figures.first?.title ?? frame.name,
      description: drawings.map { $0.description }.joined(separator: " "), marks: [])
    for drawing in drawings {
      all.add(drawing, x: isRow ? all.width : 0, y: isRow ? 0 : all.height)
      all.width = isRow ? all.width + drawing.width : max(all.width, drawing.width)
      all.height = isRow ? max(all.height, drawing.height) : all.height + drawing.height
    }
    return all
  }
}
