// The parts of BLAS and LAPACK that the linear algebra module uses; the rest of both libraries stays hidden.
#ifndef KALON_CLAPACK_H
#define KALON_CLAPACK_H

#include <cblas.h>
#include <lapacke.h>

#endif
