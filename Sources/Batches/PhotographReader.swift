import DataSets
import Imaging

/// Makes resized pictures from photographs, or takes them from the cache; it may be used from several threads.
struct PhotographReader: Sendable {
    let photographs: [Photograph]
    let recipe: PictureRecipe
    let decoder: PictureDecoder
    let store: PictureStore?
    let register: ReadingRegister

    /// The photograph after a resize of the recipe; nil if it is broken, which the register then knows.
    func picture(_ number: Int, _ resize: PictureRecipe.Resize) -> Picture? {
        guard !register.isBroken(number) else { return nil }
        let photograph = photographs[number]
        // Photographs that are not resized take more room than their files.
        let store = resize == .none ? nil : store
        let key = store == nil ? nil : PictureKey(photograph, resize, of: recipe)
        if let key, let (picture, notes) = store?.find(key) {
            register.note(number, notes)
            return picture
        }
        guard let (picture, notes) = decoded(number, photograph, resize) else { return nil }
        register.note(number, notes)
        if let key { store?.store(picture, notes, under: key) }
        return picture
    }

    private func decoded(
        _ number: Int, _ photograph: Photograph, _ resize: PictureRecipe.Resize
    ) -> (picture: Picture, notes: ReadingNotes)? {
        if let obstacle = photograph.obstacle {
            register.note(number, broken: obstacle)
            return nil
        }
        do throws(ImagingError) {
            let whole = try decoder.decode(path: photograph.location)
            return (try recipe.resized(whole, resize), whole.notes)
        } catch {
            register.note(number, broken: error.reason)
            return nil
        }
    }
}
