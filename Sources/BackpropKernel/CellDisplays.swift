import BackpropLanguage
import JupyterKernel
import Rendering
import Synchronization

/// Displays the results of one cell. Results with the same key replace one another. If a cell shows hundreds,
/// the later ones are sent in batches, because servers drop what exceeds their rate limit.
final class CellDisplays {
  private static let resultsBeforeBatching = 100
  private static let secondsBetweenBatches = 0.1

  /// Whether this process has already explained why figures lack their PNG and PDF forms: once is enough.
  private static let hasComplained = Mutex(false)

  private let context: ExecutionContext
  private let renderer: Renderer
  private let now: () -> Double
  /// Whether displays cannot be replaced in place, as in a console: a changing result is then a line that is
  /// rewritten.
  private let rewritesLine: Bool
  private var line = RewrittenLine()
  /// The result that the line stands for, to be shown in full once it is final.
  private var changing: CellResult?
  private var identifiers: [String: String] = [:]
  private var count = 0
  private var batch: [Block] = []
  private var batchDigits = 0
  private var lastBatch = 0.0

  init(
    context: ExecutionContext, renderer: Renderer, rewritesLine: Bool = false, now: @escaping () -> Double
  ) {
    self.context = context
    self.rewritesLine = rewritesLine
    self.renderer = renderer
    self.now = now
  }

  func show(_ result: CellResult) {
    count += 1
    if count > Self.resultsBeforeBatching, result.displayKey == nil, !result.isValue,
      case .document(let document) = result.content
    {
      if result.digits != batchDigits { flush() }
      batchDigits = result.digits
      batch += document.blocks
      if now() - lastBatch >= Self.secondsBetweenBatches { flush() }
      return
    }
    if let key = result.displayKey, rewritesLine {
      if key != changing?.displayKey { flush() }
      changing = result
      let text = renderer.text(for: result)
      if !result.isFinal, !text.contains("\n") { context.stream(line.text(text)) }
      return
    }
    flush()
    put(result)
  }

  private func put(_ result: CellResult) {
    if result.isPicture { complain() }
    let bundle = JupyterKernel.MIMEBundle(renderer.bundle(for: result))
    guard let key = result.displayKey else {
      if result.isValue { context.result(bundle) } else { context.display(bundle) }
      return
    }
    if let identifier = identifiers[key] {
      context.updateDisplay(bundle, displayID: identifier)
    } else {
      let identifier = "\(key)-\(UInt64.random(in: .min ... .max))"
      identifiers[key] = identifier
      context.display(bundle, displayID: identifier)
    }
  }

  private func complain() {
    guard let complaint = Rasterizer.complaint else { return }
    let isFirst = Self.hasComplained.withLock { had in
      defer { had = true }
      return !had
    }
    if isFirst { context.stream(complaint + "\n", to: .stderr) }
  }

  /// Shows the pending batch, and the final state of what has changed.
  func flush() {
    if var last = changing {
      changing = nil
      last.displayKey = nil
      context.stream(line.erased())
      put(last)
    }
    guard !batch.isEmpty else { return }
    let result = CellResult(.document(Document(batch)), digits: batchDigits)
    batch = []
    lastBatch = now()
    context.display(JupyterKernel.MIMEBundle(renderer.bundle(for: result)))
  }
}

extension CellResult {
  /// Whether nothing will replace it.
  fileprivate var isFinal: Bool {
    if case .training(let report) = content { return report.ending != nil }
    return false
  }

  fileprivate var isPicture: Bool {
    switch content {
    case .figure, .animation: true
    case .document, .training: false
    }
  }
}

extension JupyterKernel.MIMEBundle {
  init(_ bundle: Rendering.MIMEBundle) {
    self.init([:])
    for entry in bundle.entries {
      data[entry.type] = .string(entry.text)
      if let size = entry.size {
        metadata[entry.type] = ["width": .integer(size.width), "height": .integer(size.height)]
      }
    }
  }
}
