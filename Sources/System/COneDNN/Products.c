// Products of oneDNN through its public interface, for the versions 2.6 and 3.
#include "COneDNN.h"

#include <dnnl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// Functions of OpenMP, whose header clang does not have.
void omp_set_num_threads(int count);
int omp_get_max_threads(void);

// What decides how a product is computed.
typedef struct {
    long m, n, k, strideA, strideB, strideC;
    long transposedA, transposedB;
} Shape;

static int isLetter(char letter) { return letter == 'N' || letter == 'T'; }

static int isStride(long stride, long row) { return stride > 0 && stride >= row; }

// Whether this is a product. The library takes other letters, and some strides that are shorter than their rows.
static int isSound(char transposedA, char transposedB, const Shape *s) {
    return isLetter(transposedA) && isLetter(transposedB) && s->m >= 0 && s->n >= 0 && s->k >= 0
        && isStride(s->strideA, s->transposedA ? s->m : s->k) && isStride(s->strideB, s->transposedB ? s->k : s->n)
        && isStride(s->strideC, s->n);
}

// Computes a product with a side of 0, by which the library divides: C, if there is any of it, is the sum of nothing.
// Returns whether this was one.
static int finishEmpty(const Shape *s, float *c) {
    if (s->m > 0 && s->n > 0 && s->k > 0) return 0;
    for (long row = 0; row < s->m && s->n > 0; row++) memset(c + row * s->strideC, 0, (size_t)s->n * sizeof *c);
    return 1;
}

int kalon_product_float32(
    char transposedA, char transposedB, long m, long n, long k, const float *a, long strideA, const float *b, long strideB,
    float *c, long strideC) {
    Shape shape = {
        .m = m, .n = n, .k = k, .strideA = strideA, .strideB = strideB, .strideC = strideC,
        .transposedA = transposedA == 'T', .transposedB = transposedB == 'T'};
    if (!isSound(transposedA, transposedB, &shape)) return dnnl_invalid_arguments;
    if (finishEmpty(&shape, c)) return dnnl_success;
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    dnnl_status_t status = dnnl_sgemm(transposedA, transposedB, m, n, k, 1, a, strideA, b, strideB, 0, c, strideC);
    omp_set_num_threads(threads);
    return status;
}

// A product that is ready to run on the pointers that are set.
typedef struct {
    Shape shape;
    dnnl_primitive_t primitive;
    dnnl_memory_t a, b, c;
} Product;

// The products that a thread has used, each in the place that its shape has; and what they need.
enum { places = 64 };
typedef struct {
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    Product products[places];
} Products;

static void release(Product *product) {
    if (product->primitive) dnnl_primitive_destroy(product->primitive);
    if (product->a) dnnl_memory_destroy(product->a);
    if (product->b) dnnl_memory_destroy(product->b);
    if (product->c) dnnl_memory_destroy(product->c);
    memset(product, 0, sizeof *product);
}

static void releaseAll(void *pointer) {
    Products *own = pointer;
    for (int place = 0; place < places; place++) release(&own->products[place]);
    if (own->stream) dnnl_stream_destroy(own->stream);
    if (own->engine) dnnl_engine_destroy(own->engine);
    free(own);
}

// The library keeps working memory for each thread, so a product must be made on the thread that runs it.
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int isReady = 0;
static void makeKey(void) { isReady = pthread_key_create(&key, releaseAll) == 0; }

static Products *ofThisThread(void) {
    pthread_once(&once, makeKey);
    if (!isReady) return NULL;
    Products *own = pthread_getspecific(key);
    if (own) return own;
    own = calloc(1, sizeof *own);
    if (!own) return NULL;
    if (dnnl_engine_create(&own->engine, dnnl_cpu, 0) != dnnl_success
        || dnnl_stream_create(&own->stream, own->engine, dnnl_stream_default_flags) != dnnl_success
        || pthread_setspecific(key, own) != 0) {
        releaseAll(own);
        return NULL;
    }
    return own;
}

// Whether an implementation multiplies in the order of `dnnl_sgemm`, so that results do not depend on the library's choice.
static int isGeneral(const_dnnl_primitive_desc_t found) {
    const char *name = NULL;
    return dnnl_primitive_desc_query(found, dnnl_query_impl_info_str, 0, &name) == dnnl_success && name
        && strncmp(name, "gemm", 4) == 0;
}

// What the interface of each generation calls differently: layouts, and the walk through the implementations of a product.
#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t Layout;
static dnnl_memory_desc_t passed(const Layout *layout) { return *layout; }
static void forget(Layout *layout) { if (*layout) dnnl_memory_desc_destroy(*layout); }

static dnnl_status_t describe(Layout *layout, dnnl_dims_t sides, dnnl_dims_t strides, dnnl_data_type_t type) {
    return dnnl_memory_desc_create_with_strides(layout, 2, sides, type, strides);
}

static dnnl_status_t find(dnnl_primitive_desc_t *found, dnnl_engine_t engine, const Layout *a, const Layout *b, const Layout *c) {
    dnnl_status_t status = dnnl_matmul_primitive_desc_create(found, engine, *a, *b, NULL, *c, NULL);
    while (!status && !isGeneral(*found)) {
        if (dnnl_primitive_desc_next_impl(*found) == dnnl_success) continue;
        // There is no such implementation: the library's first choice.
        dnnl_primitive_desc_destroy(*found);
        return dnnl_matmul_primitive_desc_create(found, engine, *a, *b, NULL, *c, NULL);
    }
    return status;
}
#else
typedef dnnl_memory_desc_t Layout;
static const dnnl_memory_desc_t *passed(const Layout *layout) { return layout; }
static void forget(Layout *layout) { (void)layout; }

