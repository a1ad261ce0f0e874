// Convolutions of oneDNN through its public interface, for the versions 2.6 and 3.
#include "Convolutions.h"

#include <dnnl.h>
#include <stdlib.h>
#include <string.h>

// Functions of OpenMP, whose header clang does not have.
void omp_set_num_threads(int count);
int omp_get_max_threads(void);
int omp_get_thread_num(void);

// What a compiler of GCC makes of a parallel region. Clang here has no such runtime, and would compile the directive serially.
void GOMP_parallel(void (*body)(void *), void *context, unsigned threads, unsigned flags);

typedef struct {
    void (*body)(int, void *);
    void *context;
} Region;

static void enter(void *pointer) {
    Region *region = pointer;
    region->body(omp_get_thread_num(), region->context);
}

void kalon_team_run(int threads, void (*body)(int thread, void *context), void *context) {
    Region region = {body, context};
    GOMP_parallel(enter, &region, (unsigned)threads, 0);
}

int kalon_team_limit(int threads) {
    int before = omp_get_max_threads();
    omp_set_num_threads(threads);
    return before;
}

struct kalon_convolver {
    dnnl_engine_t engine;
    dnnl_stream_t stream;
};

void kalon_convolver_free(kalon_convolver *made) {
    if (!made) return;
    if (made->stream) dnnl_stream_destroy(made->stream);
    if (made->engine) dnnl_engine_destroy(made->engine);
    free(made);
}

kalon_convolver *kalon_convolver_make(void) {
    kalon_convolver *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    if (dnnl_engine_create(&made->engine, dnnl_cpu, 0) != dnnl_success
        || dnnl_stream_create(&made->stream, made->engine, dnnl_stream_default_flags) != dnnl_success) {
        kalon_convolver_free(made);
        return NULL;
    }
    return made;
}

void kalon_onednn_version(int *major, int *minor, int *patch, int *processor) {
    const dnnl_version_t *version = dnnl_version();
    *major = version->major;
    *minor = version->minor;
    *patch = version->patch;
    *processor = (int)dnnl_get_effective_cpu_isa();
}

// What the interface of each generation calls differently.
#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t Layout;
typedef const_dnnl_memory_desc_t PassedLayout;
static PassedLayout passed(const Layout *layout) { return *layout; }
static void forget(Layout *layout) { if (*layout) dnnl_memory_desc_destroy(*layout); }
static dnnl_status_t byTag(Layout *layout, int sides, const dnnl_dims_t dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    return dnnl_memory_desc_create_with_tag(layout, sides, dims, type, tag);
}
static dnnl_status_t byStrides(Layout *layout, int sides, const dnnl_dims_t dims, dnnl_data_type_t type, const dnnl_dims_t strides) {
    return dnnl_memory_desc_create_with_strides(layout, sides, dims, type, strides);
}
#else
typedef dnnl_memory_desc_t Layout;
typedef const dnnl_memory_desc_t *PassedLayout;
static PassedLayout passed(const Layout *layout) { return layout; }
static void forget(Layout *layout) { (void)layout; }
static dnnl_status_t byTag(Layout *layout, int sides, const dnnl_dims_t dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    return dnnl_memory_desc_init_by_tag(layout, sides, dims, type, tag);
}
static dnnl_status_t byStrides(Layout *layout, int sides, const dnnl_dims_t dims, dnnl_data_type_t type, const dnnl_dims_t strides) {
    return dnnl_memory_desc_init_by_strides(layout, sides, dims, type, strides);
}
#endif

struct kalon_convolution {
    int pass;
    char name[64];
    dnnl_stream_t stream;
    dnnl_primitive_t primitive, reorder;
    // The master weights, and the same as the primitive wants or gives them.
    dnnl_memory_t master, weights;
    dnnl_memory_t source, bias, result, scratch;
    size_t weightBytes, scratchBytes;
};

void kalon_convolution_free(kalon_convolution *made) {
    if (!made) return;
    if (made->primitive) dnnl_primitive_destroy(made->primitive);
    if (made->reorder) dnnl_primitive_destroy(made->reorder);
    dnnl_memory_t memories[] = {made->master, made->weights, made->source, made->bias, made->result, made->scratch};
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++)
        if (memories[i]) dnnl_memory_destroy(memories[i]);
    free(made);
}

// The layouts of one convolution.
typedef struct {
    Layout source, weights, bias, result, master;
    dnnl_dims_t strides, dilations, before, after;
} Layouts;

