// OpenVINO's C interface, from the headers in its wheel.
#ifndef KALON_COPENVINO_H
#define KALON_COPENVINO_H

#include <openvino/c/openvino.h>

#endif
