// swift-tools-version: 6.1
// Programs that use Kalon as a library. `make examples` builds and runs them; they see what is public, and nothing else.
import PackageDescription

let package = Package(
    name: "Examples",
    dependencies: [.package(name: "kalon", path: "..")],
    targets: [
        .executableTarget(name: "JudgePhotograph", dependencies: [.product(name: "Kalon", package: "kalon")]),
        .executableTarget(name: "AddNetwork", dependencies: [.product(name: "Kalon", package: "kalon")]),
    ],
    swiftLanguageModes: [.v6]
)
