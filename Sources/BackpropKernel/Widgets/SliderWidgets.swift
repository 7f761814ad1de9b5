import BackpropLanguage
import JSON
import JupyterKernel
import Rendering
import SystemThreads

/// The figures with sliders that clients show live, by Jupyter's widget protocol: while a slider moves, the
/// lines below `vary` run for its value. Every figure has the state that it began with, so it answers while
/// a cell runs, and nothing of the session changes.
final class SliderWidgets: Sendable {
  /// A figure and its models.
  private struct Board {
    /// nil once the sliders rest.
    var cell: VariedCell?
    let scales: FigureScales
    let digits: Int
    var sliders: [Slider]
    var picture: WidgetModel
    /// The layouts and styles of the others.
    let parts: [WidgetModel]
    /// What contains the sliders and the picture.
    let box: WidgetModel

    /// Each after those that it refers to.
    var models: [WidgetModel] { parts + sliders.map { $0.model } + [picture, box] }
  }

  private struct Slider {
    var model: WidgetModel
    let slider: Variation.Slider
    var value: Double
  }

  /// The figures in order of creation.
  private let boards = Guarded<[Board]>([])
  /// The pictures that are not those of their sliders' values yet.
  private let late = Guarded<[String]>([])
  private let renderer = Renderer()
  /// Of older figures, the sliders rest, because each that moves keeps a copy of the session.
  private static let mostLive = 32
  /// Of still older ones, a page that is opened again does not find the models.
  private static let mostBoards = 256

  static let targets: Set<String> = [WidgetModel.target, WidgetModel.controlTarget]

  // MARK: Opening

  /// Opens the models of a figure.
  ///
  /// Returns: what shows them.
  func open(_ variation: Variation, digits: Int, send: (CommReport) -> Void) -> JSONValue? {
    guard let start = variation.start else { return nil }
    let layout = WidgetModel(
      "Layout", of: .base, hasView: false, ["width": "34em", "max_width": "100%"])
    let style = WidgetModel("SliderStyle", hasView: false, ["description_width": "7em"])
    let wide = WidgetModel("Layout", of: .base, hasView: false, ["max_width": "100%"])
    let sliders = variation.sliders.map { slider in
      Slider(
        model: WidgetModel(slider.kind, slider.state(layout: layout, style: style)), slider: slider,
        value: slider.values.indices.contains(slider.start) ? slider.values[slider.start] : 0)
    }
    let pictureStyle = WidgetModel("HTMLStyle", hasView: false, [:])
    let picture = WidgetModel(
      "HTML",
      [
        "value": .string(renderer.html(of: start, digits: digits)), "layout": wide.reference,
        "style": pictureStyle.reference,
      ])
    let children = sliders.map { $0.model.reference } + [picture.reference]
    let box = WidgetModel("VBox", ["children": .array(children), "layout": wide.reference])
    let board = Board(
      cell: variation.cell, scales: variation.scales, digits: digits, sliders: sliders, picture: picture,
      parts: [layout, style, wide, pictureStyle], box: box)
    for model in board.models { send(model.opening) }
    let removed: [Board] = boards.withLock { boards in
      boards.append(board)
      for place in boards.indices.dropLast(Self.mostLive) { boards[place].cell = nil }
      let count = max(boards.count - Self.mostBoards, 0)
      defer { boards.removeFirst(count) }
      return Array(boards.prefix(count))
    }
    for board in removed { remove(board, send) }
    return box.view
  }

  /// Ends the sliders of a figure, and says so. A client removes what shows a closed model from its page, so
  /// the picture stays open.
  private func remove(_ board: Board, _ send: (CommReport) -> Void) {
    if case .string(let shown)? = board.picture.state["value"] {
      send(board.picture.update(["value": .string(Self.note(Self.ended, above: shown))]))
    }
    for slider in board.sliders { send(.close(id: slider.model.id)) }
  }

  private static let resting = "These sliders rest. Run the cell again to move them."
  private static let ended = "The sliders of this figure have been removed. Run the cell again to move them."

  private static func note(_ text: String, above shown: String) -> String {
    let rests = note(resting)
    return note(text) + (shown.hasPrefix(rests) ? String(shown.dropFirst(rests.count)) : shown)
  }

  private static func note(_ text: String) -> String {
    "<p role=\"status\">\(text)</p>"
  }

  // MARK: Answering

  /// What clients say. Of several positions of a slider, only the last is computed.
  func receive(_ messages: [CommMessage], in context: CommContext) {
    var moved = late.withLock { $0 }
    for (place, message) in messages.enumerated() {
      switch message.kind {
      case .open: break
      case .close: forget(message.id, place, context)
      case .message:
        switch message.data["method"]?.string {
        case "update", "backbone":
          if let picture = move(message, place, context) { moved.append(picture) }
          // A client holds the next position back until then, and this one could not be overtaken.
          context.accept(place)
        case "request_state":
          if let model = model(message.id) { context.send(model.update(model.state), to: place) }
        case "request_states": sendAll(to: message.id, place, context)
        default: break
        }
      }
    }
    var open = moved.enumerated().filter { !moved[($0 + 1)...].contains($1) }.map { $1 }
    while let picture = open.first, !context.isOvertaken, show(picture, context) { open.removeFirst() }
    // After an interrupt, the pictures stay as they are.
    late.withLock { $0 = context.isInterrupted ? [] : open }
  }