static dnnl_status_t describe(Layout *layout, dnnl_dims_t sides, dnnl_dims_t strides, dnnl_data_type_t type) {
    return dnnl_memory_desc_init_by_strides(layout, 2, sides, type, strides);
}

static dnnl_status_t find(dnnl_primitive_desc_t *found, dnnl_engine_t engine, const Layout *a, const Layout *b, const Layout *c) {
    dnnl_matmul_desc_t operation;
    dnnl_primitive_desc_iterator_t walk;
    dnnl_status_t status = dnnl_matmul_desc_init(&operation, a, b, NULL, c);
    if (!status) status = dnnl_primitive_desc_iterator_create(&walk, &operation, NULL, engine, NULL);
    if (status) return status;
    do {
        *found = dnnl_primitive_desc_iterator_fetch(walk);
        if (*found && isGeneral(*found)) break;
        if (*found) dnnl_primitive_desc_destroy(*found);
        *found = NULL;
    } while (dnnl_primitive_desc_iterator_next(walk) == dnnl_success);
    dnnl_primitive_desc_iterator_destroy(walk);
    // If there is no such implementation: the library's first choice.
    return *found ? dnnl_success : dnnl_primitive_desc_create(found, &operation, NULL, engine, NULL);
}
#endif

static dnnl_status_t prepare(Product *product, dnnl_engine_t engine, const Layout *a, const Layout *b, const Layout *c) {
    dnnl_primitive_desc_t found = NULL;
    dnnl_status_t status = find(&found, engine, a, b, c);
    if (!status) status = dnnl_primitive_create(&product->primitive, found);
    if (found) dnnl_primitive_desc_destroy(found);
    if (!status) status = dnnl_memory_create(&product->a, passed(a), engine, DNNL_MEMORY_NONE);
    if (!status) status = dnnl_memory_create(&product->b, passed(b), engine, DNNL_MEMORY_NONE);
    if (!status) status = dnnl_memory_create(&product->c, passed(c), engine, DNNL_MEMORY_NONE);
    return status;
}

static dnnl_status_t make(Product *product, dnnl_engine_t engine, const Shape *s) {
    release(product);
    dnnl_dims_t sides[3] = {{s->m, s->k}, {s->k, s->n}, {s->m, s->n}};
    dnnl_dims_t strides[3] = {
        {s->transposedA ? 1 : s->strideA, s->transposedA ? s->strideA : 1},
        {s->transposedB ? 1 : s->strideB, s->transposedB ? s->strideB : 1},
        {s->strideC, 1},
    };
    Layout layouts[3];
    memset(layouts, 0, sizeof layouts);
    dnnl_status_t status = dnnl_success;
    for (int i = 0; i < 3 && !status; i++) status = describe(&layouts[i], sides[i], strides[i], i < 2 ? dnnl_bf16 : dnnl_f32);
    if (!status) status = prepare(product, engine, &layouts[0], &layouts[1], &layouts[2]);
    for (int i = 0; i < 3; i++) forget(&layouts[i]);
    if (status) release(product);
    else product->shape = *s;
    return status;
}

// The product of this shape, made if the thread does not have it.
static dnnl_status_t ready(Products *own, const Shape *shape, Product **product) {
    const long *sides = (const long *)shape;
    unsigned long mixed = 0;
    for (size_t i = 0; i < sizeof *shape / sizeof *sides; i++) mixed = (mixed ^ (unsigned long)sides[i]) * 0x9E3779B97F4A7C15ul;
    *product = &own->products[mixed >> 58];
    if ((*product)->primitive && memcmp(&(*product)->shape, shape, sizeof *shape) == 0) return dnnl_success;
    return make(*product, own->engine, shape);
}

static dnnl_status_t run(Product *product, dnnl_stream_t stream, const void *a, const void *b, void *c) {
    // The library takes pointers to what it only reads as such to what it may write.
    dnnl_status_t status = dnnl_memory_set_data_handle(product->a, (void *)a);
    if (!status) status = dnnl_memory_set_data_handle(product->b, (void *)b);
    if (!status) status = dnnl_memory_set_data_handle(product->c, c);
    dnnl_exec_arg_t arguments[3] = {
        {DNNL_ARG_SRC, product->a}, {DNNL_ARG_WEIGHTS, product->b}, {DNNL_ARG_DST, product->c}};
    if (!status) status = dnnl_primitive_execute(product->primitive, stream, 3, arguments);
    return status ? status : dnnl_stream_wait(stream);
}

int kalon_product_bfloat16(
    char transposedA, char transposedB, long m, long n, long k, const uint16_t *a, long strideA, const uint16_t *b,
    long strideB, float *c, long strideC) {
    Shape shape = {
        .m = m, .n = n, .k = k, .strideA = strideA, .strideB = strideB, .strideC = strideC,
        .transposedA = transposedA == 'T', .transposedB = transposedB == 'T'};
    if (!isSound(transposedA, transposedB, &shape)) return dnnl_invalid_arguments;
    if (finishEmpty(&shape, c)) return dnnl_success;
    Products *own = ofThisThread();
    if (!own) return dnnl_out_of_memory;
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    Product *product = NULL;
    dnnl_status_t status = ready(own, &shape, &product);
    if (!status) status = run(product, own->stream, a, b, c);
    omp_set_num_threads(threads);
    return status;
}
