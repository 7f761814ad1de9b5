import Backprop
import BackpropLanguage
import Foundation
import JSON
import Rendering

/// What it costs to watch a network learn. The same training twice, in turns: by the core alone, with nobody looking; and as
/// a cell of the language, with a report at most ten times a second that is drawn as text, HTML and LaTeX and written as a
/// message's JSON, as the kernel does. Both must end at the same error.
struct WatchingBenchmark {
  let isQuick: Bool

  /// What the project set itself: the share of training time that watching may take.
  static let goal = 0.02

  private struct Work {
    let name: String
    let cell: String
    let network: Network
    let patterns: PatternSet
    let learningRate: Double
  }

  struct Row {
    let name: String
    let epochs: Int
    let reports: Int
    /// The least processor seconds of all rounds: what else the machine does only ever adds to them.
    let alone: Double
    let watched: Double
    /// The share of the time that was spent in the reports; median of the rounds.
    let reporting: Double
    /// What watching takes of the training time.
    var cost: Double { (watched - alone) / alone }
  }

  func run() throws -> String {
    let rows = try Self.works().map { try measure($0) }
    var text = "Processor seconds of the training thread, the least of \(rounds) rounds in turns.\n\n"
    text += "| work | epochs | alone | watched | reports | cost of watching | of it in reports |\n"
    text += "| --- | --: | --: | --: | --: | --: | --: |\n"
    for row in rows {
      text += "| \(row.name) | \(row.epochs) | \(format(row.alone, 3)) | \(format(row.watched, 3)) "
      text += "| \(row.reports) | \(format(row.cost * 100, 2)) % | \(format(row.reporting * 100, 2)) % |\n"
    }
    let worst = rows.map { $0.cost }.max() ?? 0
    text += "\nThe goal is less than \(format(Self.goal * 100, 0)) %: "
    return text + (worst < Self.goal ? "reached." : "missed: \(format(worst * 100, 2)) % at the worst.")
  }

  private var rounds: Int { isQuick ? 3 : 11 }
  /// Of one training.
  private var seconds: Double { isQuick ? 0.5 : 2 }

  private static func works() throws -> [Work] {
    let digits = Workload(
      name: "", units: [64, 32, 10], batch: 1, patterns: try Workload.all()[2].patterns, goal: "")
    return [
      try work("XOR 2-2-1", "2-2-1, bias", "xor", [2, 2, 1], .xor),
      try work("encoder 8-3-8", "8-3-8, bias", "encoder 8", [8, 3, 8], .encoder(8)),
      try work("digits 64-32-10", "64-32-10, bias", rows(digits.patterns), [64, 32, 10], digits.patterns),
    ]
  }

  private static func work(
    _ name: String, _ network: String, _ patterns: String, _ units: [Int], _ set: PatternSet
  ) throws -> Work {
    var start = try Network(layers: units.enumerated().map { Layer(name: "\($0)", units: $1) }, bias: 1)
    start.initializeWeights(.uniform(-0.5, 0.5), seed: 1)
    return Work(
      name: name, cell: "network \(network)\npatterns \(patterns)", network: start, patterns: set,
      learningRate: 0.125)
  }

  /// Patterns as they are typed.
  private static func rows(_ set: PatternSet) -> String {
    let words = { (numbers: [Double]) in numbers.map { "\($0)" }.joined(separator: " ") }
    return "typed:\n"
      + (0..<set.count).map { "  \(words(set[$0].input)) -> \(words(set[$0].target))" }
      .joined(separator: "\n")
  }

  private func measure(_ work: Work) throws -> Row {
    FileHandle.standardError.write(Data("\(work.name) …\n".utf8))
    var epochs = 16
    while try alone(work, epochs).seconds < seconds / 4 { epochs *= 2 }
    epochs *= 4
    var alone: [Double] = []
    var watched: [Double] = []
    var shares: [Double] = []
    var reports = 0
    for round in 0..<rounds {
      // Whoever goes first has the cooler processor.
      var first = round % 2 == 0 ? try self.alone(work, epochs) : nil
      let second = try self.watched(work, epochs)
      if first == nil { first = try self.alone(work, epochs) }
      guard let first else { continue }
      guard first.error == second.error else { throw Disagreement(work.name, first.error, second.error) }
      alone.append(first.seconds)
      watched.append(second.seconds)
      shares.append(second.reporting / second.seconds)
      reports = max(reports, second.reports)
    }
    return Row(
      name: work.name, epochs: epochs, reports: reports, alone: alone.min() ?? .nan,
      watched: watched.min() ?? .nan, reporting: median(shares))
  }

  private struct Disagreement: Error, CustomStringConvertible {
    let description: String
    init(_ name: String, _ alone: Double?, _ watched: Double?) {
      description =
        "\(name): the trainings end at \(String(describing: alone)) and \(String(describing: watched))"
    }
  }

  private func alone(_ work: Work, _ epochs: Int) throws -> (seconds: Double, error: Double?) {
    var trainer = try Trainer(
      network: work.network, options: TrainingOptions(epochs: epochs, learningRate: work.learningRate))
    let start = threadSeconds()
    let result = try trainer.train(work.patterns)
    return (threadSeconds() - start, result.totalError)
  }

  private func watched(
    _ work: Work, _ epochs: Int
  ) throws -> (seconds: Double, error: Double?, reports: Int, reporting: Double) {
    let session = Session()
    _ = session.run(work.cell, host: CellHost(emit: { _ in }))
    let renderer = Renderer()
    var error: Double?
    var reports = 0
    var reporting = 0.0
    var bytes = 0
    let host = CellHost(
      emit: { result in
        let start = threadSeconds()
        if case .training(let report) = result.content {
          reports += 1
          error = report.error
        }
        let bundle = renderer.bundle(for: result)
        let data = bundle.entries.map { JSONValue.array([.string($0.type), .string($0.text)]) }
        bytes += JSONValue.array(data).bytes.count
        reporting += threadSeconds() - start
      }, now: { ProcessInfo.processInfo.systemUptime })
    let start = threadSeconds()
    let outcome = session.run("train \(epochs) epochs, η \(work.learningRate)", host: host)
    let seconds = threadSeconds() - start
    guard case .finished = outcome, bytes > 0 else { throw Disagreement(work.name, nil, nil) }
    return (seconds, error, reports, reporting)
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  private func format(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}

/// Processor time of this thread.
private func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
