#ifndef KALON_GUARDED_H
#define KALON_GUARDED_H

#include <cstring>
#include <exception>

/// Runs `body`. An exception becomes a text in `message`, and the value `failed` is returned.
template <class Result, class Body>
Result guarded(char **message, Result failed, Body body) {
    *message = nullptr;
    try {
        return body();
    } catch (const std::exception &error) {
        *message = strdup(error.what());
    } catch (...) {
        *message = strdup("an error without a text");
    }
    return failed;
}

#endif
