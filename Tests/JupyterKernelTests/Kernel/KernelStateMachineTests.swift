import JupyterMessages
import Testing

@testable import JupyterKernel

@Suite struct KernelStateMachineTests {
  var talk = Conversation()

  @Test mutating func aCellFromBusyToIdle() {
    #expect(
      talk.execute("x") == [
        "execute 1 x", "iopub status busy", "iopub execute_input x (1)", "remember 1 x",
      ])
    #expect(talk.report(.result(MIMEBundle(plain: "5"))) == ["acknowledge 1", "iopub execute_result (1)"])
    #expect(
      talk.report(.finished(.ok, expressions: [:])) == [
        "remember output 1 5", "shell execute_reply ok (1)", "iopub status idle",
      ])
  }

  /// Notebooks name the cell in the metadata; programs that run notebooks do not allow input requests;
  /// everything else is a prompt.
  @Test(arguments: [
    ("{}", "", true), (#"{"cellId":"a"}"#, "", false), ("{}", #","allow_stdin":false"#, false),
    ("[]", "", true), (#"{"cellId":7}"#, "", true),
  ])
  mutating func tellsAPromptFromANotebook(_ metadata: String, _ more: String, _ isTyped: Bool) throws {
    talk.machine.receive(
      WireMessage(
        identities: [], header: MessageHeader(id: "1", type: "execute_request", subshell: nil),
        rawHeader: Array("{}".utf8), metadata: Array(metadata.utf8),
        content: Array(#"{"code":"x"\#(more)}"#.utf8)),
      on: .shell)
    let jobs = talk.machine.takeActions().compactMap { action -> CellJob? in
      if case .execute(let job) = action { return job }
      return nil
    }
    #expect(jobs.map { $0.cell.isTyped } == [isTyped])
  }

  @Test mutating func textLeavesBeforeTheReply() {
    _ = talk.execute("x")
    #expect(talk.report(.stream(.stdout, "a")) == ["iopub stream a"])
    #expect(talk.report(.stream(.stdout, "b")) == [])
    #expect(
      talk.report(.finished(.ok, expressions: [:])) == [
        "iopub stream b", "shell execute_reply ok (1)", "iopub status idle",
      ])
  }

  @Test mutating func cellsWaitForOneAnother() {
    _ = talk.execute("x")
    #expect(talk.execute("y", id: "2") == [])
    #expect(
      talk.report(.finished(.ok, expressions: [:])).suffix(4) == [
        "execute 2 y", "iopub status busy", "iopub execute_input y (2)", "remember 2 y",
      ])
  }

  @Test mutating func aFailureAbortsTheCellsThatWait() {
    _ = talk.execute("x")
    _ = talk.execute("y", id: "2")
    #expect(
      talk.report(.finished(.error(.interrupted), expressions: [:])) == [
        "iopub error Interrupted", "shell execute_reply error Interrupted (1)", "iopub status idle",
        "iopub status busy", "shell execute_reply aborted Aborted (1)", "iopub status idle",
      ])
    #expect(talk.execute("z", id: "3").contains("execute 2 z"))
  }

  @Test mutating func withoutStopOnErrorTheyRun() {
    _ = talk.execute("x", #","stop_on_error":false"#)
    _ = talk.execute("y", id: "2")
    #expect(talk.report(.finished(.error(.interrupted), expressions: [:])).contains("execute 2 y"))
  }

  @Test mutating func aSilentCellShowsNothingAndIsNotCounted() {
    #expect(talk.execute("x", #","silent":true"#) == ["execute 1 x", "iopub status busy"])
    #expect(talk.report(.stream(.stdout, "a")) == [])
    #expect(talk.report(.result(MIMEBundle(plain: "5"))) == ["acknowledge 1"])
    #expect(
      talk.report(.finished(.error(.interrupted), expressions: [:])) == [
        "shell execute_reply error Interrupted (0)", "iopub status idle",
      ])
  }

  /// Some clients take any idle for the kernel's own.
  @Test mutating func anAnswerBesideARunningCellEndsBusy() {
    _ = talk.execute("x")
    #expect(
      talk.request("kernel_info_request", id: "2") == [
        "iopub status busy", "shell kernel_info_reply ok", "iopub status idle", "iopub status busy",
      ])
  }

  @Test mutating func historyIsAnsweredWhenItIsFound() {
    let request = #"{"hist_access_type":"tail","n":1}"#
    #expect(talk.request("history_request", request) == ["iopub status busy", "find history 1"])
    talk.machine.receiveHistory(1, [])
    #expect(talk.said() == ["shell history_reply ok", "iopub status idle"])
    talk.machine.receiveHistory(1, [])
    #expect(talk.said() == [])
  }

  /// An editor's request does not wait for a cell, and other requests do not wait for an editor's request.
  @Test mutating func editorsAreAnsweredAside() {
    let request = #"{"code":"netw","cursor_pos":4}"#
    #expect(talk.request("complete_request", request) == ["iopub status busy", "assist 1 netw "])
    #expect(talk.request("inspect_request", request, id: "2") == ["iopub status busy", "assist 2 netw "])
    #expect(talk.request("is_complete_request", request, id: "3") == ["iopub status busy", "assist 3 netw "])
    #expect(talk.request("kernel_info_request", id: "4")[1] == "shell kernel_info_reply ok")
    talk.machine.receiveAssistance(3, .completeness(.invalid))
    #expect(talk.said() == ["shell is_complete_reply invalid", "iopub status idle"])
    talk.machine.receiveAssistance(1, .completion(Completion(matches: [], range: 0..<4)))
    #expect(talk.said() == ["shell complete_reply ok", "iopub status idle"])
    talk.machine.receiveAssistance(2, .inspection(nil))
    #expect(talk.said() == ["shell inspect_reply ok", "iopub status idle"])
    talk.machine.receiveAssistance(2, .inspection(nil))
    #expect(talk.said() == [])
  }

  @Test mutating func editorsMeanTheNamesOfTheirShell() {
    _ = talk.request("create_subshell_request", on: .control)
    let request = #"{"code":"x"}"#
    #expect(talk.request("complete_request", request, subshell: "subshell-1")[1] == "assist 1 x subshell-1")
    #expect(talk.request("inspect_request", request, subshell: "subshell-1")[1] == "assist 2 x subshell-1")
    #expect(talk.request("complete_request", request, subshell: "none")[1] == "assist 3 x ")
  }

  @Test(arguments: ["[]", "{}", #"{"code":1}"#, "", "\u{0}"])
  mutating func aMalformedRequestIsAnsweredWithAnError(content: String) {
    let expected = ["iopub status busy", "shell execute_reply error MalformedRequest", "iopub status idle"]
    #expect(talk.request("execute_request", content) == expected)
    #expect(talk.request("complete_request", content)[1] == "shell complete_reply error MalformedRequest")
  }

  @Test mutating func unknownMessages() {
    #expect(talk.request("x_request")[1] == "shell x_reply error UnknownRequest")
    #expect(talk.request("comm_msg") == ["iopub status busy", "iopub status idle"])
    #expect(talk.request("comm_open", #"{"comm_id":"c"}"#)[1] == "iopub comm_close c")
    #expect(talk.request("anything", on: .stdin) == [])
  }

  @Test mutating func commsOpenAndClose() {
    _ = talk.execute("x")
    let comm = ExecutionEvent.comm(.open(id: "a", target: "t", data: [:], metadata: [:]))
    #expect(talk.report(comm) == ["acknowledge 1", "iopub comm_open a"])
    #expect(talk.report(.comm(.close(id: "a"))) == ["acknowledge 1", "iopub comm_close a"])
    #expect(talk.report(.comm(.close(id: "a"))) == ["acknowledge 1"])
    // A comm that is closed takes no messages.
    #expect(talk.request("comm_msg", #"{"comm_id":"a"}"#, id: "2").count == 3)
  }

  /// A message is passed on; what the interpreter says to it comes between its `busy` and its `idle`.
  @Test mutating func messagesOfCommsAreAnswered() {
    let open = #"{"comm_id":"c","target_name":"known"}"#
    #expect(talk.request("comm_open", open)[1] == "deliver 1 c open(target: \"known\")")
    talk.machine.receive(.finished, to: 1)
    #expect(talk.said() == ["iopub status idle"])
    #expect(talk.request("comm_msg", #"{"comm_id":"c"}"#) == ["iopub status busy", "deliver 2 c message"])
    talk.machine.receive(.report(.update(id: "c", data: [:])), to: 2)
    #expect(talk.said() == ["iopub comm_msg c"])
    talk.machine.interrupt()
    #expect(talk.said() == ["interrupt comms"])
    talk.machine.receive(.finished, to: 2)
    #expect(talk.said() == ["iopub status idle"])
    talk.machine.receive(.report(.update(id: "c", data: [:])), to: 2)
    talk.machine.interrupt()
    #expect(talk.said() == [])
    #expect(talk.request("comm_close", #"{"comm_id":"c"}"#)[1] == "deliver 3 c close")
  }

  /// A message that has been taken is idle for its sender, who sends the next one; it is answered, and can be
  /// stopped, all the same.
  @Test mutating func anAcceptedMessageIsIdleBeforeItsAnswer() {
    _ = talk.request("comm_open", #"{"comm_id":"c","target_name":"known"}"#)
    talk.machine.receive(.finished, to: 1)
    _ = talk.said()
    _ = talk.request("comm_msg", #"{"comm_id":"c"}"#, id: "2")
    talk.machine.receive(.accepted, to: 2)
    #expect(talk.said() == ["iopub status idle"])
    talk.machine.receive(.accepted, to: 2)
    #expect(talk.said() == [])
    talk.machine.interrupt()
    #expect(talk.said() == ["interrupt comms"])
    talk.machine.receive(.report(.update(id: "c", data: [:])), to: 2)
    #expect(talk.said() == ["iopub comm_msg c"])
    talk.machine.receive(.finished, to: 2)
    #expect(talk.said() == [])
    talk.machine.interrupt()
    #expect(talk.said() == [])
  }

  @Test mutating func interrupting() {
    #expect(talk.request("interrupt_request", on: .control)[1] == "control interrupt_reply ok")
    _ = talk.execute("x")
    talk.machine.interrupt()
    #expect(talk.said() == ["interrupt 1"])
  }

  /// The button is pressed just as the cell ends: the cells that were queued after it end too, but not later
  /// ones.
  @Test mutating func anInterruptThatComesTooLateForItsCellStopsThoseBehindIt() {
    _ = talk.execute("x")
    _ = talk.execute("y", id: "2")
    talk.machine.interrupt()
    _ = talk.said()
    _ = talk.execute("z", id: "3")
    #expect(
      talk.report(.finished(.ok, expressions: [:])) == [
        "shell execute_reply ok (1)", "iopub status idle", "iopub status busy",
        "shell execute_reply aborted Aborted (1)", "iopub status idle", "execute 2 z", "iopub status busy",
        "iopub execute_input z (2)", "remember 2 z",
      ])
  }

  @Test mutating func anInterruptWithoutStopOnErrorStopsItsCellAlone() {
    _ = talk.execute("x", #","stop_on_error":false"#)
    _ = talk.execute("y", id: "2")
    talk.machine.interrupt()
    #expect(talk.report(.finished(.ok, expressions: [:])).contains("execute 2 y"))
  }

  @Test mutating func shuttingDown() {
    _ = talk.execute("x")
    #expect(
      talk.request("shutdown_request", #"{"restart":true}"#, on: .control) == [
        "iopub status busy", "interrupt 1", "control shutdown_reply ok", "iopub shutdown_reply ok",
        "iopub status idle",
        "exit to restart",
      ])
    #expect(talk.execute("y") == [])
  }

  @Test mutating func asking() {
    _ = talk.execute("x")
    #expect(talk.request("input_reply", #"{"value":"too early"}"#, on: .stdin) == [])
    #expect(talk.report(.askInput(prompt: "name?", password: false)) == ["stdin input_request name?"])
    #expect(talk.request("input_reply", "{}", on: .stdin) == [])
    #expect(talk.request("input_reply", #"{"value":"Ada"}"#, on: .stdin) == ["answer 1 Ada"])
    #expect(talk.request("input_reply", #"{"value":"again"}"#, on: .stdin) == [])
  }

  @Test mutating func aQuestionThatFindsNobodyEndsTheCell() {
    _ = talk.execute("x")
    _ = talk.report(.askInput(prompt: "name?", password: false))
    talk.machine.inputUndeliverable()
    #expect(talk.said() == ["interrupt 1"])
  }

  @Test mutating func subshells() {
    #expect(talk.request("create_subshell_request", on: .control)[1] == "open subshell-1")
    _ = talk.execute("x")
    #expect(talk.execute("y", id: "2", subshell: "subshell-1").contains("iopub execute_input y (1)"))
    #expect(talk.execute("z", id: "3", subshell: "none")[1] == "shell execute_reply error UnknownSubshell")
    let deleted = talk.request(
      "delete_subshell_request", #"{"subshell_id":"subshell-1"}"#, id: "4", on: .control)
    #expect(deleted.contains("interrupt 2") && deleted.contains("close subshell-1"))
    #expect(talk.report(.finished(.ok, expressions: [:]), of: 2) == [])
  }

  @Test mutating func subshellsThatAreNotSupportedAreUnknown() {
    talk.machine = KernelStateMachine(
      interpreter: StubInterpreter(supportsSubshells: false), ports: talk.machine.ports)
    #expect(
      talk.request("create_subshell_request", on: .control)[1]
        == "control create_subshell_reply error UnknownRequest")
  }

  @Test mutating func welcomes() {
    talk.machine.welcome(Array("δ".utf8))
    talk.machine.welcome([0xff])
    #expect(talk.said() == ["iopub iopub_welcome δ"])
  }
}
