import ArgumentParser
import Foundation
import Inference

/// Whether compiled networks are kept between runs.
public struct CacheOptions: ParsableArguments {
    @Flag(
        name: .customLong("no-cache"),
        help: """
            Compile networks anew, without the user's cache folder ($XDG_CACHE_HOME/kalon or ~/.cache/kalon). Takes up to \
            half a gigabyte more memory.
            """)
    public var noCache = false

    public init() {}

    /// Nil where there is to be none, and where the user has no folder for it.
    public func cache(_ context: StageContext) -> EngineCache? {
        guard !noCache else { return nil }
        let progress = context.progress
        return EngineCache.standard(environment: ProcessInfo.processInfo.environment) { progress.log($0) }
    }
}
