#include "COpenVINO.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <openvino/core/model.hpp>
#include <openvino/op/clamp.hpp>
#include <openvino/op/concat.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/round.hpp>
#include <openvino/op/slice.hpp>
#include <openvino/op/transpose.hpp>
#include <openvino/pass/serialize.hpp>
#include <openvino/runtime/core.hpp>

#include "GraphOwner.h"
#include "Guarded.h"

namespace op = ov::op;

using Port = ov::Output<ov::Node>;

namespace {

/// The names of a tensor, sorted. Frontends leave many inner tensors without a name. If such a tensor is an output, it gets
/// the name of its node. Other names of nodes are counters, which may differ the next time the network is read.
std::vector<std::string> names_of(const Port &port) {
    const auto &set = port.get_names();
    std::vector<std::string> names(set.begin(), set.end());
    std::sort(names.begin(), names.end());
    if (names.empty()) {
        for (const auto &target : port.get_target_inputs()) {
            if (ov::is_type<op::v0::Result>(target.get_node())) return {port.get_node()->get_friendly_name()};
        }
    }
    return names;
}

/// The shortest name; the first one if several are equally short.
std::string name_of(const Port &port) {
    const auto names = names_of(port);
    if (names.empty()) return port.get_node()->get_friendly_name();
    return *std::min_element(names.begin(), names.end(), [](const std::string &a, const std::string &b) {
        return a.size() < b.size();
    });
}

void list(kalon_graph &graph, size_t number, const std::string &name, const Port &port) {
    const ov::PartialShape &shape = port.get_partial_shape();
    auto &sides = graph.shapes.emplace_back();
    if (shape.rank().is_static()) {
        for (const ov::Dimension &side : shape) sides.push_back(side.is_static() ? side.get_length() : -1);
    }
    const char *text = graph.texts.emplace_back(name).c_str();
    const char *type = graph.texts.emplace_back(port.get_element_type().get_type_name()).c_str();
    const int64_t rank = shape.rank().is_static() ? static_cast<int64_t>(sides.size()) : -1;
    graph.tensors.push_back({text, type, rank, sides.data(), number});
}

template <class Body>
kalon_tensors listing(kalon_graph &graph, Body body) {
    graph.texts.clear();
    graph.shapes.clear();
    graph.tensors.clear();
    body();
    return {graph.tensors.data(), graph.tensors.size()};
}

bool is_computed(const ov::Node &node) {
    return !ov::is_type<op::v0::Result>(&node) && !ov::is_type<op::v0::Constant>(&node)
        && !ov::is_type<op::v0::Parameter>(&node);
}

Port port_named(const ov::Model &model, const std::string &name) {
    for (const auto &node : model.get_ordered_ops()) {
        if (!is_computed(*node)) continue;
        for (const Port &port : node->outputs()) {
            const auto names = names_of(port);
            if (std::find(names.begin(), names.end(), name) != names.end()) return port;
        }
    }
    throw std::invalid_argument("there is no tensor " + name);
}

std::shared_ptr<op::v0::Constant> integers(const std::vector<int64_t> &values) {
    return op::v0::Constant::create(ov::element::i64, ov::Shape{values.size()}, values);
}

std::shared_ptr<op::v0::Constant> integer(int64_t value) {
    return op::v0::Constant::create(ov::element::i64, ov::Shape{}, {value});
}

Port as_float(const Port &port) {
    if (port.get_element_type() == ov::element::f32) return port;
    return std::make_shared<op::v0::Convert>(port, ov::element::f32);
}

Port average(const Port &port, const std::vector<int64_t> &axes) {
    return std::make_shared<op::v1::ReduceMean>(port, integers(axes), false);
}

Port pooled(const Port &tensor, const kalon_tap &tap) {
    const Port port = as_float(tensor);
    switch (tap.pooling) {
    case KALON_POOLING_NONE:
        return port;
    case KALON_POOLING_CHANNELS_FIRST:
        return average(port, {2, 3});
    case KALON_POOLING_CHANNELS_LAST:
        return average(port, {1, 2});
    case KALON_POOLING_FIRST_TOKEN:
        return std::make_shared<op::v8::Gather>(port, integer(0), integer(1));
    case KALON_POOLING_ALL_TOKENS:
        return average(port, {1});
    case KALON_POOLING_OTHER_TOKENS:
        return average(std::make_shared<op::v8::Slice>(
            port, integers({1}), integers({INT64_MAX}), integers({1}), integers({1})), {1});
    }
    throw std::invalid_argument("a pooling of another kind");
}

/// `image` converted to the type that the network takes; whole numbers are rounded and clamped to their range.
Port in_type(const Port &image, const ov::element::Type &type) {
    if (type == image.get_element_type()) return image;
    if (type.is_real()) return std::make_shared<op::v0::Convert>(image, type);
    const auto rounded = std::make_shared<op::v5::Round>(image, op::v5::Round::RoundMode::HALF_TO_EVEN);
    return std::make_shared<op::v0::Convert>(std::make_shared<op::v0::Clamp>(rounded, 0.0, 255.0), type);
}

/// Puts `image`, `[1, height, width, 3]`, before the network's own input.
std::shared_ptr<op::v0::Parameter> replace_input(const ov::Model &model, bool channels_first) {
    const auto input = model.get_parameters().at(0);
    const ov::PartialShape shape = input->get_partial_shape();
    const ov::PartialShape pixels = channels_first
        ? ov::PartialShape{shape[0], shape[2], shape[3], shape[1]} : shape;
    const auto consumers = input->output(0).get_target_inputs();
    const auto image = std::make_shared<op::v0::Parameter>(ov::element::f32, pixels);
    image->set_friendly_name("image");
    image->output(0).set_names({"image"});
    Port port = image->output(0);
    if (channels_first) port = std::make_shared<op::v1::Transpose>(port, integers({0, 3, 1, 2}));
    port = in_type(port, input->get_element_type());
    for (ov::Input<ov::Node> consumer : consumers) consumer.replace_source_output(port);
    return image;
}

/// Pieces of memory that follow one another, read as one stream.
class PartsBuffer : public std::streambuf {
public:
    PartsBuffer(const kalon_part *parts, size_t count) : parts(parts), count(count) {
        for (size_t index = 0; index < count; ++index) total += static_cast<off_type>(parts[index].count);
        enter(0, 0);
    }

protected:
    int_type underflow() override {
        while (gptr() == egptr() && part + 1 < count) enter(part + 1, 0);
        return gptr() == egptr() ? traits_type::eof() : traits_type::to_int_type(*gptr());
    }

