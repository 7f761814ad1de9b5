import BackpropLanguage

/// One result in every form that a front end may choose from.
public struct Rendition: Equatable, Sendable {
  /// From the plainest form to the richest; `text/plain` is always first.
  public var entries: [Entry]

  public struct Entry: Equatable, Sendable {
    public let type: String
    /// Text without control characters other than line feeds; a binary picture (PNG, PDF) in base64, as
    /// Jupyter expects.
    public let text: String
    /// For a picture, its size on the page in CSS pixels; it goes into the metadata.
    public let size: Size?
    /// For a picture that cannot hold it, what it shows; it goes into the metadata.
    public let alternative: String?

    public init(type: String, text: String, size: Size? = nil, alternative: String? = nil) {
      self.type = type
      self.text = VisibleText.lines(text)
      self.size = size
      self.alternative = alternative.map { VisibleText.lines($0) }
    }
  }

  public struct Size: Equatable, Sendable {
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  public init(_ entries: [Entry]) { self.entries = entries }

  /// The form of a type, if there is one.
  public subscript(type: String) -> String? {
    entries.first { $0.type == type }?.text
  }
}
