// BLAS and LAPACK as the linear algebra module uses them; the rest of both libraries stays unseen.
#ifndef KALON_CLAPACK_H
#define KALON_CLAPACK_H

#include <cblas.h>
#include <lapacke.h>

#endif
