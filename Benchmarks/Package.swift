// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]

/// A product of the package that is measured.
func product(_ name: String) -> Target.Dependency {
  .product(name: name, package: "swift-rlhf")
}

// A package of its own, so that who depends on swift-rlhf does not get it.
let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "swift-rlhf", path: "..")],
  targets: [
    .executableTarget(
      name: "bench",
      dependencies: [
        product("Batches"), product("Datasets"), product("Generation"), product("Models"),
        product("NeuralNetworks"), product("Scoring"), product("Tokenizers"), product("Torch"),
        product("Training"),
      ], swiftSettings: settings)
  ]
)
