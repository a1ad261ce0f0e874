// The part of libcurl that a download needs, with a plain function for each form of its variadic calls.
#ifndef KALON_CCURL_H
#define KALON_CCURL_H

#include <curl/curl.h>

// Sets an option that takes a text, which libcurl copies.
static inline CURLcode kalon_curl_set_text(CURL *handle, CURLoption option, const char *text) {
    return curl_easy_setopt(handle, option, text);
}

// Sets an option that takes a number or a switch.
static inline CURLcode kalon_curl_set_number(CURL *handle, CURLoption option, long number) {
    return curl_easy_setopt(handle, option, number);
}

// Sets additional fields of a request. The caller keeps the list, which must outlive the transfer.
static inline CURLcode kalon_curl_set_fields(CURL *handle, struct curl_slist *fields) {
    return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, fields);
}

// Sets where the reason for a failure is written: CURL_ERROR_SIZE bytes, which the caller keeps.
static inline CURLcode kalon_curl_set_reason(CURL *handle, char *reason) {
    return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
}

// Sets the receivers of the lines of the head and the pieces of the body; both are called with `context`. A receiver
// that takes fewer bytes than it was given ends the transfer.
static inline CURLcode kalon_curl_set_receivers(
    CURL *handle, curl_write_callback head, curl_write_callback body, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, head);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, body);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
    return code;
}

// Writes how the only transfer of `many` ended into `code`. Returns 1, or 0 while it is still running.
static inline int kalon_curl_ended(CURLM *many, CURLcode *code) {
    int left = 0;
    CURLMsg *message = curl_multi_info_read(many, &left);
    if (message == NULL || message->msg != CURLMSG_DONE) return 0;
    *code = message->data.result;
    return 1;
}

// Starts the library; must be called once, before any other call.
static inline CURLcode kalon_curl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#endif
