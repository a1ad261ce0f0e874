import CHDF5
import TestSupport
import Testing

/// What each constant stands for, by the library's own account, and by a file that is written with it.
@Suite struct CHDF5Tests {
    /// Kalon asks for this before its first use of the library, of which this may be one; asking twice changes nothing.
    private static let isPrepared: Bool = H5dont_atexit() >= 0

    init() {
        _ = Self.isPrepared
        // The library prints what fails on this thread otherwise.
        H5Eset_auto2(kalon_h5_error_stack(), nil, nil)
    }

    private struct Numbers: Equatable {
        let kind: H5T_class_t
        let bytes: Int
        var order: H5T_order_t
        /// Nil for numbers that are not whole.
        let isSigned: Bool?

        init(_ kind: H5T_class_t, bytes: Int, order: H5T_order_t, isSigned: Bool? = nil) {
            (self.kind, self.bytes, self.isSigned) = (kind, bytes, isSigned)
            // The order of one byte means nothing.
            self.order = bytes == 1 ? H5T_ORDER_LE : order
        }

        init(of type: hid_t) {
            let kind = H5Tget_class(type)
            self.init(
                kind, bytes: H5Tget_size(type), order: H5Tget_order(type),
                isSigned: kind == H5T_INTEGER ? H5Tget_sign(type) == H5T_SGN_2 : nil)
        }
    }

    private func expectTypes(_ types: [hid_t], order: H5T_order_t) {
        #expect(
            types.map(Numbers.init(of:)) == [
                Numbers(H5T_FLOAT, bytes: 4, order: order), Numbers(H5T_FLOAT, bytes: 8, order: order),
                Numbers(H5T_INTEGER, bytes: 8, order: order, isSigned: true),
                Numbers(H5T_INTEGER, bytes: 1, order: order, isSigned: true),
                Numbers(H5T_INTEGER, bytes: 4, order: order, isSigned: false),
            ])
    }

    @Test func nativeTypesAreThoseOfTheMachine() {
        expectTypes(
            [
                kalon_h5_native_float(), kalon_h5_native_double(), kalon_h5_native_int64(), kalon_h5_native_int8(),
                kalon_h5_native_uint32(),
            ], order: 1.littleEndian == 1 ? H5T_ORDER_LE : H5T_ORDER_BE)
    }

    @Test func storedTypesHaveTheirLowByteFirst() {
        expectTypes(
            [
                kalon_h5_stored_float(), kalon_h5_stored_double(), kalon_h5_stored_int64(), kalon_h5_stored_int8(),
                kalon_h5_stored_uint32(),
            ], order: H5T_ORDER_LE)
    }

    @Test func textsMayHaveAnyLength() {
        let type = H5Tcopy(kalon_h5_c_string())
        defer { H5Tclose(type) }
        #expect(H5Tget_class(type) == H5T_STRING)
        #expect(H5Tget_size(type) == 1)
        #expect(H5Tis_variable_str(type) == 0)
        #expect(H5Tset_size(type, kalon_h5_variable_length()) >= 0)
        #expect(H5Tis_variable_str(type) > 0)
    }

    @Test func classesOfPropertiesHaveTheirNames() {
        let classes = [
            kalon_h5_file_create_class(), kalon_h5_file_access_class(), kalon_h5_group_create_class(),
            kalon_h5_dataset_create_class(), kalon_h5_transfer_class(),
        ]
        let names = classes.map { identifier in
            let name = H5Pget_class_name(identifier)
            defer { H5free_memory(name) }
            return name.map { String(cString: $0) }
        }
        #expect(names == ["file create", "file access", "group create", "dataset create", "data transfer"])
    }

    /// Numbers go through a file, which is opened for reading only and then replaced.
    @Test func aFileIsWrittenReadAndReplaced() throws {
        let scratch = try Scratch()
        let path = scratch.path("constants.h5")
        let file = H5Fcreate(path, kalon_h5_truncate(), kalon_h5_default(), kalon_h5_default())
        let space = H5Screate_simple(1, [3], nil)
        let numbers: [Float] = [1.5, -2, 0.25]
        let set = H5Dcreate2(
            file, "numbers", kalon_h5_stored_float(), space, kalon_h5_default(), kalon_h5_default(), kalon_h5_default())
        #expect(H5Dwrite(set, kalon_h5_native_float(), kalon_h5_all(), kalon_h5_all(), kalon_h5_default(), numbers) >= 0)
        #expect(H5Dclose(set) >= 0 && H5Sclose(space) >= 0 && H5Fclose(file) >= 0)

        let read = H5Fopen(path, kalon_h5_read_only(), kalon_h5_default())
        var intent: UInt32 = 99
        #expect(H5Fget_intent(read, &intent) >= 0 && intent == 0)
        let stored = H5Dopen2(read, "numbers", kalon_h5_default())
        var values = [Double](repeating: 0, count: 3)
        #expect(
            H5Dread(stored, kalon_h5_native_double(), kalon_h5_all(), kalon_h5_all(), kalon_h5_default(), &values) >= 0)
        #expect(values == [1.5, -2, 0.25])
        #expect(H5Dclose(stored) >= 0)
        #expect(H5Gcreate2(read, "group", kalon_h5_default(), kalon_h5_default(), kalon_h5_default()) < 0)
        #expect(H5Fclose(read) >= 0)

        let empty = H5Fcreate(path, kalon_h5_truncate(), kalon_h5_default(), kalon_h5_default())
        #expect(empty >= 0)
        #expect(H5Lexists(empty, "numbers", kalon_h5_default()) == 0)
        #expect(H5Fclose(empty) >= 0)
    }

    @Test func theStackOfErrorsIsThatOfTheLastCall() {
        #expect(H5Eclear2(kalon_h5_error_stack()) >= 0)
        #expect(H5Eget_num(kalon_h5_error_stack()) == 0)
        #expect(H5Fopen("/dev/null/none.h5", kalon_h5_read_only(), kalon_h5_default()) < 0)
        #expect(H5Eget_num(kalon_h5_error_stack()) > 0)
    }
}
