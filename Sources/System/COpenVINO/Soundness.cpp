#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <openvino/core/model.hpp>
#include <openvino/op/concat.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/is_nan.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/reduce_max.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/util/multi_subgraph_base.hpp>
#include <openvino/runtime/core.hpp>

#include "GraphOwner.h"
#include "Guarded.h"

namespace op = ov::op;

namespace {

bool is_one_of(const std::string &type, std::initializer_list<const char *> types) {
    for (const char *other : types) {
        if (type == other) return true;
    }
    return false;
}

bool is_narrow(const ov::element::Type &type) {
    return type == ov::element::u8 || type == ov::element::i8 || type == ov::element::u16 || type == ov::element::i16;
}

kalon_finding finding_of(const ov::Node &node) {
    const std::string type = node.get_type_info().name;
    if (is_one_of(type, {"RandomUniform", "Multinomial"})) return KALON_NODE_RANDOM;
    const bool computes = is_one_of(type, {"Add", "Subtract", "Multiply", "Divide", "Power", "Mod", "FloorMod"});
    return computes && is_narrow(node.get_output_element_type(0)) ? KALON_NODE_NARROW : KALON_NODE_SOUND;
}

/// Whether the engine returns a number for NaN: maxima and bounds come from comparisons, which NaN fails.
bool may_hide(const ov::Node &node) {
    const std::string type = node.get_type_info().name;
    if (is_one_of(type, {"Relu", "Clamp", "Exp", "HSigmoid", "HardSigmoid", "Maximum", "Minimum", "ReduceMax", "ReduceMin",
                         "MaxPool", "AdaptiveMaxPool", "Power", "FakeQuantize", "PRelu", "Elu", "Sigmoid", "HSwish",
                         "Swish", "Tanh", "Softmax", "LogSoftmax", "Selu", "Gelu", "TopK"})) {
        return true;
    }
    return type == "Convert" && !node.get_output_element_type(0).is_real();
}

std::string title(const ov::Node &node) { return node.get_friendly_name() + " (" + node.get_type_info().name + ")"; }

kalon_finding inspect(const ov::Model &model, std::string &name) {
    for (const auto &node : model.get_ordered_ops()) {
        kalon_finding finding = finding_of(*node);
        if (finding != KALON_NODE_SOUND) {
            name = title(*node);
            return finding;
        }
        const auto outer = std::dynamic_pointer_cast<op::util::MultiSubGraphOp>(node);
        if (!outer) continue;
        for (size_t index = 0; index < outer->get_internal_subgraphs_size(); ++index) {
            finding = inspect(*outer->get_function(static_cast<int>(index)), name);
            if (finding != KALON_NODE_SOUND) return finding;
        }
    }
    return KALON_NODE_SOUND;
}

std::shared_ptr<op::v0::Constant> integers(const std::vector<int64_t> &values) {
    return op::v0::Constant::create(ov::element::i64, ov::Shape{values.size()}, values);
}

/// 1 if a value of `port` is not a number, otherwise 0: [1].
ov::Output<ov::Node> flag(const ov::Output<ov::Node> &port) {
    ov::Output<ov::Node> values = port;
    if (port.get_element_type() != ov::element::f32) values = std::make_shared<op::v0::Convert>(port, ov::element::f32);
    const auto row = std::make_shared<op::v1::Reshape>(values, integers({-1}), false);
    const auto none = std::make_shared<op::v10::IsNaN>(row);
    const auto ones = std::make_shared<op::v0::Convert>(none, ov::element::i32);
    return std::make_shared<op::v1::ReduceMax>(ones, integers({0}), true);
}

/// A graph that flags NaN in everything that reaches nodes which may hide it; the names of these nodes are in `names`.
std::shared_ptr<ov::Model> flagged(const ov::Model &model, std::vector<std::string> &names) {
    const auto copy = model.clone();
    ov::OutputVector flags;
    for (const auto &node : copy->get_ordered_ops()) {
        if (!may_hide(*node)) continue;
        for (const auto &input : node->input_values()) {
            if (!input.get_element_type().is_real() || ov::is_type<op::v0::Parameter>(input.get_node())) continue;
            flags.push_back(flag(input));
            names.push_back(title(*node));
        }
    }
    if (flags.empty()) return nullptr;
    const auto result = std::make_shared<op::v0::Result>(std::make_shared<op::v0::Concat>(flags, 0));
    return std::make_shared<ov::Model>(ov::ResultVector{result}, copy->get_parameters(), "probe");
}

}  // namespace

bool kalon_graph_inspect(kalon_graph *graph, kalon_finding *finding, char **node, char **message) {
    *node = nullptr;
    return guarded(message, false, [&] {
        std::string name;
        *finding = inspect(*graph->model, name);
        *node = strdup(name.c_str());
        return true;
    });
}

bool kalon_graph_probe(
    kalon_graph *graph, const float *pictures, size_t count, size_t height, size_t width, kalon_finding *finding,
    char **node, char **message) {
    *node = nullptr;
    return guarded(message, false, [&] {
        *finding = KALON_NODE_SOUND;
        std::vector<std::string> names;
        const auto probe = flagged(*graph->model, names);
        if (!probe) return true;
        auto network = graph->core.compile_model(
            probe, "CPU", {{"INFERENCE_PRECISION_HINT", "f32"}, {"NUM_STREAMS", "1"}, {"ENABLE_CPU_PINNING", "NO"}});
        auto request = network.create_infer_request();
        for (size_t picture = 0; picture < count; ++picture) {
            auto *first = const_cast<float *>(pictures) + picture * height * width * 3;
            request.set_input_tensor(ov::Tensor(ov::element::f32, {1, height, width, 3}, first));
            request.infer();
            const ov::Tensor flags = request.get_output_tensor();
            for (size_t index = 0; index < flags.get_size(); ++index) {
                if (flags.data<const int32_t>()[index] == 0) continue;
                *finding = KALON_NODE_HIDES;
                *node = strdup(names.at(index).c_str());
                return true;
            }
        }
        return true;
    });
}
