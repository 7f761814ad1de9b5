/// A picture as a value that describes its content, not its drawing. Rendering draws it, and also renders it
/// as text.
public struct Figure: Equatable, Sendable {
  public var title: String
  /// One or two sentences for those who cannot see it.
  public var description: String
  public var content: Content
  /// The picture formats to show it in; text is always included.
  public var formats: [Format]
  /// Whether it is shown next to another, and so takes less room.
  public var isSmall: Bool
  /// Whether it fills the width of its page, as on a projector.
  public var isWide = false

  public enum Content: Equatable, Sendable {
    case chart(Chart)
    case grid(Grid)
    case network(NetworkDiagram)
    case images(ImageSheet)
    /// Figures side by side where there is room, otherwise one below the other.
    case row([Figure])
  }

  public enum Format: String, Equatable, Sendable, CaseIterable { case svg, png, pdf }

  public init(
    title: String, description: String, content: Content, formats: [Format] = Format.allCases,
    isSmall: Bool = false
  ) {
    self.title = title
    self.description = description
    self.content = content
    self.formats = formats
    self.isSmall = isSmall
  }
}

extension Figure {
  /// Figures side by side. One figure is itself, and what is a row already is taken apart.
  public init(row figures: [Figure], formats: [Format]) {
    let parts = figures.flatMap { $0.parts }
    if parts.count == 1 {
      self = parts[0]
      return
    }
    self.init(
      title: parts.map { $0.title }.joined(separator: " | "),
      description: parts.map { $0.description }.joined(separator: " "),
      content: .row(
        parts.map { part in
          var part = part
          part.isSmall = !part.isWide
          return part
        }), formats: formats)
  }

  /// Those that stand side by side in it; the figure itself if it is no row.
  public var parts: [Figure] {
    if case .row(let figures) = content { return figures }
    return [self]
  }
}

extension Figure {
  /// The same, as wide as its page.
  var widened: Figure {
    let parts = parts.map { part in
      var part = part
      part.isWide = true
      return part
    }
    return Figure(row: parts, formats: formats)
  }
}

extension Animation {
  /// The same, with frames as wide as their page.
  var widened: Animation {
    var animation = self
    for place in frames.indices {
      animation.frames[place].figures = frames[place].figures.map { $0.widened }
    }
    return animation
  }
}

/// A sequence of figures with a slider: a step in its stages, or training over its epochs.
public struct Animation: Equatable, Sendable {
  public var title: String
  public var description: String
  public var frames: [Frame]
  /// The frame that represents all of them in static output.
  public var still: Int
  /// Whether a frame has more to read than one can take in at a glance, and so stays longer.
  public var isRead = false
  public var formats: [Figure.Format]

  public struct Frame: Equatable, Sendable {
    /// The position in the sequence: `2b`, `epoch 100`.
    public var name: String
    /// What happens here: prose, and the equations next to the picture.
    public var blocks: [Block]
    /// The pictures side by side, each with its heading.
    public var figures: [Figure]

    public init(name: String, blocks: [Block], figures: [Figure]) {
      self.name = name
      self.blocks = blocks
      self.figures = figures
    }
  }

  public init(
    title: String, description: String, frames: [Frame], still: Int, isRead: Bool = false,
    formats: [Figure.Format] = Figure.Format.allCases
  ) {
    self.title = title
    self.description = description
    self.frames = frames
    self.still = still
    self.isRead = isRead
    self.formats = formats
  }
}
