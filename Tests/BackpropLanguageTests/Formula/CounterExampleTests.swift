import Backprop
import Testing

@testable import BackpropLanguage

@Suite struct CounterExampleTests {
  @Test(
    "what differs is seen at a glance, and no sigmoid is near 0 or 1",
    arguments: [
      "∂E/∂w_qr = δ_r y_q", "∂E/∂w_qr = -δ_r y_r", "∂E/∂w_qr = -(t_r - y_r) y_q",
      "δ_j = g'(a_j) Σ_k δ_k", "δ_j = Σ_k δ_k w_jk", "δ_j = g'(y_j) Σ_k δ_k w_jk", "Δw_jk = -η δ_k y_j",
      "E = Σ_k (t_k - y_k)^2", "g'(a_k) = y_k (1 + y_k)", "∂E/∂w_pq = -y_p g'(a_q) δ_k w_qk",
    ])
  func numbersThatDiffer(_ text: String) throws {
    for bias in [nil, 1.0] {
      let context = try FormulaContext.presented([2, 3, 2], bias: bias)
      let equation = try #require(try equations(text).first)
      guard case .refuted(let example) = try IdentityProof(equation, in: context).verdict else {
        Issue.record("it is not refuted")
        continue
      }
      let first = try #require(example.check.failures.first)
      let (left, right) = (example.check.left[first], example.check.right[first])
      #expect((left - right).magnitude > 0.05 * max(left.magnitude, right.magnitude))
      let outputs = try example.network.forward(example.input).outputs
      #expect(outputs.dropFirst().joined().allSatisfy { (0.05...0.95).contains($0) })
    }
  }
}
