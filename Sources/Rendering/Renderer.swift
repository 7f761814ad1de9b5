import BackpropLanguage

/// Turns the results of a cell, which are values, into what is read: text, HTML, LaTeX.
public struct Renderer: Sendable {
  public init() {}

  /// A result in every form: `text/plain`, `text/html`, `text/latex`.
  public func bundle(for result: CellResult) -> MIMEBundle {
    let document = result.document
    return MIMEBundle([
      .init(type: "text/plain", text: TextWriter(digits: result.digits).text(document)),
      .init(type: "text/html", text: HTMLWriter(digits: result.digits).html(document)),
      .init(type: "text/latex", text: LaTeXWriter(digits: result.digits).latex(document)),
    ])
  }

  /// A result for a terminal.
  public func text(for result: CellResult) -> String {
    TextWriter(digits: result.digits).text(result.document)
  }

  /// What an editor shows about the word under the cursor, as text and as HTML.
  public func bundle(for document: Document, digits: Int = 6) -> MIMEBundle {
    MIMEBundle([
      .init(type: "text/plain", text: TextWriter(digits: digits).text(document)),
      .init(type: "text/html", text: HTMLWriter(digits: digits).html(document)),
    ])
  }
}

extension CellResult {
  fileprivate var document: Document {
    switch content {
    case .document(let document): document
    case .training(let report): Document([.note([.text(TrainingLine(report, digits: digits).text)])])
    }
  }
}
