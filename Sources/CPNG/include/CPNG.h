// PNG through libpng, behind calls that Swift can make: libpng reports errors by longjmp, which
// must not cross Swift frames, so each call here catches it and returns a code.
#ifndef C_PNG_H
#define C_PNG_H

#include <stddef.h>
#include <stdint.h>

enum {
  LK_PNG_OK = 0,
  LK_PNG_MALFORMED = 1,  // not a PNG, or damaged
  LK_PNG_TRUNCATED = 2,  // ends before its end
  LK_PNG_MEMORY = 3,     // no memory
};

enum { LK_PNG_MESSAGE_SIZE = 128 };

/// What went wrong: libpng's words, and how many input bytes had been read by then.
typedef struct {
  char message[LK_PNG_MESSAGE_SIZE];
  size_t position;
} lk_png_error;

/// Decodes `count` bytes at `data` into `width` x `height` x 3 bytes at `pixels`.
///
/// The size must be that of the header (it is compared). Any bit depth and colour type becomes
/// 8-bit RGB; transparency is laid on white; colour-space chunks are passed over unread, so no
/// compressed ancillary chunk is ever inflated.
int lk_png_decode(const uint8_t *data, size_t count, uint8_t *pixels, uint32_t width,
                  uint32_t height, lk_png_error *error);

/// Encodes `width` x `height` RGB pixels; `*bytes` is to be given back with `lk_png_free`.
///
/// Only IHDR, IDAT and IEND are written, so the same pixels and `level` (zlib's, 1 to 9; 0 for run
/// lengths only) give the same bytes under the same libpng and zlib.
int lk_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int level,
                  uint8_t **bytes, size_t *count, lk_png_error *error);

void lk_png_free(uint8_t *bytes);

#endif
