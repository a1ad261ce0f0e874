extension Double {
    /// The number as text for a sentence; whole numbers have no fraction.
    package var briefly: String {
        self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self)
    }
}
