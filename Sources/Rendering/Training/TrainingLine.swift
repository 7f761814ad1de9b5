import BackpropLanguage

/// The progress of training in one line of at most 80 columns, which a console rewrites again and again.
public struct TrainingLine: Equatable, Sendable {
  public let text: String

  /// digits: the number of digits of the error after the decimal point.
  public init(_ report: TrainingReport, digits: Int) {
    var parts = ["epoch \(report.epoch) of \(report.epochs)"]
    if let sweep = report.sweep { parts = ["\(sweep.done) of \(sweep.runs) runs done"] }
    if let error = report.error {
      // Patterns are presented with the weights of that moment, so `test` gives a different number
      // afterwards.
      let moment = report.ending == nil || report.sweep != nil ? "" : " during the epoch"
      parts.append("\(report.errorName) \(Numeral(error, digits: digits).text)\(moment)")
    }
    if let ending = report.ending {
      parts.append(ending)
    } else {
      if let speed = report.speed { parts.append(Self.count(speed) + " epochs/s") }
      if let seconds = report.secondsLeft { parts.append(Self.duration(seconds) + " left") }
    }
    text = parts.joined(separator: " · ")
  }

  private static func count(_ value: Double) -> String {
    value < 10 ? Numeral(value, digits: 1).text : Numeral(value, digits: 0).text
  }

  /// `4 s`, `2 min 5 s`, `1 h 10 min`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "a long time" }
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }
}
