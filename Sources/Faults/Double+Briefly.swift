extension Double {
    /// The number for a sentence: whole ones without a fraction.
    package var briefly: String {
        self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self)
    }
}
