import ArgumentParser
import Foundation
import Inference

/// The option that decides whether compiled networks are kept between runs.
public struct CacheOptions: ParsableArguments {
    /// Whether networks are compiled without using the cache (`--no-cache`).
    @Flag(
        name: .customLong("no-cache"),
        help: """
            Compile networks without using the cache folder ($XDG_CACHE_HOME/kalon or ~/.cache/kalon). Takes up to half a \
            gigabyte more memory.
            """)
    public var noCache = false

    /// Creates the options with their defaults.
    public init() {}

    /// The cache in the user's folder.
    ///
    /// - Returns: Nil with `--no-cache`, or if the user has no cache folder.
    public func cache(_ context: StageContext) -> EngineCache? {
        guard !noCache else { return nil }
        let progress = context.progress
        return EngineCache.standard(environment: ProcessInfo.processInfo.environment) { progress.log($0) }
    }
}