    pos_type seekoff(off_type offset, std::ios_base::seekdir way, std::ios_base::openmode) override {
        const off_type base = way == std::ios_base::beg ? 0 : way == std::ios_base::end ? total : place();
        return go(base + offset);
    }

    pos_type seekpos(pos_type position, std::ios_base::openmode) override { return go(off_type(position)); }

private:
    const kalon_part *parts;
    size_t count;
    size_t part = 0;
    off_type total = 0;

    void enter(size_t index, size_t offset) {
        part = index;
        if (index >= count) return setg(nullptr, nullptr, nullptr);
        auto *first = static_cast<char *>(const_cast<void *>(parts[index].first));
        setg(first, first + offset, first + parts[index].count);
    }

    off_type place() const {
        off_type before = 0;
        for (size_t index = 0; index < part && index < count; ++index) before += static_cast<off_type>(parts[index].count);
        return before + (gptr() - eback());
    }

    pos_type go(off_type position) {
        if (position < 0 || position > total) return pos_type(off_type(-1));
        off_type rest = position;
        size_t index = 0;
        while (index + 1 < count && rest >= static_cast<off_type>(parts[index].count)) {
            rest -= static_cast<off_type>(parts[index].count);
            ++index;
        }
        enter(index, static_cast<size_t>(rest));
        return pos_type(position);
    }
};

kalon_bytes owned(std::string &&text) {
    auto *owner = new std::string(std::move(text));
    return {owner, owner->data(), owner->size()};
}

}  // namespace

