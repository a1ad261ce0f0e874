// The products of oneDNN that the linear algebra module uses; the rest of the library stays hidden.
#ifndef KALON_CONEDNN_H
#define KALON_CONEDNN_H

#include <dnnl.h>
#include <stdint.h>

// Versions 1 to 3 of the library export this, but no header declares it: `dnnl_sgemm` for factors in bfloat16.
dnnl_status_t dnnl_gemm_bf16bf16f32(
    char transa, char transb, dnnl_dim_t m, dnnl_dim_t n, dnnl_dim_t k, float alpha, const uint16_t *a, dnnl_dim_t lda,
    const uint16_t *b, dnnl_dim_t ldb, float beta, float *c, dnnl_dim_t ldc);

// A function of OpenMP: how many threads a call from this thread may use.
void omp_set_num_threads(int count);

// C <- op(A) op(B), row-major; `transposed` is 'N' or 'T'. Returns 0 on success.
static inline int kalon_product_float32(
    char transposedA, char transposedB, long m, long n, long k, const float *a, long strideA, const float *b,
    long strideB, float *c, long strideC) {
    return dnnl_sgemm(transposedA, transposedB, m, n, k, 1, a, strideA, b, strideB, 0, c, strideC);
}

static inline int kalon_product_bfloat16(
    char transposedA, char transposedB, long m, long n, long k, const uint16_t *a, long strideA, const uint16_t *b,
    long strideB, float *c, long strideC) {
    return dnnl_gemm_bf16bf16f32(transposedA, transposedB, m, n, k, 1, a, strideA, b, strideB, 0, c, strideC);
}

#endif
