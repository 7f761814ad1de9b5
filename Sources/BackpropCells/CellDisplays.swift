import BackpropLanguage
import JupyterMessages
import Rendering

/// Displays the results of one cell. Results with the same key replace one another. If a cell shows hundreds,
/// the later ones are sent in batches, because servers drop what exceeds their rate limit.
final class CellDisplays {
  private static let resultsBeforeBatching = 100
  private static let secondsBetweenBatches = 0.1

  private let renderer: Renderer
  private let surroundings: CellSurroundings
  private var line = RewrittenLine()
  /// The result that the line stands for, to be shown in full once it is final.
  private var changing: CellResult?
  private var identifiers: [String: String] = [:]
  private var count = 0
  private var batch: [Block] = []
  private var batchChecks: [CheckRecord] = []
  private var batchDigits = 0
  private var lastBatch = 0.0

  init(renderer: Renderer, surroundings: CellSurroundings) {
    self.renderer = renderer
    self.surroundings = surroundings
  }

  func show(_ result: CellResult) {
    count += 1
    if count > Self.resultsBeforeBatching, result.displayKey == nil, !result.isValue,
      case .document(let document) = result.content
    {
      if result.digits != batchDigits { flush() }
      batchDigits = result.digits
      batch += document.blocks
      batchChecks += result.checks
      if surroundings.now() - lastBatch >= Self.secondsBetweenBatches { flush() }
      return
    }
    if let key = result.displayKey, surroundings.rewritesLine {
      if key != changing?.displayKey { flush() }
      changing = result
      let text = renderer.text(for: result)
      if !result.isFinal, !text.contains("\n") { send(.text(line.text(text), isRemark: false)) }
      return
    }
    flush()
    put(result)
  }

  /// Shows the pending batch, and the final state of what has changed.
  func flush() {
    if var last = changing {
      changing = nil
      last.displayKey = nil
      let end = line.erased()
      if !end.isEmpty { send(.text(end, isRemark: false)) }
      put(last)
    }
    guard !batch.isEmpty else { return }
    var result = CellResult(.document(Document(batch)), digits: batchDigits)
    result.checks = batchChecks
    batch = []
    batchChecks = []
    lastBatch = surroundings.now()
    send(.display(bundle(of: result), identifier: nil))
  }

  private func put(_ result: CellResult) {
    if let formats = result.pictureFormats, let remark = surroundings.remarkOnPictures(formats) {
      send(.text(remark + "\n", isRemark: true))
    }
    let bundle = bundle(of: result)
    guard let key = result.displayKey else {
      send(result.isValue ? .result(bundle) : .display(bundle, identifier: nil))
      return
    }
    if let identifier = identifiers[key] {
      send(.update(bundle, identifier: identifier))
    } else {
      let identifier = "\(key)-\(UInt64.random(in: .min ... .max))"
      identifiers[key] = identifier
      send(.display(bundle, identifier: identifier))
    }
  }

  /// With what was checked in the metadata, where programs that read a saved notebook find it.
  private func bundle(of result: CellResult) -> MIMEBundle {
    var bundle = MIMEBundle(renderer.rendition(of: result))
    if case .variation(let variation) = result.content,
      let widget = surroundings.openSliders(variation, result.digits)
    {
      bundle.data[widget.type] = widget.view
    }
    for (key, value) in result.checks.metadata ?? [:] { bundle.metadata[key] = value }
    return bundle
  }

  private func send(_ output: CellOutput) { surroundings.send(output) }
}

extension CellResult {
  /// Whether nothing will replace it.
  fileprivate var isFinal: Bool {
    if case .training(let report) = content { return report.ending != nil }
    return false
  }

  /// The formats in which a picture is wanted; nil if this is no picture.
  fileprivate var pictureFormats: [Figure.Format]? {
    switch content {
    case .figure(let figure): figure.formats
    case .animation(let animation): animation.formats
    case .variation(let variation): variation.formats
    case .document, .training: nil
    }
  }
}

extension MIMEBundle {
  init(_ rendition: Rendition) {
    self.init([:])
    for entry in rendition.entries {
      data[entry.type] = .string(entry.text)
      if let size = entry.size {
        metadata[entry.type] = [
          "width": .integer(size.width), "height": .integer(size.height),
          "alt": .string(entry.alternative ?? ""),
        ]
      }
    }
  }
}
