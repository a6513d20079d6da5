// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of the house with its test target of the same name.
func floor(
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

// No flag here names a path: libtorch is opened at run time (docs/decisions/0001).
let package = Package(
  name: "swift-rlhf",
  products: [.library(name: "Torch", targets: ["Torch"])],
  targets: [
    .target(name: "CTorch", exclude: ["libtorch"], linkerSettings: [.linkedLibrary("dl")])
  ] + floor("Torch", on: ["CTorch"])
)
