extension ConnectionFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let path, let error): "cannot read the connection file \(path): \(error)"
    case .notJSON(let path): "the connection file \(path) does not contain a JSON object"
    case .missing(let path, let field): "the connection file \(path) has no \(field)"
    case .wrong(let path, let field, let value, let expected):
      "the connection file \(path) has \(field) \(value), where \(expected) is expected"
    }
  }
}

extension KernelServer.StartError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotBind(let endpoint, let error): "cannot listen on \(endpoint): \(error)"
    case .notRegistered(let endpoint): "the launcher at \(endpoint) has not confirmed the kernel's ports"
    case .system(let error): "cannot start: \(error)"
    }
  }
}
