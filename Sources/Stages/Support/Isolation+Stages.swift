import HDF5
import Imaging
import Inference
import Isolation

extension Isolation {
    /// Starts the processes that open unknown files for a stage; `notice` is told if the system does not allow them.
    static func ofStages(notice: @escaping @Sendable (String) -> Void) -> Isolation? {
        start(services: [HDF5Walk.service, PictureDecoder.service, FeatureExtractor.service], notice: notice)
    }
}
