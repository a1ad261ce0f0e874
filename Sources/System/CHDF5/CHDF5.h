// HDF5's C interface, with a plain function for each macro or variable that Swift cannot import.
#ifndef KALON_CHDF5_H
#define KALON_CHDF5_H

#include <hdf5.h>

static inline hid_t kalon_h5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t kalon_h5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t kalon_h5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t kalon_h5_native_int8(void) { return H5T_NATIVE_INT8; }
static inline hid_t kalon_h5_native_uint32(void) { return H5T_NATIVE_UINT32; }
// Everything is written with little-endian types, whatever the machine, so that files are the same everywhere.
static inline hid_t kalon_h5_stored_float(void) { return H5T_IEEE_F32LE; }
static inline hid_t kalon_h5_stored_double(void) { return H5T_IEEE_F64LE; }
static inline hid_t kalon_h5_stored_int64(void) { return H5T_STD_I64LE; }
static inline hid_t kalon_h5_stored_int8(void) { return H5T_STD_I8LE; }
static inline hid_t kalon_h5_stored_uint32(void) { return H5T_STD_U32LE; }
static inline hid_t kalon_h5_c_string(void) { return H5T_C_S1; }
static inline size_t kalon_h5_variable_length(void) { return H5T_VARIABLE; }

static inline hid_t kalon_h5_file_create_class(void) { return H5P_FILE_CREATE; }
static inline hid_t kalon_h5_file_access_class(void) { return H5P_FILE_ACCESS; }
static inline hid_t kalon_h5_group_create_class(void) { return H5P_GROUP_CREATE; }
static inline hid_t kalon_h5_dataset_create_class(void) { return H5P_DATASET_CREATE; }
static inline hid_t kalon_h5_transfer_class(void) { return H5P_DATASET_XFER; }
static inline hid_t kalon_h5_default(void) { return H5P_DEFAULT; }
static inline hid_t kalon_h5_all(void) { return H5S_ALL; }

static inline unsigned kalon_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned kalon_h5_truncate(void) { return H5F_ACC_TRUNC; }
static inline hid_t kalon_h5_error_stack(void) { return H5E_DEFAULT; }

#endif
