// Loops over maps of float32 or brain floats, compiled for several generations of processors. Swift compiles for the oldest
// only.
//
// Maps lie pixel by pixel: `lanes` channels at a time, `stride` apart, of which those from `lanes` on are padding and stay 0.
// Numbers a channel are float32 in either case. Functions named `..._bfloat16` take `uint16_t` where the others take `float`.
#ifndef KALON_CMAPLOOPS_H
#define KALON_CMAPLOOPS_H

#include <stddef.h>
#include <stdint.h>

enum {
    kalon_linear, kalon_relu, kalon_relu6, kalon_swish, kalon_sigmoid
};

// How channels are normalised: (x - centre) * scale + shift, and what function follows.
typedef struct {
    const float *centre, *scale, *shift;
    int function;
} kalon_normalisation;

// Numbers of channels in several places: `count` values, from `source` on at steps of `sourceStep`, to `target` on.
typedef struct {
    long source, sourceStep, target, targetStep, count;
} kalon_move;

// A window's position on a map: its first pixel inside, how many rows and columns it has there, and how far apart these are.
typedef struct {
    long top, left, height, width, rowStep, columnStep;
} kalon_window;

#define KALON_MAP_LOOPS(type, name) \
    /* The mean of each channel, and the sum of the squared differences from it. */ \
    void kalon_moments_##name(const type *x, long pixels, long lanes, long stride, float *mean, float *squares); \
    /* y <- function((x - centre) * scale + shift) */ \
    void kalon_normalise_##name(const type *x, type *y, long pixels, long lanes, long stride, const kalon_normalisation *rule); \
    /* Of g times the slope of the function: its sum, and that of its products with x - centre. */ \
    void kalon_normalise_sums_##name( \
        const type *x, const type *g, long pixels, long lanes, long stride, const kalon_normalisation *rule, float *sums, \
        float *products); \
    /* dx <- scale * (g * slope - mean - (x - centre) * factor), added to dx if `adds`. */ \
    void kalon_normalise_back_##name( \
        const type *x, const type *g, type *dx, long pixels, long lanes, long stride, const kalon_normalisation *rule, \
        const float *mean, const float *factor, int adds); \
    /* y <- function(x) */ \
    void kalon_activate_##name(const type *x, type *y, long count, int function); \
    /* dx <- g * slope of the function at x, added to dx if `adds`; at what a relu gave as well as at what it took. */ \
    void kalon_activate_back_##name(const type *x, const type *g, type *dx, long count, int function, int adds); \
    /* y <- function(a + b * scale) */ \
    void kalon_add_##name(const type *a, const type *b, type *y, long count, float scale, int function); \
    /* y <- x * scale, added to y if `adds`. */ \
    void kalon_scale_##name(const type *x, type *y, long count, float scale, int adds); \
    /* y <- x * gate, one factor a channel. */ \
    void kalon_gate_##name(const type *x, const type *gate, type *y, long pixels, long lanes, long stride, int adds); \
    /* sums <- sum of x * g over the pixels. */ \
    void kalon_gate_sums_##name(const type *x, const type *g, long pixels, long lanes, long stride, type *sums, int adds); \
    /* y <- x * other, number by number. */ \
    void kalon_multiply_##name(const type *x, const type *other, type *y, long count, int adds); \
    /* y <- mean over the pixels. */ \
    void kalon_mean_##name(const type *x, long pixels, long lanes, long stride, type *y); \
    /* dx <- g / pixels everywhere. */ \
    void kalon_mean_back_##name(const type *g, long pixels, long lanes, long stride, type *dx, int adds); \
    /* The largest values of the windows of one row of results, and which pixel of its window each was. */ \
    void kalon_maximum_##name( \
        const type *x, long mapWidth, const kalon_window *windows, long count, long windowWidth, long stride, type *y, \
        uint8_t *chosen); \
    void kalon_maximum_back_##name( \
        const type *g, long mapWidth, const kalon_window *windows, long count, long windowWidth, long stride, type *dx, \
        const uint8_t *chosen); \
    /* The mean values of the windows of one row of results: their sums over `area`, or over their own if that is 0. */ \
    void kalon_average_##name( \
        const type *x, long mapWidth, const kalon_window *windows, long count, long stride, long area, type *y); \
    void kalon_average_back_##name( \
        const type *g, long mapWidth, const kalon_window *windows, long count, long stride, long area, type *dx); \
    /* For each pixel, values of channels from x to y, which lie `fromStride` and `toStride` apart; added if `adds`. */ \
    void kalon_move_##name( \
        const type *x, type *y, long pixels, long fromStride, long toStride, const kalon_move *moves, long count, int adds); \
    /* Channels before pixels [channels, pixels] in float32 to pixels of `lanes` channels, and back. */ \
    void kalon_pack_##name(const float *x, type *y, long pixels, long lanes, long stride); \
    void kalon_unpack_##name(const type *x, float *y, long pixels, long lanes, long stride, int adds); \
    /* The same the other way round, added to what is there if `adds`. */ \
    void kalon_pack_adding_##name(const float *x, type *y, long pixels, long lanes, long stride); \
    /* Bytes of three channels [pixels, 3] to bytes * scale + shift: pixels `pixelStride` apart, channels `channelStride`. */ \
    void kalon_bytes_##name( \
        const uint8_t *x, type *y, long pixels, const float *scale, const float *shift, long pixelStride, long channelStride); \
    /* Whether all are finite. */ \
    int kalon_finite_##name(const type *x, long count); \
    /* Relevance a value, divided by its value. g <- g * y / (y + stabiliser), which has the sign of y. */ \
    void kalon_balance_##name(const type *y, type *g, long count, float stabiliser); \
    /* sums <- factor * y * g / (sums + stabiliser), which has the sign of the sum; 0 where y has not that sign, if it is not 0. */ \
    void kalon_shares_##name( \
        const type *y, const type *g, type *sums, long count, float stabiliser, float factor, int sign); \
    /* dx <- g * function(x) / x, added to dx if `adds`. */ \
    void kalon_pass_back_##name(const type *x, const type *g, type *dx, long count, int function, int adds); \
    /* y <- x where it has that sign, else 0. */ \
    void kalon_half_##name(const type *x, type *y, long count, int sign); \
    /* y <- other where x is below 0. */ \
    void kalon_choose_##name(const type *x, type *y, const type *other, long count); \
    /* The sum of products, and that of the values times a weight a channel. */ \
    double kalon_dot_##name(const type *x, const type *other, long count); \
    double kalon_weighted_##name(const type *x, long pixels, long lanes, long stride, const float *weights);

KALON_MAP_LOOPS(float, float32)
KALON_MAP_LOOPS(uint16_t, bfloat16)

#endif
