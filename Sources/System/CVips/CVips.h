// libvips' C interface, with a plain function for each variadic one that Kalon calls.
#ifndef KALON_CVIPS_H
#define KALON_CVIPS_H

#include <vips/vips.h>

static inline int kalon_vips_start(const char *name) { return VIPS_INIT(name); }

#endif
