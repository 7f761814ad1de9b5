/// A worked example with published numbers, as a cell to run.
struct WorkedExample: Sendable {
  let name: String
  /// Who published it.
  let source: String
  let cell: String
  /// What to compare the result with.
  let note: String

  static let all = [mazur, macleod, udacity, generation5, idealXor, pdpXor]

  static let mazur = WorkedExample(
    name: "mazur", source: "M. Mazur, A Step by Step Backpropagation Example",
    cell: """
      network mazur: 2-2-2, bias
      w_ij = [0.35 0.35; 0.15 0.25; 0.20 0.30]
      w_jk = [0.60 0.60; 0.40 0.50; 0.45 0.55]
      freeze bias
      η = 0.5
      step 0.05 0.10 -> 0.01 0.99
      print w_jk, w_ij
      """,
    note: "Published: E = 0.298371109; afterwards w_jk = 0.35891648, 0.51130127, 0.408666186, 0.561370121. "
      + "The example leaves its biases out of the update.")

  static let macleod = WorkedExample(
    name: "macleod", source: "C. MacLeod, worked example of one reverse pass",
    cell: """
      network macleod: 2-2-1
      w_ij = [0.1 0.4; 0.8 0.6]
      w_jk = [0.3; 0.9]
      η = 1
      step 0.35 0.9 -> 0.5
      """,
    note: """
      Published: y_k = 0.69, δ_k = -0.0406; afterwards w_jk = 0.272392, 0.87305. The published input weights \
      come from propagating back through weights that were already updated; the handout's rule uses the old \
      ones.
      """)

  static let udacity = WorkedExample(
    name: "udacity", source: "Udacity, Intro to deep learning: implementing backpropagation",
    cell: """
      network udacity: 3-2-1
      w_ij = [0.5 -0.6; 0.1 -0.2; 0.1 0.7]
      w_jk = [0.1; -0.3]
      η = 0.5
      forward 0.5 0.1 -0.2 -> 0.6
      backward
      print Δw
      """,
    note: "Published: Δw_jk = 0.00804047, 0.00555918; Δw_i1j1 = 0.000177005547, Δw_i1j2 = -0.000511178506.")

  static let generation5 = WorkedExample(
    name: "generation5", source: "generation5, XOR back-propagation case study",
    cell: """
      network generation5: 2-2-1, bias
      w_ij = [0.341232 -0.115223; 0.129952 0.570345; -0.923123 -0.328932]
      w_jk = [-0.993423; 0.164732; 0.752621]
      η = 0.5
      step 0 0 -> 0
      """,
    note: "Published: y_j1 = 0.5844897593895427, y_j2 = 0.4712260773225621, y_k1 = 0.3676098854895219.")

  static let idealXor = WorkedExample(
    name: "ideal-xor", source: "XOR weights found by hand, bias unit -1",
    cell: """
      network xor: 2-2-1, bias -1
      w_ij = [6 2; 4 5; 4 5]
      w_jk = [4; -8; 8]
      patterns xor
      test
      """,
    note:
      "y_k = 0.04452501, 0.93504923, 0.93504923, 0.04525810 over the four patterns; total E = 0.006233987921."
  )

  static let pdpXor = WorkedExample(
    name: "pdp-xor",
    source: "McClelland and Rumelhart, Explorations in Parallel Distributed Processing, program bp, XOR",
    cell: """
      network pdp: 2-2-1, bias
      w_ij = [-0.276589 -0.402498; 0.432171 -0.038413; 0.448781 0.036489]
      w_jk = [0.279299; 0.27208; 0.081714]
      patterns xor
      train 400 epochs, η 0.5, α 0.9, batch, until total E < 0.02
      print weights
      """,
    note: """
      Published as tss, which is 2 E: it first falls below 0.04 at 288 updates. E is counted before an \
      update, so training stops after the 289th.
      """)
}
