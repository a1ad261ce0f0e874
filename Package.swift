// swift-tools-version: 6.1
// The system libraries come from Debian's packages and from the OpenVINO wheel; `make setup` installs them
// and writes the pkg-config file that OpenVINO lacks. Build through `make build`, which sets the paths.
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")

/// One C library, found by pkg-config: `Sources/System/<name>`.
func system(_ name: String, pkgConfig: String? = nil, debian: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

/// One library target with its tests: `Sources/<name>` and `Tests/<name>Tests`.
func library(
    _ name: String, _ dependencies: [Target.Dependency], tests: [Target.Dependency] = [], exclude: [String] = []
) -> [Target] {
    [
        .target(name: name, dependencies: dependencies, exclude: exclude),
        .testTarget(name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies + tests),
    ]
}

/// One executable: `Sources/Stages/kalon-<name>`.
func stage(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: "kalon-\(name)", dependencies: ["StageSupport", argumentParser] + dependencies, path: "Sources/Stages/kalon-\(name)"
    )
}

let package = Package(
    name: "Kalon",
    // What programs outside may use: `public` in these targets. `package` is shared among targets and may change at any time.
    products: [
        .library(
            name: "Kalon",
            targets: [
                "Evaluation", "Evolution", "Exploration", "Extraction", "Graphs", "Imaging", "Inference", "Judging", "Learning",
                "Matrices", "Networks", "Quantisation", "Reduction", "Selection", "Storage",
            ])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    ],
    targets: [
        system("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
        system("CHDF5", pkgConfig: "hdf5", debian: "libhdf5-dev"),
        system("CLAPACK", pkgConfig: "openblas", debian: "libopenblas-dev"),
        system("COneDNN", debian: "libdnnl-dev"),
        system("COpenVINO", pkgConfig: "kalon-openvino", debian: "(the OpenVINO wheel: run make setup)"),
        system("CVips", pkgConfig: "kalon-vips", debian: "libvips-dev"),
        system("CZlib", pkgConfig: "zlib", debian: "zlib1g-dev"),
        // C++ behind a C header: what OpenVINO's C interface leaves out.
        .target(
            name: "COpenVINOGraph", dependencies: ["COpenVINO"], path: "Sources/System/COpenVINOGraph",
            linkerSettings: [.linkedLibrary("openvino")]),
        // Loops compiled for several generations of processors.
        .target(name: "CVectorLoops", path: "Sources/System/CVectorLoops"),
        // System calls that Swift cannot make: copies of a process, and what they may use.
        .target(name: "CIsolation", path: "Sources/System/CIsolation"),
        .target(name: "Faults"),
        .testTarget(name: "FaultsTests", dependencies: ["Faults", "TestSupport"]),
        .target(name: "TestSupport", path: "Tests/Support"),
        // Stands in for the allocator of the test process.
        .target(name: "CAllocationCount", path: "Tests/AllocationCount"),
    ]
        + library("Isolation", ["CIsolation", "Faults"], tests: ["isolation-trial"])
        + library("Matrices", [])
        + library("Graphs", ["Faults", "Matrices", crypto])
        + library("Reference", ["Graphs"])
        + library("LinearAlgebra", ["CLAPACK", "COneDNN", "CVectorLoops", "Faults", "Matrices"])
        + library("Storage", ["CHDF5", "CZlib", "Faults", "Isolation", "Matrices", crypto])
        + library("Downloads", ["CCurl", "Faults", "Storage"])
        + library("Weights", ["Faults", "Storage"])
        + library("Imaging", ["CVips", "Faults", "Isolation", "Matrices", "Storage"])
        + library(
            "Networks", ["Faults", "Graphs", "Imaging", "Matrices", "Reference", "Storage", protobuf],
            exclude: ["ONNX/onnx.proto", "ONNX/onnx-weights.proto"])
        + library(
            "Inference",
            ["COpenVINOGraph", "Faults", "Graphs", "Imaging", "Isolation", "Matrices", "Networks", "Storage"],
            tests: ["Reference"])
        + library(
            "Quantisation", ["Faults", "Graphs", "Imaging", "Inference", "LinearAlgebra", "Networks"], tests: ["Matrices"])
        + library("Extraction", ["Faults", "Imaging", "Inference", "Matrices", "Storage"], tests: ["Networks"])
        + library("Reduction", ["Faults", "LinearAlgebra", "Matrices"])
        + library("Evolution", ["Faults", "Matrices"], tests: ["Learning"])
        + library("Kernels", ["Faults", "Graphs", "LinearAlgebra", "Matrices"], tests: ["Reference"])
        + library(
            "Learning", ["CVectorLoops", "Faults", "Graphs", "Kernels", "LinearAlgebra", "Matrices"], tests: ["CAllocationCount"])
        + library("Selection", ["Evolution", "Faults", "Graphs", "Learning", "LinearAlgebra", "Matrices"])
        + library("Evaluation", ["Faults", "Matrices"])
        + library("Exploration", ["Faults", "Imaging", "Matrices", "Storage"])
        + library("Reporting", ["Evaluation", "Exploration", "Faults"])
        + library(
            "Judging",
            [
                "Extraction", "Faults", "Graphs", "Imaging", "Inference", "Learning", "LinearAlgebra", "Matrices", "Networks",
                "Reduction", "Storage",
            ], tests: ["Kernels", "Reference"])
        + [
            .target(
                name: "StageSupport",
                dependencies: [
                    "Evaluation", "Exploration", "Faults", "Graphs", "Imaging", "Inference", "Isolation", "Judging",
                    "Kernels",
                    "Learning", "LinearAlgebra", "Networks", "Reduction", "Storage", "Weights",
                    argumentParser,
                ], path: "Sources/Stages/Support"),
            .executableTarget(name: "kalon", dependencies: ["StageSupport", "Storage"], path: "Sources/Stages/kalon"),
            stage("render", ["Imaging"]),
            stage(
                "extract",
                ["Evaluation", "Extraction", "Graphs", "Imaging", "Inference", "Judging", "Networks", "Reporting", "Storage"]),
            stage("reduce", ["Evaluation", "Faults", "Inference", "Judging", "LinearAlgebra", "Reduction", "Storage"]),
            stage("select", ["Evaluation", "Evolution", "Judging", "Learning", "Matrices", "Selection", "Storage"]),
            stage("evolve", ["Evaluation", "Evolution", "Judging", "Learning", "Selection", "Storage"]),
            stage("train", ["Evaluation", "Faults", "Judging", "Learning", "Matrices", "Storage"]),
            stage(
                "evaluate",
                [
                    "Evaluation", "Extraction", "Faults", "Imaging", "Inference", "Judging", "Learning", "Matrices", "Reporting",
                    "Storage",
                ]),
            stage("predict", ["Evaluation", "Faults", "Imaging", "Judging", "Matrices", "Reporting", "Storage"]),
            stage("explore", ["Exploration", "Extraction", "Imaging", "Judging", "Matrices", "Reporting", "Storage"]),
            stage("report", ["Evaluation", "Exploration", "Imaging", "Inference", "Judging", "Reporting", "Storage"]),
            stage("inspect", ["Faults", "Reporting", "Storage"]),
            stage("export", ["Evaluation", "Inference", "Judging", "Networks", "Storage"]),
            stage(
                "quantise",
                [
                    "Evaluation", "Faults", "Graphs", "Imaging", "Inference", "Judging", "Matrices", "Networks", "Quantisation",
                    "Storage",
                ]),
            stage("weights", ["Downloads", "Faults", "Reporting", "Storage", "Weights"]),
            // What the tests of `Isolation` run: a process with threads, as theirs is, cannot be copied.
            .executableTarget(name: "isolation-trial", dependencies: ["Imaging", "Isolation"], path: "Tests/IsolationTrial"),
            .executableTarget(
                name: "reduction-benchmark",
                dependencies: ["LinearAlgebra", "Matrices", "Reduction", "StageSupport", "Storage", argumentParser],
                path: "Benchmarks/Reduction"),
            .testTarget(
                name: "StagesTests",
                dependencies: [
                    "Evaluation", "Imaging", "Inference", "Judging", "Learning", "Matrices", "StageSupport", "Storage",
                    "TestSupport",
                ]),
        ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)
