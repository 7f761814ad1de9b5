/// What was checked, proved or marked, as facts for programs that grade.
public struct CheckRecord: Equatable, Sendable {
  public var kind: Kind
  /// The line in the cell that it stands in, from 1. Of a line of a derivation that was written in another
  /// cell: the line in that one.
  public var line: Int
  /// As it was typed.
  public var text: String
  public var verdict: Verdict
  /// The likely slips, if it is wrong and they may be told.
  public var slips: [Slip] = []
  /// Points given, and how many there are to get.
  public var points: Double?
  public var of: Double?
  /// The answers to a question, in order.
  public var answers: [String] = []
  /// Why a person should look at what was marked.
  public var concerns: [Concern] = []
  /// What was marked, line by line.
  public var lines: [CheckRecord] = []

  /// The raw values are those of the JSON, which programs rely on.
  public enum Kind: String, Equatable, Sendable, CaseIterable {
    /// An equation or inequality by itself.
    case check
    /// A step of a derivation.
    case step
    case prove
    /// `check gradient`
    case gradient
    /// A derivation that was marked.
    case mark
    /// A question to the reader.
    case ask
  }

  /// The raw values are those of the JSON, which programs rely on.
  public enum Verdict: String, Equatable, Sendable {
    /// On the numbers of this network.
    case holds
    /// For every weight and pattern.
    case proved
    case wrong
    /// Wrong, although it holds for the presented numbers.
    case holdsHere = "holds-here"
    /// After a wrong line, which it follows from.
    case followsWrongLine = "follows-wrong-line"
    /// It does not follow from the line above, but is what the derivation began with.
    case rightAgain = "right-again"
    case undecided
    /// It cannot be read.
    case unread
    /// Right, and a line that the reference has.
    case reached
    /// Right, but no line that the reference has.
    case right
    /// Right, and no line of the reference, but it stands for one that is left out.
    case standsForRow = "stands-for-row"
    /// Right, but it says the same as a line above.
    case repeated
    /// Of a whole: all points, some, or none.
    case full, partial, none
    /// There is no such derivation, or no answer.
    case missing
  }

  /// The raw values are those of the JSON, which programs rely on.
  public enum Concern: String, Equatable, Sendable, CaseIterable {
    /// A derivation is right throughout and reaches the result, by other lines than the reference.
    case otherWay = "another-way"
    /// Right lines that are no rows of the reference stand for some that are left out.
    case otherSteps = "other-steps"
    /// A derivation is right throughout and reaches the result, but leaves out more rows than may be.
    case leftOut = "left-out"
    /// What is asked for all units was derived for some: ∂E/∂w_j1k1 for ∂E/∂w_qr.
    case oneUnit = "one-unit"
    /// A line could not be decided.
    case undecided
    /// It would have taken too long.
    case stopped
  }

  init(_ kind: Kind, line: Int, text: String, _ verdict: Verdict, slips: [Slip] = []) {
    self.kind = kind
    self.line = line
    self.text = text
    self.verdict = verdict
    self.slips = slips
  }

  /// What stands in a range of a cell.
  init(_ kind: Kind, _ range: SourceRange, in source: SourceText, _ verdict: Verdict, slips: [Slip] = []) {
    self.init(
      kind, line: source.position(of: range.lowerBound).line, text: source.string(range), verdict,
      slips: slips)
  }
}

extension Diagnostic {
  /// The likely slips that it tells.
  var slips: [Slip] {
    if case .refuted(let refutation) = problem { refutation.finding?.slips.map { $0.slip } ?? [] } else { [] }
  }
}

extension [CheckRecord] {
  /// Those of steps, and of the rows that cannot be read, each in its place.
  init(
    _ steps: [(step: DerivationRows.Step, record: CheckRecord)], unread: [UnreadRow], in source: SourceText
  ) {
    let unread = unread.placed(among: steps.map { $0.step }).map { rows in
      rows.map { row in
        CheckRecord(
          .step, line: source.position(of: row.range.lowerBound).line, text: row.text, .unread)
      }
    }
    self = zip(unread, steps).flatMap { $0 + [$1.record] } + (unread.last ?? [])
  }
}