kalon_graph *kalon_graph_read_parts(const char *path, const kalon_part *parts, size_t count, char **message) {
    return guarded<kalon_graph *>(message, nullptr, [&] {
        auto graph = std::make_unique<kalon_graph>();
        PartsBuffer buffer(parts, count);
        std::istream content(&buffer);
        graph->frontend = graph->frontends.load_by_framework("onnx");
        if (!graph->frontend) throw std::runtime_error("the reader of ONNX is not there");
        std::istream *stream = &content;
        graph->model = graph->frontend->convert(graph->frontend->load(stream, std::string(path)));
        return graph.release();
    });
}

kalon_graph *kalon_graph_read(const char *path, char **message) {
    return guarded<kalon_graph *>(message, nullptr, [&] {
        auto graph = std::make_unique<kalon_graph>();
        graph->model = graph->core.read_model(std::string(path));
        return graph.release();
    });
}

void kalon_graph_free(kalon_graph *graph) {
    if (!graph) return;
    graph->model.reset();
    graph->frontend.reset();
    delete graph;
}

kalon_tensors kalon_graph_inputs(kalon_graph *graph) {
    return listing(*graph, [&] {
        size_t number = 0;
        for (const auto &input : graph->model->get_parameters()) {
            list(*graph, number++, name_of(input->output(0)), input->output(0));
        }
    });
}

kalon_tensors kalon_graph_outputs(kalon_graph *graph) {
    return listing(*graph, [&] {
        size_t number = 0;
        for (const auto &result : graph->model->get_results()) {
            const Port source = result->input_value(0);
            list(*graph, number++, name_of(source), source);
        }
    });
}

kalon_tensors kalon_graph_all(kalon_graph *graph) {
    return listing(*graph, [&] {
        size_t number = 0;
        for (const auto &node : graph->model->get_ordered_ops()) {
            if (!is_computed(*node)) continue;
            for (const Port &port : node->outputs()) {
                for (const std::string &name : names_of(port)) list(*graph, number, name, port);
                ++number;
            }
        }
    });
}

bool kalon_graph_reshape(kalon_graph *graph, const int64_t *sides, char **message) {
    return guarded(message, false, [&] {
        ov::PartialShape shape;
        for (int axis = 0; axis < 4; ++axis) {
            shape.push_back(sides[axis] < 0 ? ov::Dimension() : ov::Dimension(sides[axis]));
        }
        graph->model->reshape(shape);
        return true;
    });
}

bool kalon_graph_cut(
    kalon_graph *graph, bool channels_first, const kalon_tap *taps, size_t count, char **message) {
    return guarded(message, false, [&] {
        std::vector<Port> ports;
        for (size_t index = 0; index < count; ++index) {
            ports.push_back(port_named(*graph->model, taps[index].name));
        }
        const auto image = replace_input(*graph->model, channels_first);
        ov::OutputVector columns;
        for (size_t index = 0; index < count; ++index) columns.push_back(pooled(ports[index], taps[index]));
        const auto features = std::make_shared<op::v0::Concat>(columns, 1);
        features->set_friendly_name("features");
        features->output(0).set_names({"features"});
        const auto result = std::make_shared<op::v0::Result>(features);
        graph->model = std::make_shared<ov::Model>(ov::ResultVector{result}, ov::ParameterVector{image}, "kalon");
        return true;
    });
}

bool kalon_graph_write(kalon_graph *graph, kalon_bytes *description, kalon_bytes *weights, char **message) {
    return guarded(message, false, [&] {
        std::ostringstream text, numbers;
        ov::pass::Serialize(text, numbers).run_on_model(graph->model);
        *description = owned(std::move(text).str());
        *weights = owned(std::move(numbers).str());
        return true;
    });
}

void kalon_bytes_free(void *owner) { delete static_cast<std::string *>(owner); }

void kalon_text_free(char *text) { free(text); }
