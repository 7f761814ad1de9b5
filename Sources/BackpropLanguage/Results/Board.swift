/// A derivation as it stands on a board: lines of equations, each with the reason why it follows from the one
/// above it.
public struct Board: Equatable, Sendable {
  public var lines: [Line]
  /// The equations that the reasons name by number: `4: y_k = g(a_k)`.
  public var uses: [[Inline]]

  public struct Line: Equatable, Sendable {
    /// What stands before the formula: `let`; often empty.
    public var lead: String
    /// nil if the line continues the one above it by an equals sign.
    public var left: Formula?
    public var right: Formula
    public var reason: [Inline]

    public init(lead: String = "", left: Formula?, right: Formula, reason: [Inline]) {
      self.lead = lead
      self.left = left
      self.right = right
      self.reason = reason
    }
  }

  public init(lines: [Line], uses: [[Inline]]) {
    self.lines = lines
    self.uses = uses
  }
}
