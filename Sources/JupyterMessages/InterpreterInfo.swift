import JSON

/// What a kernel says about its language and itself.
public struct InterpreterInfo: Sendable {
  public var implementation: String
  public var implementationVersion: String
  public var banner: String
  public var language: Language
  /// Links for a client's Help menu.
  public var helpLinks: [HelpLink]
  /// Whether cells of a subshell may run while a cell of the main shell runs: `execute` is then called from
  /// several threads at once, with `Cell.subshell` telling them apart.
  public var supportsSubshells: Bool

  public init(
    implementation: String, implementationVersion: String, banner: String, language: Language,
    helpLinks: [HelpLink] = [], supportsSubshells: Bool = false
  ) {
    self.implementation = implementation
    self.implementationVersion = implementationVersion
    self.banner = banner
    self.language = language
    self.helpLinks = helpLinks
    self.supportsSubshells = supportsSubshells
  }

  /// `language_info` of the protocol.
  public struct Language: Sendable, Equatable {
    public var name: String
    public var version: String
    public var mimetype: String
    public var fileExtension: String
    /// The name of a Pygments lexer, if it is not `name`.
    public var pygmentsLexer: String?
    /// The name of a CodeMirror mode, if it is not `name`.
    public var codemirrorMode: String?
    /// The nbconvert exporter for scripts, if it is not the general one.
    public var nbconvertExporter: String?

    public init(
      name: String, version: String, mimetype: String, fileExtension: String, pygmentsLexer: String? = nil,
      codemirrorMode: String? = nil, nbconvertExporter: String? = nil
    ) {
      self.name = name
      self.version = version
      self.mimetype = mimetype
      self.fileExtension = fileExtension
      self.pygmentsLexer = pygmentsLexer
      self.codemirrorMode = codemirrorMode
      self.nbconvertExporter = nbconvertExporter
    }
  }

  /// An entry in a client's Help menu.
  public struct HelpLink: Sendable, Equatable {
    public var text: String
    public var url: String

    public init(text: String, url: String) {
      self.text = text
      self.url = url
    }
  }
}

/// `kernel_info_reply`.
package struct KernelInfoReply: MessageContent {
  package static let type = "kernel_info_reply"
  private let info: InterpreterInfo

  package init(_ info: InterpreterInfo) { self.info = info }

  package var json: JSONValue {
    [
      "status": "ok", "protocol_version": .string(JupyterProtocol.version),
      "implementation": .string(info.implementation),
      "implementation_version": .string(info.implementationVersion), "banner": .string(info.banner),
      "language_info": info.language.json,
      "help_links": .array(info.helpLinks.map { ["text": .string($0.text), "url": .string($0.url)] }),
      "debugger": false, "supported_features": info.supportsSubshells ? ["kernel subshells"] : [],
    ]
  }
}

extension InterpreterInfo.Language {
  fileprivate var json: JSONValue {
    var fields: [String: JSONValue] = [
      "name": .string(name), "version": .string(version), "mimetype": .string(mimetype),
      "file_extension": .string(fileExtension),
    ]
    fields["pygments_lexer"] = pygmentsLexer.map { .string($0) }
    fields["codemirror_mode"] = codemirrorMode.map { .string($0) }
    fields["nbconvert_exporter"] = nbconvertExporter.map { .string($0) }
    return .object(fields)
  }
}
