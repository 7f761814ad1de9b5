/// A picture as a value: what is to be seen, in the terms of the subject. Rendering draws it, and says the
/// same in characters.
public struct Figure: Equatable, Sendable {
  public var title: String
  /// One or two sentences for those who cannot see it.
  public var description: String
  public var content: Content
  /// The picture formats to show it in; text is always there.
  public var formats: [Format]
  /// Whether it stands beside another, and so takes less room.
  public var isSmall: Bool

  public enum Content: Equatable, Sendable {
    case chart(Chart)
    case grid(Grid)
    case network(NetworkDiagram)
    case images(ImageSheet)
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

/// Figures one after another, with a slider: a step through its passes, training through its epochs.
public struct Animation: Equatable, Sendable {
  public var title: String
  public var description: String
  public var frames: [Frame]
  /// The frame that stands for all where nothing can move.
  public var still: Int
  public var formats: [Figure.Format]

  public struct Frame: Equatable, Sendable {
    /// Where this is: `2b`, `epoch 100`.
    public var name: String
    /// What happens here: prose and the equations beside the picture.
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
    title: String, description: String, frames: [Frame], still: Int,
    formats: [Figure.Format] = Figure.Format.allCases
  ) {
    self.title = title
    self.description = description
    self.frames = frames
    self.still = still
    self.formats = formats
  }
}
