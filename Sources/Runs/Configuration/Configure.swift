public import Foundation

/// A configuration that can tell whether its values make sense together.
public protocol ValidatedConfiguration: Codable, Sendable {
  /// Checks the values.
  ///
  /// - Throws: `ConfigurationError` that names the key, its value and what is allowed.
  func validate() throws
}

/// A value that is not its default.
public struct ConfigurationDifference: Sendable, Equatable {
  /// Where the value is, as in `ppo.beta`.
  public let key: String
  /// The default, as a recipe would write it.
  public let defaultValue: String
  /// The value now, as a recipe would write it.
  public let value: String
  /// The recipe's file name, or `--set`.
  public let origin: String

  /// Creates a difference.
  public init(key: String, defaultValue: String, value: String, origin: String) {
    self.key = key
    self.defaultValue = defaultValue
    self.value = value
    self.origin = origin
  }
}

/// A configuration made of defaults, a recipe and overrides.
public struct Configured<Configuration> {
  /// The configuration to use.
  public let value: Configuration
  /// What is not a default, sorted by key.
  public let differences: [ConfigurationDifference]
  /// The whole configuration as JSON with sorted snake-case keys, which is also a valid recipe.
  public let json: Data
}

extension Configured: Sendable where Configuration: Sendable {}

/// Lays a recipe, then overrides, over the defaults.
///
/// A recipe is YAML 1.2 whose keys are the properties in snake case: `learningRate` is
/// `learning_rate`. A list or a dictionary replaces the default one whole. Every property needs a
/// default: one that is nil leaves no key to lay a value over, so use an enumeration case instead.
///
/// - Parameters:
///   - defaults: The configuration when nobody says otherwise.
///   - recipe: A YAML or JSON file.
///   - overrides: `key.path=value` each, the value in YAML; the last one wins.
/// - Throws: `ConfigurationError` for an unreadable recipe, a key that is not there, or a value of
///   the wrong type; and whatever `validate()` throws.
public func configure<Configuration: Codable>(
  _ defaults: Configuration, recipe: URL?, overrides: [String]
) throws -> Configured<Configuration> {
  let template = try ConfigurationTree(encoding: defaults)
  var overlay = Overlay(defaults: template)
  if let recipe { try overlay.lay(recipe: recipe) }
  for override in overrides { try overlay.lay(override: override) }

  let value = try overlay.decoded(as: Configuration.self)
  let tree = try ConfigurationTree(encoding: value)
  if let ignored = overlay.tree.keyIgnored(in: tree) {
    throw ConfigurationError(
      "\(overlay.origin(of: ignored) ?? "configuration"): \(ignored.joined(separator: ".")) "
        + "is not a key; leave it out")
  }
  try (value as? any ValidatedConfiguration)?.validate()

  let differences = tree.differences(from: template).map { difference in
    ConfigurationDifference(
      key: difference.path.joined(separator: "."),
      defaultValue: difference.from?.summary ?? "nothing",
      value: difference.to?.summary ?? "nothing",
      origin: overlay.origin(of: difference.path) ?? "configuration")
  }
  return Configured(value: value, differences: differences, json: Data(tree.json().utf8))
}

extension Overlay {
  fileprivate mutating func lay(recipe: URL) throws {
    let source = displayedPath(of: recipe)
    let text: String
    do {
      text = try String(decoding: readFile(recipe), as: UTF8.self)
    } catch {
      throw ConfigurationError("cannot read the recipe \(source): \(shortReason(for: error))")
    }
    let locate = { (line: Int?) in line.map { "\(source):\($0)" } ?? source }
    guard let value = try RecipeValue(yaml: text, locate: locate) else { return }
    try lay(value, origin: recipe.lastPathComponent, locate: locate)
  }

  fileprivate mutating func lay(override: String) throws {
    guard let equals = override.firstIndex(of: "="), equals != override.startIndex else {
      throw ConfigurationError("--set \(override): write it as key.path=value")
    }
    let source = "--set \(override)"
    let yaml = String(override[override.index(after: equals)...])
    var value = try RecipeValue(yaml: yaml) { _ in source } ?? RecipeValue(content: .null, line: 1)
    for key in override[..<equals].split(separator: ".").reversed() {
      value = RecipeValue(content: .mapping([.init(key: String(key), value: value)]), line: 1)
    }
    try lay(value, origin: "--set") { _ in source }
  }

  fileprivate func decoded<Configuration: Decodable>(
    as type: Configuration.Type
  ) throws -> Configuration {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      return try decoder.decode(type, from: Data(tree.json(spelling: { $0 }).utf8))
    } catch let error as DecodingError {
      throw sentence(about: error)
    }
  }

  private func reason(_ context: DecodingError.Context) -> String {
    // A number that does not fit its type hides behind the complaint about the whole.
    context.underlyingError.map { "\(context.debugDescription) (\($0))" }
      ?? context.debugDescription
  }

  private func sentence(about error: DecodingError) -> ConfigurationError {
    let (path, reason): ([any CodingKey], String) =
      switch error {
      case .typeMismatch(let type, let context): (context.codingPath, "must be of type \(type)")
      case .valueNotFound(_, let context): (context.codingPath, "needs a value")
      case .keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
      case .dataCorrupted(let context):
        (context.codingPath, "is not usable: \(reason(context))")
      @unknown default: ([], "cannot be read: \(error)")
      }
    let names = path.map { $0.intValue.map { "[\($0)]" } ?? snakeCase($0.stringValue) }
    let name = names.joined(separator: ".").replacing(".[", with: "[")
    return ConfigurationError(
      "\(origin(of: names) ?? "configuration"): \(name.isEmpty ? "it" : name) \(reason)")
  }
}
