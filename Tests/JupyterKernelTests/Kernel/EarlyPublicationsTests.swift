import Testing

@testable import JupyterKernel

/// What is kept for the first client that listens.
@Suite struct EarlyPublicationsTests {
  @Test func messagesAreKeptInOrderUntilTheyAreTaken() {
    var early = EarlyPublications()
    let kept = [early.keep([[1], [2]]), early.keep([[3]])]
    let taken = early.takeAll()
    let isKeptAfterwards = early.keep([[4]])
    #expect(kept == [true, true])
    #expect(taken == [[[1], [2]], [[3]]])
    #expect(!isKeptAfterwards)
    let rest = early.takeAll()
    #expect(rest.isEmpty)
  }

  /// 4 MB are kept; beyond that, all is let go.
  @Test func thereIsALimit() {
    var early = EarlyPublications()
    let megabyte = [UInt8](repeating: 0, count: 1 << 20)
    let kept = (1...4).map { _ in early.keep([megabyte]) }
    let isMoreKept = early.keep([[0]])
    #expect(kept == [true, true, true, true])
    #expect(!isMoreKept)
    let rest = early.takeAll()
    #expect(rest.isEmpty)
  }
}