static dnnl_format_tag_t tag(long block) {
    switch (block) {
    case 1: return dnnl_nchw;
    case 8: return dnnl_nChw8c;
    case 16: return dnnl_nChw16c;
    default: return dnnl_nhwc;
    }
}

static void forgetAll(Layouts *layouts) {
    forget(&layouts->source);
    forget(&layouts->weights);
    forget(&layouts->bias);
    forget(&layouts->result);
    forget(&layouts->master);
}

static dnnl_status_t describeAll(Layouts *layouts, const kalon_convolution_shape *s, int pass) {
    memset(layouts, 0, sizeof *layouts);
    long in = s->channels / s->groups, out = s->filters / s->groups;
    long height = s->kernel[0], width = s->kernel[1];
    dnnl_data_type_t type = s->isBrainFloat ? dnnl_bf16 : dnnl_f32;
    dnnl_dims_t source = {s->batch, s->channels, s->input[0], s->input[1]};
    dnnl_dims_t result = {s->batch, s->filters, s->output[0], s->output[1]};
    dnnl_dims_t bias = {s->filters};
    dnnl_dims_t grouped = {s->groups, out, in, height, width};
    // Of [height, width, in, groups * out].
    dnnl_dims_t places = {out, 1, s->filters, width * in * s->filters, in * s->filters};
    int first = s->groups > 1 ? 0 : 1, sides = 5 - first;
    dnnl_data_type_t weightType = pass == kalon_pass_weights ? dnnl_f32 : type;
    dnnl_status_t status = byTag(&layouts->source, 4, source, type, tag(s->sourceBlock));
    if (!status) status = byTag(&layouts->result, 4, result, type, tag(s->resultBlock));
    if (!status) status = byTag(&layouts->bias, 1, bias, dnnl_f32, dnnl_a);
    if (!status) status = byTag(&layouts->weights, sides, grouped + first, weightType, dnnl_format_tag_any);
    if (!status) status = byStrides(&layouts->master, sides, grouped + first, dnnl_f32, places + first);
    for (int i = 0; i < 2; i++) {
        layouts->strides[i] = s->stride[i];
        layouts->dilations[i] = s->dilation[i] - 1;
        layouts->before[i] = s->before[i];
        layouts->after[i] = s->after[i];
    }
    return status;
}

// A clamp of what comes out, computed along with the convolution.
static dnnl_status_t makeAttributes(dnnl_primitive_attr_t *attributes, const kalon_convolution_shape *s, int pass) {
    dnnl_status_t status = dnnl_primitive_attr_create(attributes);
    if (!status) status = dnnl_primitive_attr_set_scratchpad_mode(*attributes, dnnl_scratchpad_mode_user);
    if (status || pass != kalon_pass_forward || s->clamp == kalon_clamp_none) return status;
    dnnl_alg_kind_t kind = s->clamp == kalon_clamp_relu ? dnnl_eltwise_relu : dnnl_eltwise_clip;
    float upper = s->clamp == kalon_clamp_relu ? 0 : 6;
    dnnl_post_ops_t after = NULL;
    status = dnnl_post_ops_create(&after);
#if DNNL_VERSION_MAJOR >= 3
    if (!status) status = dnnl_post_ops_append_eltwise(after, kind, 0, upper);
#else
    if (!status) status = dnnl_post_ops_append_eltwise(after, 1, kind, 0, upper);
#endif
    if (!status) status = dnnl_primitive_attr_set_post_ops(*attributes, after);
    if (after) dnnl_post_ops_destroy(after);
    return status;
}

