// swift-tools-version: 6.2
import PackageDescription

/// Whether a warning is an error, as for `make`; users are not stopped by a newer compiler's.
let isStrict = Context.environment["STRICT"] == "1"

let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (isStrict ? [.treatAllWarnings(as: .error)] : [])

/// A module of the house with its test target of the same name.
func module(
  _ name: String, on dependencies: [Target.Dependency] = [],
  testedWith testDependencies: [Target.Dependency] = []
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, swiftSettings: settings),
    .testTarget(
      name: "\(name)Tests", dependencies: [.byName(name: name)] + testDependencies,
      swiftSettings: settings),
  ]
}

/// A library of the same name as its module.
func library(_ name: String) -> Product { .library(name: name, targets: [name]) }

// No flag here names a path: libtorch is opened at run time (docs/decisions/0001).
// A module may import those on lower floors, and only what is listed here (docs/architecture.md).
let package = Package(
  name: "swift-rlhf",
  products: [
    library("Torch"), library("Tokenizers"), library("Datasets"), library("Runs"),
    library("NeuralNetworks"), library("Objectives"), library("Models"), library("Batches"),
    library("Generation"), library("Scoring"), library("Training"), library("Evaluation"),
    .executable(name: "rlhf", targets: ["rlhf"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "CTorch", exclude: ["libtorch"], linkerSettings: [.linkedLibrary("dl")]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
  ]
    // Floor 1
    + module("Torch", on: ["CTorch"])
    + module("Tokenizers")
    + module("Datasets", on: ["CZlib"])
    + module(
      "Runs", on: ["Yams", .product(name: "Crypto", package: "swift-crypto")])
    // Floor 2
    + module("NeuralNetworks", on: ["Torch"], testedWith: ["Torch"])
    + module("Objectives", on: ["Torch"], testedWith: ["Torch"])
    + module("DemoWorld", on: ["Datasets"], testedWith: ["Datasets"])
    // Floor 3
    + module(
      "Models", on: ["NeuralNetworks", "Torch"], testedWith: ["NeuralNetworks", "Torch"])
    + module(
      "Batches", on: ["Datasets", "Runs", "Tokenizers", "Torch"],
      testedWith: ["Datasets", "Tokenizers", "Torch"])
    // Floor 4
    + module(
      "Generation", on: ["Batches", "Models", "Tokenizers", "Torch"],
      testedWith: ["Models", "Tokenizers", "Torch"])
    + module(
      "Scoring", on: ["Batches", "Datasets", "Models", "Objectives", "Torch"],
      testedWith: ["Batches", "Datasets", "Models", "Torch"])
    // Floor 5
    + module(
      "Training",
      on: [
        "Batches", "Datasets", "Generation", "Models", "NeuralNetworks", "Objectives", "Runs",
        "Scoring", "Tokenizers", "Torch",
      ],
      testedWith: [
        "Batches", "Datasets", "Generation", "Models", "NeuralNetworks", "Objectives", "Scoring",
        "Tokenizers", "Torch",
      ])
    + module("Evaluation", on: ["Datasets", "Runs"], testedWith: ["Datasets", "Runs"])
    // Floor 6
    + [
      .executableTarget(
        name: "rlhf",
        dependencies: [
          "Batches", "Datasets", "DemoWorld", "Evaluation", "Generation", "Models",
          "NeuralNetworks", "Objectives", "Runs", "Scoring", "Tokenizers", "Torch", "Training",
          .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ], swiftSettings: settings),
      .testTarget(
        name: "RlhfTests",
        dependencies: ["rlhf"],
        swiftSettings: settings),
    ]
)
