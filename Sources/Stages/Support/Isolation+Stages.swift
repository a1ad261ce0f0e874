import Imaging
import Inference
import Isolation
import Storage

extension Isolation {
    /// What keeps unknown files away from a stage; `notice` is told where there can be no such thing.
    static func ofStages(notice: @escaping @Sendable (String) -> Void) -> Isolation? {
        start(services: [HDF5Walk.service, PictureDecoder.service, FeatureExtractor.service], notice: notice)
    }
}
