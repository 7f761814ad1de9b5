import JSON
import JupyterKernel

/// A model of a widget as Jupyter's widget protocol describes it, of the modules that come with
/// `jupyterlab_widgets`. Source: ipywidgets, "Widget messaging protocol" 2.1 and "Model state".
struct WidgetModel: Sendable {
  let id: String
  let name: String
  var state: [String: JSONValue]

  /// Of the protocol, in the metadata of `comm_open`.
  private static let protocolVersion = "2.1.0"
  private static let version = "2.0.0"
  /// The target of the comms of models.
  static let target = "jupyter.widget"
  /// The target of the comm by which a client that has just opened asks for all models.
  static let controlTarget = "jupyter.widget.control"
  /// The form of a display in which a client shows a model.
  static let viewType = "application/vnd.jupyter.widget-view+json"

  /// kind: `FloatSlider`, whose model is `FloatSliderModel` and whose view `FloatSliderView`.
  init(_ kind: String, of module: Module = .controls, hasView: Bool = true, _ state: [String: JSONValue]) {
    id = "bp" + String(UInt64.random(in: .min ... .max), radix: 16)
    name = kind + "Model"
    self.state = state.merging([
      "_model_module": .string(module.rawValue), "_model_module_version": .string(Self.version),
      "_model_name": .string(name),
      "_view_module": .string((hasView ? module : .base).rawValue),
      "_view_module_version": .string(Self.version),
      "_view_name": .string(hasView ? kind + "View" : module == .base ? "LayoutView" : "StyleView"),
    ]) { own, _ in own }
  }

  enum Module: String {
    case base = "@jupyter-widgets/base"
    case controls = "@jupyter-widgets/controls"
  }

  /// How the state of another model refers to it.
  var reference: JSONValue { .string("IPY_MODEL_" + id) }

  /// What a client shows in place of the cell's output.
  var view: JSONValue {
    ["version_major": 2, "version_minor": 0, "model_id": .string(id)]
  }

  var opening: CommReport {
    .open(
      id: id, target: Self.target, data: ["state": .object(state), "buffer_paths": []],
      metadata: ["version": .string(Self.protocolVersion)])
  }

  /// Tells the clients a part of the state. method: `update`, or `echo_update` for what a client has said.
  func update(_ state: [String: JSONValue], method: String = "update") -> CommReport {
    .update(
      id: id, data: ["method": .string(method), "state": .object(state), "buffer_paths": []])
  }

  /// Its part of the answer to `request_states`.
  var whole: JSONValue {
    [
      "model_name": .string(name), "model_module": state["_model_module"] ?? .null,
      "model_module_version": .string(Self.version), "state": .object(state),
    ]
  }
}
