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

  /// The figures of a frame in one picture.
  static func drawing(_ frame: Animation.Frame) -> Drawing {
    Drawing(sideBySide: frame.figures.map { $0.drawing }, title: frame.figures.first?.title ?? frame.name)
  }
}
