// swift-tools-version: 6.1
// Programs that the benchmarks run beside the stages. `make bench-reduce` builds them; they see what is public, and nothing else.
import PackageDescription

let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "kalon", path: "..")],
    targets: [
        .executableTarget(
            name: "reduction-benchmark", dependencies: [.product(name: "Kalon", package: "kalon")], path: "Reduction")
    ],
    swiftLanguageModes: [.v6]
)
