import BackpropLanguage

/// Turns the results of a cell, which are values, into something readable: text, HTML, LaTeX, pictures.
public struct Renderer: Sendable {
  public init() {}

  /// A result in every form: `text/plain` with `text/html` and `text/latex` for text, and with pictures for
  /// figures.
  public func rendition(of result: CellResult) -> Rendition {
    let digits = result.digits
    return switch result.content {
    case .document(let document):
      Rendition([
        .init(type: "text/plain", text: TextWriter(digits: digits).text(document)),
        .init(type: "text/html", text: HTMLWriter(digits: digits).html(document)),
        .init(type: "text/latex", text: LaTeXWriter(digits: digits).latex(document)),
      ])
    case .training(let report): Rendition(TrainingBundle(digits: digits).entries(report))
    case .figure(let figure): Rendition(FigureBundle(digits: digits).entries(figure))
    case .animation(let animation): Rendition(AnimationBundle(digits: digits).entries(animation))
    case .variation(let variation): Rendition(VariationBundle(digits: digits).entries(variation))
    }
  }

  /// What a position of sliders shows, as HTML without a page around it.
  public func html(of position: Variation.Position, digits: Int) -> String {
    VariationHTML(digits: digits).whole(position)
  }

  /// A result for a terminal.
  public func text(for result: CellResult) -> String {
    let digits = result.digits
    let text =
      switch result.content {
      case .document(let document): TextWriter(digits: digits).text(document)
      case .training(let report): TrainingBundle(digits: digits).text(report)
      case .figure(let figure): FigureText(digits: digits).text(figure)
      case .animation(let animation): AnimationBundle(digits: digits).text(animation)
      case .variation(let variation): VariationBundle(digits: digits).text(variation)
      }
    return VisibleText.lines(text)
  }

  /// The help that an editor shows on the word under the cursor, as text, HTML and LaTeX.
  public func rendition(of document: Document, digits: Int = 6) -> Rendition {
    Rendition([
      .init(type: "text/plain", text: TextWriter(digits: digits).text(document)),
      .init(type: "text/html", text: HTMLWriter(digits: digits).html(document)),
      .init(type: "text/latex", text: LaTeXWriter(digits: digits).latex(document)),
    ])
  }
}
