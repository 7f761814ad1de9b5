extension Matrix {
  /// The eigenvalues of a symmetric matrix in ascending order, by Jacobi's cyclic rotations. Only the upper
  /// half is read. The result is nil if the matrix is not square.
  ///
  /// Source: G. Golub and C. Van Loan, Matrix Computations (2013), section 8.5.
  package var symmetricEigenvalues: [Double]? {
    guard rows == columns else { return nil }
    var a = self
    let n = rows
    for row in 0..<n { for column in 0..<row { a[row, column] = a[column, row] } }
    let scale = a.elements.reduce(0) { $0 + $1 * $1 }
    // The rest off the diagonal shrinks quadratically: some ten rounds make it negligible.
    for _ in 0..<60 {
      var off = 0.0
      for row in 0..<n { for column in 0..<n where row != column { off += a[row, column] * a[row, column] } }
      if off <= scale * 1e-26 { break }
      for p in 0..<n { for q in (p + 1)..<max(n, p + 1) { a.rotate(p, q) } }
    }
    return (0..<n).map { a[$0, $0] }.sorted()
  }

  /// Makes element (p, q) of a symmetric matrix 0 by rotating rows and columns p and q.
  private mutating func rotate(_ p: Int, _ q: Int) {
    let apq = self[p, q]
    guard apq != 0 else { return }
    let theta = (self[q, q] - self[p, p]) / (2 * apq)
    let sign: Double = theta >= 0 ? 1 : -1
    let t = sign / (theta.magnitude + (theta * theta + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    for k in 0..<rows {
      let (kp, kq) = (self[k, p], self[k, q])
      self[k, p] = c * kp - s * kq
      self[k, q] = s * kp + c * kq
    }
    for k in 0..<rows {
      let (pk, qk) = (self[p, k], self[q, k])
      self[p, k] = c * pk - s * qk
      self[q, k] = s * pk + c * qk
    }
  }
}
