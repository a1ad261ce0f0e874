// libvips' C interface, with a plain function for each variadic one that Kalon calls.
#ifndef KALON_CVIPS_H
#define KALON_CVIPS_H

#include <vips/vips.h>

static void kalon_vips_ignore_log(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {
    (void) domain; (void) level; (void) message; (void) data;
}

// Starts libvips: 0 or -1. Its warnings, which it writes to standard error by itself, are turned off.
static inline int kalon_vips_start(const char *name) {
    g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, kalon_vips_ignore_log, NULL);
    return VIPS_INIT(name);
}

// An image (+1) that decodes `source` row by row, or NULL. The source stays the caller's and must outlive the image.
static inline VipsImage *kalon_vips_open(VipsSource *source, VipsFailOn level) {
    return vips_image_new_from_source(source, "", "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", level, NULL);
}

// `image` marked as sRGB (+1), or NULL.
static inline VipsImage *kalon_vips_mark_srgb(VipsImage *image) {
    VipsImage *marked = NULL;
    return vips_copy(image, &marked, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) ? NULL : marked;
}

// Encodes into a block that the caller releases with g_free: 0 or -1.
static inline int kalon_vips_encode_jpeg(VipsImage *image, int quality, void **bytes, size_t *count) {
    return vips_jpegsave_buffer(image, bytes, count, "Q", quality, "strip", TRUE, NULL);
}

// Encodes into a block that the caller releases with g_free: 0 or -1.
static inline int kalon_vips_encode_png(VipsImage *image, void **bytes, size_t *count) {
    return vips_pngsave_buffer(image, bytes, count, "strip", TRUE, NULL);
}

// Words as one band, how much of each pixel they cover (+1), or NULL. `markup` is Pango's; `font` has its size in pixels.
static inline VipsImage *kalon_vips_text(const char *markup, const char *font) {
    VipsImage *image = NULL;
    return vips_text(&image, markup, "font", font, "dpi", 72, NULL) ? NULL : image;
}

// The first sample of row `top` in a region that was prepared for it.
static inline const void *kalon_vips_row(VipsRegion *region, int top) { return VIPS_REGION_ADDR(region, region->valid.left, top); }

static inline void kalon_vips_unref(void *object) { g_object_unref(object); }

#endif
