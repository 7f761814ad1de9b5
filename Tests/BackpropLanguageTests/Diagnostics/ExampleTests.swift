import Testing

@testable import BackpropLanguage

/// The example below an error can be typed as it is, in the session in which it is shown.
@Suite struct ExampleTests {
  @Test(arguments: [
    // The layer that comes second is not the j of the handout.
    ("network 4 - 8 - j 8 - 3 softmax", "connect h -> j"),
    ("network 2-2-1", "connect i -> j"),
    ("network 2-2-1\nconnect i -> k", "connect i -> k"),
    ("network 2-1", "connect i -> k"),
    ("network a: b 3 - c 4 - d 2", "connect b -> c"),
    ("network 2-1", "w_ik ="),
    ("network 3-4-2", "w_ij ="),
    ("network 2-1\npatterns or", "plot surface"),
    ("network 2-2-1\npatterns xor", "plot surface w_i1j1"),
    ("network 60-4-1\npatterns parity 4", "transfer j"),
  ])
  func runsWhereItIsShown(_ session: String, _ mistake: String) throws {
    let notebook = Notebook()
    notebook.run(session)
    let example = try #require(notebook.failure(mistake)?.entries[0].example)
    #expect(notebook.outcome(of: example).0 == .finished, "\(example)")
  }
}
