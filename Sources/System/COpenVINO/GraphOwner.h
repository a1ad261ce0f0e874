#ifndef KALON_GRAPHOWNER_H
#define KALON_GRAPHOWNER_H

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <openvino/core/model.hpp>
#include <openvino/frontend/manager.hpp>
#include <openvino/runtime/core.hpp>

#include "COpenVINO.h"

struct kalon_graph {
    // The core keeps the libraries loaded, because the model points into their code.
    ov::Core core;
    ov::frontend::FrontEndManager frontends;
    ov::frontend::FrontEnd::Ptr frontend;
    std::shared_ptr<ov::Model> model;

    // What the last listing points to. Deques, because their elements stay where they are.
    std::deque<std::string> texts;
    std::deque<std::vector<int64_t>> shapes;
    std::vector<kalon_tensor> tensors;
};

#endif
