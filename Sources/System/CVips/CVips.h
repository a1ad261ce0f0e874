// libvips' C interface, with a plain function for each variadic one that Kalon calls.
#ifndef KALON_CVIPS_H
#define KALON_CVIPS_H

#include <vips/vips.h>

static void kalon_vips_ignore_log(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {
    (void) domain; (void) level; (void) message; (void) data;
}

// Starts libvips. Returns 0 or -1. Turns off the warnings that libvips writes to standard error by itself.
static inline int kalon_vips_start(const char *name) {
    g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, kalon_vips_ignore_log, NULL);
    return VIPS_INIT(name);
}

// Returns an image (+1) that decodes `source` row by row, or NULL. The caller keeps the source, which must outlive it.
static inline VipsImage *kalon_vips_open(VipsSource *source, VipsFailOn level) {
    return vips_image_new_from_source(source, "", "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", level, NULL);
}

// Returns `image` marked as sRGB (+1), or NULL.
static inline VipsImage *kalon_vips_mark_srgb(VipsImage *image) {
    VipsImage *marked = NULL;
    return vips_copy(image, &marked, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) ? NULL : marked;
}

// Encodes into a block that the caller releases with g_free. Returns 0 or -1.
static inline int kalon_vips_encode_jpeg(VipsImage *image, int quality, void **bytes, size_t *count) {
    return vips_jpegsave_buffer(image, bytes, count, "Q", quality, "strip", TRUE, NULL);
}

// Encodes into a block that the caller releases with g_free. Returns 0 or -1.
static inline int kalon_vips_encode_png(VipsImage *image, void **bytes, size_t *count) {
    return vips_pngsave_buffer(image, bytes, count, "strip", TRUE, NULL);
}

// Returns words as one band (+1), the share of each pixel that they cover, or NULL. `markup` is Pango's; `font` gives the
// size in pixels.
static inline VipsImage *kalon_vips_text(const char *markup, const char *font) {
    VipsImage *image = NULL;
    return vips_text(&image, markup, "font", font, "dpi", 72, NULL) ? NULL : image;
}

// Returns the first sample of row `top` in a region that was prepared for it.
static inline const void *kalon_vips_row(VipsRegion *region, int top) { return VIPS_REGION_ADDR(region, region->valid.left, top); }

static inline void kalon_vips_unref(void *object) { g_object_unref(object); }

#endif
