import Backprop

/// Everything that lives between cells, a value: a statement runs on a copy, which is kept if it succeeds.
struct SessionState: Sendable {
  var digits = 6
}