  /// Moves a slider to where a client has moved it.
  ///
  /// Returns: the model of its figure's picture; nil if the message moves nothing.
  private func move(_ message: CommMessage, _ place: Int, _ context: CommContext) -> String? {
    guard let state = message.data["state"] else { return nil }
    let moved: (model: WidgetModel, picture: String)? = boards.withLock { boards in
      for board in boards.indices {
        for place in boards[board].sliders.indices where boards[board].sliders[place].model.id == message.id {
          guard let value = boards[board].sliders[place].slider.value(in: state) else { return nil }
          boards[board].sliders[place].value = value
          for name in ["value", "index"] {
            if let said = state[name] { boards[board].sliders[place].model.state[name] = said }
          }
          return (boards[board].sliders[place].model, boards[board].picture.id)
        }
      }
      return nil
    }
    guard let (model, picture) = moved else { return nil }
    // Other clients of the same kernel show the slider, too. The sender waits for the echo of this message.
    var said: [String: JSONValue] = [:]
    for name in ["value", "index"] { said[name] = state[name] }
    context.send(model.update(said, method: "echo_update"), to: place)
    return picture
  }

  /// Runs the lines for where the sliders stand, and shows the results.
  ///
  /// Returns: false if it was stopped.
  private func show(_ picture: String, _ context: CommContext) -> Bool {
    guard let board = boards.withLock({ $0.first { $0.picture.id == picture } }) else { return true }
    guard let cell = board.cell else {
      if case .string(let shown)? = board.picture.state["value"],
        !shown.hasPrefix(Self.note(Self.resting))
      {
        replace(picture, by: Self.note(Self.resting, above: shown), context)
      }
      return true
    }
    let isStopped = { context.isInterrupted || context.isOvertaken }
    var host = HostSystem.host(isInterrupted: isStopped)
    host.planes = board.scales.planes
    let position = cell.position(at: board.sliders.map { $0.value }, in: host)
    guard let position else { return false }
    let scaled = board.scales.applied(to: position)
    replace(picture, by: renderer.html(of: scaled, digits: board.digits), context)
    return true
  }

  /// Shows something else in place of a picture.
  private func replace(_ picture: String, by html: String, _ context: CommContext) {
    let model: WidgetModel? = boards.withLock { boards in
      guard let place = boards.firstIndex(where: { $0.picture.id == picture }) else { return nil }
      boards[place].picture.state["value"] = .string(html)
      return boards[place].picture
    }
    if let model { context.send(model.update(["value": .string(html)])) }
  }

  /// The client has closed a model, and so the figure: its other models end, too.
  private func forget(_ id: String, _ place: Int, _ context: CommContext) {
    let forgotten: [WidgetModel] = boards.withLock { boards in
      let models = boards.filter { $0.models.contains { $0.id == id } }.flatMap { $0.models }
      boards.removeAll { $0.models.contains { $0.id == id } }
      return models
    }
    for model in forgotten where model.id != id { context.send(.close(id: model.id), to: place) }
  }

  private func model(_ id: String) -> WidgetModel? {
    boards.withLock { $0.lazy.flatMap { $0.models }.first { $0.id == id } }
  }

  /// All models, for a client that has just opened.
  private func sendAll(to comm: String, _ place: Int, _ context: CommContext) {
    let models = boards.withLock { $0.flatMap { $0.models } }
    context.send(
      .update(
        id: comm,
        data: [
          "method": "update_states", "buffer_paths": [],
          "states": .object(models.map { JSONValue.Member($0.id, $0.whole) }),
        ]), to: place)
  }
}

extension Variation.Slider {
  fileprivate var kind: String { step == nil ? "SelectionSlider" : "FloatSlider" }

  fileprivate func state(layout: WidgetModel, style: WidgetModel) -> [String: JSONValue] {
    var state: [String: JSONValue] = [
      "description": .string(name), "continuous_update": true, "readout": true,
      "orientation": "horizontal", "layout": layout.reference, "style": style.reference,
    ]
    if let step, let first = values.first, let last = values.last {
      state["min"] = .number(first)
      state["max"] = .number(last)
      state["step"] = .number(step)
      state["value"] = .number(values.indices.contains(start) ? values[start] : first)
      // Four digits, without zeros at the end.
      state["readout_format"] = ".4~g"
    } else {
      state["_options_labels"] = .array(labels.map { .string($0) })
      state["index"] = .integer(start)
    }
    return state
  }

  /// The value that a client's message puts it to; nil if it says nothing of the kind.
  fileprivate func value(in state: JSONValue) -> Double? {
    guard step != nil else {
      guard case .integer(let index)? = state["index"], values.indices.contains(index) else { return nil }
      return values[index]
    }
    guard let value = state["value"]?.number, value.isFinite, let first = values.first, let last = values.last
    else { return nil }
    return min(max(value, first), last)
  }
}
