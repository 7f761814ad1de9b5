import BackpropLanguage
import Testing

@Suite struct CompletenessTests {
  @Test(arguments: [
    "", "network 2-2-1", "forward 2\nbackward", "w_ij = [1 2; 3 4]", "# only a comment",
    "check:\n\\begin{aligned}\ny_k &= g(a_k)\n\\end{aligned}", "check:\n  y_k = g(a_k)\n",
  ])
  func isComplete(_ cell: String) {
    #expect(Assistance.completeness(cell) == .complete)
  }

  @Test(arguments: [
    ("patterns xor:", "  "), ("patterns xor:\n  0 1 -> 1", "  "), ("patterns xor:\n    0 1 -> 1", "    "),
    ("w_ij =", "  "), ("w_ij =\n  1 2", "  "), ("train 100 epochs,", "  "), ("w_ij = [1 2;", "  "),
    ("network 2-2-1\npatterns xor:", "  "), ("check:", "  "), ("check, hint 2:", "  "),
    ("check:\n    δ_k = y_k", "    "), ("check:\n  δ_k = g'(a_k) (t_k - y_k)\n      = 0", "      "),
    ("check:\n\\begin{aligned}\ny_k &= g(a_k) \\\\", "  "),
  ])
  func goesOn(_ cell: String, indent: String) {
    #expect(Assistance.completeness(cell) == .incomplete(indent: indent))
  }

  @Test(arguments: ["patterns xor:\n  0 1 -> 1\n", "patterns xor:\n  0 1 -> 1\n\n"])
  func aBlankLineEndsTheRows(_ cell: String) {
    #expect(Assistance.completeness(cell) == .complete)
  }

  @Test func whatNobodyTypesIsNotLookedAt() {
    #expect(Assistance.completeness(String(repeating: "1\n", count: 20_000)) == .complete)
    #expect(Assistance.completeness(String(repeating: "1\n", count: 30_000)) == .unknown)
  }

  @Test(arguments: ["nettwork 2-2-1", "train 100, etta 2", "w_ij = [1 2; 3]"])
  func isInvalid(_ cell: String) {
    #expect(Assistance.completeness(cell) == .invalid)
  }
}
