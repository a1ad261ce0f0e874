// The products of oneDNN that the linear algebra room uses, on the calling thread alone; the rest of the library stays hidden.
// Row-major: op(A) [m, k], op(B) [k, n], C [m, n]. `transposed` is 'N' or 'T', and strides are those of the factors as stored.
#ifndef KALON_CONEDNN_H
#define KALON_CONEDNN_H

#include <stdint.h>

#include "Convolutions.h"

// C <- op(A) op(B), of which sides may be 0. Returns 0 on success, and otherwise a status of the library: that of invalid
// arguments for another letter, a negative side, or a stride that is 0 or shorter than its row.
int kalon_product_float32(
    char transposedA, char transposedB, long m, long n, long k, const float *a, long strideA, const float *b, long strideB,
    float *c, long strideC);

// The same for factors in bfloat16, summed in float32. The library refuses where the processor cannot.
int kalon_product_bfloat16(
    char transposedA, char transposedB, long m, long n, long k, const uint16_t *a, long strideA, const uint16_t *b,
    long strideB, float *c, long strideC);

#endif
