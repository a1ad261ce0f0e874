#include "OpenVINOEngine.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include <openvino/runtime/core.hpp>

#include "Guarded.h"

struct kalon_engine {
    // The core keeps the libraries loaded, because the network points into their code.
    ov::Core core;
    ov::CompiledModel network;
};

struct kalon_request {
    ov::InferRequest request;
};

namespace {

const char *const device = "CPU";

ov::AnyMap map_of(const kalon_property *properties, size_t count) {
    ov::AnyMap map;
    for (size_t index = 0; index < count; ++index) map[properties[index].name] = std::string(properties[index].value);
    return map;
}

/// A tensor in memory that is only read.
ov::Tensor tensor_at(const void *memory, const ov::element::Type &type, const ov::Shape &shape) {
    return ov::Tensor(type, shape, const_cast<void *>(memory));
}

void run(kalon_request &request, const float *picture, size_t height, size_t width) {
    request.request.set_input_tensor(tensor_at(picture, ov::element::f32, {1, height, width, 3}));
    // Started and then waited for, it runs on a stream of the engine; run directly, on one made for the calling thread.
    request.request.start_async();
    request.request.wait();
}

}  // namespace

const char *kalon_engine_version(void) { return ov::get_openvino_version().buildNumber; }

kalon_engine *kalon_engine_compile(
    const void *description, size_t description_bytes, const void *weights, size_t weights_bytes,
    const kalon_property *properties, size_t count, char **message) {
    return guarded<kalon_engine *>(message, nullptr, [&] {
        auto engine = std::make_unique<kalon_engine>();
        ov::Tensor numbers;
        if (weights) {
            // The compiled network continues to read its weights.
            numbers = ov::Tensor(ov::element::u8, {weights_bytes});
            std::memcpy(numbers.data(), weights, weights_bytes);
        }
        const auto model = engine->core.read_model(
            std::string(static_cast<const char *>(description), description_bytes), numbers);
        engine->network = engine->core.compile_model(model, device, map_of(properties, count));
        return engine.release();
    });
}

kalon_engine *kalon_engine_import(
    const void *network, size_t bytes, const kalon_property *properties, size_t count, char **message) {
    return guarded<kalon_engine *>(message, nullptr, [&] {
        auto engine = std::make_unique<kalon_engine>();
        engine->network = engine->core.import_model(
            tensor_at(network, ov::element::u8, {bytes}), device, map_of(properties, count));
        return engine.release();
    });
}

bool kalon_engine_export(kalon_engine *engine, const char *path, char **message) {
    return guarded(message, false, [&] {
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        file.exceptions(std::ios::badbit | std::ios::failbit);
        engine->network.export_model(file);
        file.close();
        return true;
    });
}

void kalon_engine_free(kalon_engine *engine) {
    if (!engine) return;
    engine->network = {};
    delete engine;
}

kalon_request *kalon_request_make(kalon_engine *engine, char **message) {
    return guarded<kalon_request *>(message, nullptr, [&] {
        return new kalon_request{engine->network.create_infer_request()};
    });
}

void kalon_request_free(kalon_request *request) { delete request; }

bool kalon_request_run(
    kalon_request *request, const float *picture, size_t height, size_t width, const float **features, size_t *count,
    char **message) {
    return guarded(message, false, [&] {
        run(*request, picture, height, width);
        const ov::Tensor output = request->request.get_output_tensor();
        *features = output.data<float>();
        *count = output.get_size();
        return true;
    });
}

bool kalon_request_run_maps(
    kalon_request *request, const float *picture, size_t height, size_t width, kalon_map *maps, size_t count,
    char **message) {
    return guarded(message, false, [&] {
        run(*request, picture, height, width);
        for (size_t index = 0; index < count; ++index) {
            const ov::Tensor output = request->request.get_output_tensor(index);
            const ov::Shape shape = output.get_shape();
            maps[index] = {output.data<float>(), shape.at(1), shape.at(2), shape.at(3)};
        }
        return true;
    });
}
