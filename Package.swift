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
    library("Statistics"), library("HTML"), library("Auditing"), library("Feedback"),
    library("LabelingWeb"),
    .executable(name: "rlhf", targets: ["rlhf"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
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
    + module("Statistics", on: ["Runs"], testedWith: ["Runs"])
    + module("NeuralNetworks", on: ["Torch"], testedWith: ["Torch"])
    + module("Objectives", on: ["Torch"], testedWith: ["Torch"])
    + module("DemoWorld", on: ["Datasets"], testedWith: ["Datasets"])
    // Floor 3
    + module(
      "Models", on: ["NeuralNetworks", "Torch"], testedWith: ["NeuralNetworks", "Torch"])
    + module(
      "Batches", on: ["Datasets", "Runs", "Tokenizers", "Torch"],
      testedWith: ["Datasets", "Tokenizers", "Torch"])
    + module("HTML", on: ["Statistics"], testedWith: ["Statistics"])
    + module(
      "Auditing", on: ["Datasets", "Runs", "Statistics"],
      testedWith: ["Datasets", "Runs", "Statistics"])
    // Floor 4
    + module(
      "Feedback",
      on: [
        "Auditing", "Datasets", "Runs", "Statistics",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      testedWith: [
        "Auditing", "Datasets", "Runs", "Statistics",
        .product(name: "GRDB", package: "GRDB.swift"),
      ])
    + module(
      "Generation", on: ["Batches", "Models", "NeuralNetworks", "Tokenizers", "Torch"],
      testedWith: ["Models", "NeuralNetworks", "Tokenizers", "Torch"])
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
    + module(
      "Evaluation",
      on: [
        "Datasets", "HTML", "Runs", "Statistics",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      testedWith: ["Datasets", "HTML", "Runs", "Statistics"])
    + module(
      "LabelingWeb",
      on: [
        "Datasets", "Feedback", "HTML", "Runs", "Statistics",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      testedWith: [
        "Datasets", "Feedback",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ])
    // Floor 6
    + [
      .executableTarget(
        name: "rlhf",
        dependencies: [
          "Auditing", "Batches", "Datasets", "DemoWorld", "Evaluation", "Feedback", "Generation",
          "HTML", "LabelingWeb", "Models", "NeuralNetworks", "Objectives", "Runs", "Scoring",
          "Statistics",
          "Tokenizers", "Torch", "Training",
          .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ], swiftSettings: settings),
      .testTarget(
        name: "RlhfTests",
        dependencies: ["rlhf"],
        swiftSettings: settings),
    ]
)
