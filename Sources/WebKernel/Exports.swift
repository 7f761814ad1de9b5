import BackpropCells
import BackpropLanguage
import JSON
import JupyterMessages
import Rendering

// What the module exports. The text of a request is put where `backprop_allocate` says, and freed by the
// request; the last `reply` that the host gets during a call is the request's. Replies are the contents of
// the protocol's.

/// The session after the last statement. The module has only one thread.
nonisolated(unsafe) private var state = SessionSnapshot()
private let cells = CellInterpreter()

@_expose(wasm, "backprop_allocate") @_cdecl("backprop_allocate")
public func allocate(_ count: Int32) -> UnsafeMutablePointer<UInt8> {
  .allocate(capacity: max(Int(count), 1))
}

/// Runs a cell. The reply has no `execution_count`: the host counts. What was checked and marked, for
/// programs, is in its `metadata`, which belongs to the message rather than to its content.
@_expose(wasm, "backprop_execute") @_cdecl("backprop_execute")
public func execute(_ text: UnsafeMutablePointer<UInt8>, _ count: Int32) {
  var metadata: [String: JSONValue] = [:]
  let surroundings = CellSurroundings(
    send: { output in
      if case .annotation(let annotation) = output { metadata = annotation } else { output.send() }
    }, now: { hostNow() },
    remarkOnPictures: { $0.contains(.svg) ? nil : Rasterizer.complaint })
  let error = cells.execute(
    taken(text, count), continuing: state, host: Host.cellHost(publish: { state = $0 }), in: surroundings)
  var content: [String: JSONValue] = ["status": "ok"]
  if let error { content = FailureReply(.error, error).fields }
  if !metadata.isEmpty { content["metadata"] = .object(metadata) }
  reply(.object(content))
}

/// The value of a user expression.
@_expose(wasm, "backprop_evaluate") @_cdecl("backprop_evaluate")
public func evaluate(_ text: UnsafeMutablePointer<UInt8>, _ count: Int32) {
  reply(cells.evaluate(taken(text, count), continuing: state, host: Host.cellHost()).json)
}

@_expose(wasm, "backprop_complete") @_cdecl("backprop_complete")
public func complete(_ text: UnsafeMutablePointer<UInt8>, _ count: Int32, _ cursor: Int32) {
  let code = taken(text, count)
  let completion = cells.complete(
    code, at: place(cursor, in: code), in: state, files: { Host.files(beginning: $0) })
  reply(CompleteReply(completion).json)
}

@_expose(wasm, "backprop_inspect") @_cdecl("backprop_inspect")
public func inspect(_ text: UnsafeMutablePointer<UInt8>, _ count: Int32, _ cursor: Int32, _ detail: Int32) {
  let code = taken(text, count)
  reply(InspectReply(cells.inspect(code, at: place(cursor, in: code), in: state, now: { hostNow() })).json)
}

@_expose(wasm, "backprop_is_complete") @_cdecl("backprop_is_complete")
public func isComplete(_ text: UnsafeMutablePointer<UInt8>, _ count: Int32) {
  reply(IsCompleteReply(cells.isComplete(taken(text, count), in: state)).json)
}

/// The content of `kernel_info_reply`.
@_expose(wasm, "backprop_describe") @_cdecl("backprop_describe")
public func describe() { reply(KernelInfoReply(CellInterpreter.info).json) }

private func taken(_ text: UnsafeMutablePointer<UInt8>, _ count: Int32) -> String {
  let string = String(decoding: UnsafeBufferPointer(start: text, count: Int(count)), as: UTF8.self)
  text.deallocate()
  return string
}

/// A cursor within the code, in code points.
private func place(_ cursor: Int32, in code: String) -> Int {
  min(max(Int(cursor), 0), code.unicodeScalars.count)
}

private func reply(_ content: JSONValue) { Host.send("reply", content.bytes) }

extension CellOutput {
  fileprivate func send() {
    switch self {
    case .text(let text, let isRemark): post(StreamOutput(name: isRemark ? "stderr" : "stdout", text: text))
    case .display(let bundle, let identifier): post(DisplayData(bundle, displayID: identifier))
    case .update(let bundle, let identifier): post(UpdateDisplayData(bundle, displayID: identifier))
    // The host knows the number.
    case .result(let bundle): post(ExecuteResult(bundle, executionCount: 0))
    // It belongs to the reply.
    case .annotation: break
    }
  }

  private func post<Content: MessageContent>(_ content: Content) {
    Host.send(Content.type, content.json.bytes)
  }
}
