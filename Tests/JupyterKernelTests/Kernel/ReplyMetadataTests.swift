import JSON
import JupyterMessages
import Testing

@testable import JupyterKernel

@Suite struct ReplyMetadataTests {
  /// What a cell says about itself is in the metadata of its own reply, and of no other message.
  @Test(arguments: [
    ExecutionOutcome.ok, .error(ExecutionError(name: "CheckFailed", value: "it does not hold")),
  ])
  func isThatOfTheCell(_ outcome: ExecutionOutcome) {
    var conversation = Conversation()
    func metadata(of id: ExecutionID) -> [[String: JSONValue]] {
      conversation.machine.receive(.finished(outcome, expressions: [:]), of: id, at: conversation.now)
      return conversation.machine.takeActions().compactMap { action in
        guard case .send(let message) = action else { return nil }
        #expect(message.type == "execute_reply" || message.metadata.isEmpty)
        return message.type == "execute_reply" ? message.metadata : nil
      }
    }
    _ = conversation.execute("one", id: "1")
    _ = conversation.report(.annotate(["a": 1, "b": 1]))
    _ = conversation.report(.annotate(["b": 2]))
    #expect(metadata(of: 1) == [["a": 1, "b": 2]])
    _ = conversation.execute("two", id: "2")
    #expect(metadata(of: 2) == [[:]])
  }
}