// The implementation of this number for a pass, after a forward description that passes back refer to.
#if DNNL_VERSION_MAJOR >= 3
static dnnl_status_t describe(
    dnnl_primitive_desc_t *found, kalon_convolver *engine, const Layouts *l, int hasBias, int pass, int number,
    dnnl_primitive_attr_t attributes, const_dnnl_primitive_desc_t hint) {
    dnnl_memory_desc_t bias = hasBias ? l->bias : NULL;
    dnnl_status_t status;
    if (pass == kalon_pass_forward)
        status = dnnl_convolution_forward_primitive_desc_create(
            found, engine->engine, dnnl_forward_training, dnnl_convolution_direct, l->source, l->weights, bias, l->result,
            l->strides, l->dilations, l->before, l->after, attributes);
    else if (pass == kalon_pass_data)
        status = dnnl_convolution_backward_data_primitive_desc_create(
            found, engine->engine, dnnl_convolution_direct, l->source, l->weights, l->result, l->strides, l->dilations, l->before,
            l->after, hint, attributes);
    else
        status = dnnl_convolution_backward_weights_primitive_desc_create(
            found, engine->engine, dnnl_convolution_direct, l->source, l->weights, bias, l->result, l->strides, l->dilations,
            l->before, l->after, hint, attributes);
    for (int i = 0; i < number && !status; i++) status = dnnl_primitive_desc_next_impl(*found);
    return status;
}
#else
static dnnl_status_t describe(
    dnnl_primitive_desc_t *found, kalon_convolver *engine, const Layouts *l, int hasBias, int pass, int number,
    dnnl_primitive_attr_t attributes, const_dnnl_primitive_desc_t hint) {
    const dnnl_memory_desc_t *bias = hasBias ? &l->bias : NULL;
    dnnl_convolution_desc_t operation;
    dnnl_status_t status;
    if (pass == kalon_pass_forward)
        status = dnnl_dilated_convolution_forward_desc_init(
            &operation, dnnl_forward_training, dnnl_convolution_direct, &l->source, &l->weights, bias, &l->result, l->strides,
            l->dilations, l->before, l->after);
    else if (pass == kalon_pass_data)
        status = dnnl_dilated_convolution_backward_data_desc_init(
            &operation, dnnl_convolution_direct, &l->source, &l->weights, &l->result, l->strides, l->dilations, l->before,
            l->after);
    else
        status = dnnl_dilated_convolution_backward_weights_desc_init(
            &operation, dnnl_convolution_direct, &l->source, &l->weights, bias, &l->result, l->strides, l->dilations, l->before,
            l->after);
    if (status) return status;
    dnnl_primitive_desc_iterator_t walk = NULL;
    status = dnnl_primitive_desc_iterator_create(&walk, &operation, attributes, engine->engine, hint);
    for (int i = 0; i <= number && !status; i++) {
        // The walk only goes on from what was fetched.
        *found = dnnl_primitive_desc_iterator_fetch(walk);
        if (!*found) status = dnnl_out_of_memory;
        if (status || i == number) break;
        dnnl_primitive_desc_destroy(*found);
        *found = NULL;
        status = dnnl_primitive_desc_iterator_next(walk);
    }
    if (walk) dnnl_primitive_desc_iterator_destroy(walk);
    return status;
}
#endif

static dnnl_status_t makeMemory(dnnl_memory_t *memory, PassedLayout layout, kalon_convolver *engine) {
    return dnnl_memory_create(memory, layout, engine->engine, DNNL_MEMORY_NONE);
}

// The reorder between master weights and those of the primitive.
static dnnl_status_t makeReorder(kalon_convolution *made, kalon_convolver *engine, PassedLayout master, PassedLayout weights) {
    int gives = made->pass == kalon_pass_weights;
    dnnl_primitive_desc_t found = NULL;
    dnnl_status_t status = dnnl_reorder_primitive_desc_create(
        &found, gives ? weights : master, engine->engine, gives ? master : weights, engine->engine, NULL);
    if (!status) status = dnnl_primitive_create(&made->reorder, found);
    if (found) dnnl_primitive_desc_destroy(found);
    return status;
}

static dnnl_status_t prepare(kalon_convolution *made, kalon_convolver *engine, const Layouts *l, dnnl_primitive_desc_t found) {
    dnnl_query_t place = made->pass == kalon_pass_weights ? dnnl_query_diff_weights_md : dnnl_query_weights_md;
    PassedLayout weights = dnnl_primitive_desc_query_md(found, place, 0);
    PassedLayout scratch = dnnl_primitive_desc_query_md(found, dnnl_query_scratchpad_md, 0);
    const char *name = NULL;
    dnnl_status_t status = dnnl_primitive_desc_query(found, dnnl_query_impl_info_str, 0, &name);
    if (!status && name) strncpy(made->name, name, sizeof made->name - 1);
    made->weightBytes = dnnl_memory_desc_get_size(weights);
    made->scratchBytes = scratch ? dnnl_memory_desc_get_size(scratch) : 0;
    if (!status) status = dnnl_primitive_create(&made->primitive, found);
    if (!status) status = makeMemory(&made->master, passed(&l->master), engine);
    if (!status) status = makeMemory(&made->weights, weights, engine);
    if (!status) status = makeMemory(&made->source, passed(&l->source), engine);
    if (!status) status = makeMemory(&made->bias, passed(&l->bias), engine);
    if (!status) status = makeMemory(&made->result, passed(&l->result), engine);
    if (!status && made->scratchBytes) status = makeMemory(&made->scratch, scratch, engine);
    if (!status) status = makeReorder(made, engine, passed(&l->master), weights);
    return status;
}

