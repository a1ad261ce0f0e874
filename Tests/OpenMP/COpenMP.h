// The number of threads that OpenMP gives the calling thread.
#ifndef KALON_COPENMP_H
#define KALON_COPENMP_H

int omp_get_max_threads(void);
void omp_set_num_threads(int count);

#endif
