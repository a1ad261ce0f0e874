// The part of zlib that reading archives needs: one function, for a macro that Swift cannot import.
#ifndef KALON_CZLIB_H
#define KALON_CZLIB_H

#include <zlib.h>

// Inflates `source` (raw deflate, as in zip archives) into exactly `count` bytes. Returns zlib's status: Z_STREAM_END
// on success.
static inline int kalon_inflate(const unsigned char *source, unsigned sourceCount, unsigned char *target, unsigned count) {
    z_stream stream = {0};
    stream.next_in = (unsigned char *)source;
    stream.avail_in = sourceCount;
    stream.next_out = target;
    stream.avail_out = count;
    int status = inflateInit2(&stream, -MAX_WBITS);
    if (status != Z_OK) return status;
    status = inflate(&stream, Z_FINISH);
    int isWhole = status == Z_STREAM_END && stream.avail_out == 0;
    inflateEnd(&stream);
    return isWhole ? Z_STREAM_END : status == Z_STREAM_END ? Z_BUF_ERROR : status;
}

static inline int kalon_inflate_done(void) { return Z_STREAM_END; }

#endif