static int make(
    kalon_convolver *engine, const kalon_convolution_shape *shape, int pass, int number, kalon_convolution **result) {
    kalon_convolution *made = calloc(1, sizeof *made);
    if (!made) return dnnl_out_of_memory;
    made->pass = pass;
    made->stream = engine->stream;
    Layouts layouts;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_primitive_desc_t hint = NULL, found = NULL;
    dnnl_status_t status = describeAll(&layouts, shape, pass);
    if (!status) status = makeAttributes(&attributes, shape, pass);
    if (!status && pass != kalon_pass_forward) {
        // Weights of a gradient are in float32, which forward passes of brain floats do not take.
        Layouts forward;
        status = describeAll(&forward, shape, kalon_pass_forward);
        if (!status) status = describe(&hint, engine, &forward, shape->hasBias, kalon_pass_forward, 0, NULL, NULL);
        forgetAll(&forward);
    }
    if (!status) status = describe(&found, engine, &layouts, shape->hasBias, pass, number, attributes, hint);
    if (!status) status = prepare(made, engine, &layouts, found);
    if (found) dnnl_primitive_desc_destroy(found);
    if (hint) dnnl_primitive_desc_destroy(hint);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    forgetAll(&layouts);
    if (status) {
        kalon_convolution_free(made);
        return status;
    }
    *result = made;
    return 0;
}

int kalon_convolution_make(
    kalon_convolver *engine, const kalon_convolution_shape *shape, int pass, int number, kalon_convolution **result) {
    *result = NULL;
    // With its cache, the library of version 2 finds the first implementation that was made for a shape under every number.
    int capacity = 0;
    dnnl_status_t status = dnnl_get_primitive_cache_capacity(&capacity);
    if (!status) status = dnnl_set_primitive_cache_capacity(0);
    if (!status) status = make(engine, shape, pass, number, result);
    dnnl_set_primitive_cache_capacity(capacity);
    return status;
}

const char *kalon_convolution_name(const kalon_convolution *made) { return made->name; }
size_t kalon_convolution_weight_bytes(const kalon_convolution *made) { return made->weightBytes; }
size_t kalon_convolution_scratch_bytes(const kalon_convolution *made) { return made->scratchBytes; }

int kalon_convolution_reorder(const kalon_convolution *made, const void *from, void *to) {
    int gives = made->pass == kalon_pass_weights;
    dnnl_memory_t source = gives ? made->weights : made->master, result = gives ? made->master : made->weights;
    // The library takes pointers to what it only reads as such to what it may write.
    dnnl_status_t status = dnnl_memory_set_data_handle(source, (void *)from);
    if (!status) status = dnnl_memory_set_data_handle(result, to);
    dnnl_exec_arg_t arguments[2] = {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, result}};
    if (!status) status = dnnl_primitive_execute(made->reorder, made->stream, 2, arguments);
    return status ? status : dnnl_stream_wait(made->stream);
}

int kalon_convolution_run(
    const kalon_convolution *made, const void *source, const void *weights, const float *bias, void *result, void *scratch) {
    dnnl_status_t status = dnnl_memory_set_data_handle(made->source, (void *)source);
    if (!status) status = dnnl_memory_set_data_handle(made->weights, (void *)weights);
    if (!status) status = dnnl_memory_set_data_handle(made->result, result);
    if (!status && bias) status = dnnl_memory_set_data_handle(made->bias, (void *)bias);
    if (!status && made->scratch) status = dnnl_memory_set_data_handle(made->scratch, scratch);
    if (status) return status;
    static const int roles[3][4] = {
        {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS, DNNL_ARG_DST},
        {DNNL_ARG_DIFF_SRC, DNNL_ARG_WEIGHTS, 0, DNNL_ARG_DIFF_DST},
        {DNNL_ARG_SRC, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_BIAS, DNNL_ARG_DIFF_DST},
    };
    const int *role = roles[made->pass];
    dnnl_exec_arg_t arguments[5] = {{role[0], made->source}, {role[1], made->weights}, {role[3], made->result}};
    int count = 3;
    if (bias && role[2]) arguments[count++] = (dnnl_exec_arg_t){role[2], made->bias};
    if (made->scratch) arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_SCRATCHPAD, made->scratch};
    status = dnnl_primitive_execute(made->primitive, made->stream, count, arguments);
    return status ? status : dnnl_stream_wait(made->stream);
}
