#include "CPNG.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// The largest memory that libpng may take for one ancillary chunk, and how many it may keep.
enum { CHUNK_MEMORY = 1 << 20, CHUNK_COUNT = 16 };

static void note(lk_png_error *error, const char *message) {
  strncpy(error->message, message, LK_PNG_MESSAGE_SIZE - 1);
  error->message[LK_PNG_MESSAGE_SIZE - 1] = 0;
}

static void fail(png_structp png, png_const_charp message) {
  note(png_get_error_ptr(png), message);
  longjmp(png_jmpbuf(png), 1);
}

static void ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

// MARK: - Reading

typedef struct {
  const uint8_t *data;
  size_t count, position;
  int truncated;
} source;

static void take(png_structp png, png_bytep bytes, size_t size) {
  source *from = png_get_io_ptr(png);
  if (size > from->count - from->position) {
    from->truncated = 1;
    png_error(png, "ends before its end");
  }
  memcpy(bytes, from->data + from->position, size);
  from->position += size;
}

// Lays RGBA rows on white.
static void flatten(const uint8_t *rgba, uint8_t *rgb, size_t pixels) {
  for (size_t i = 0; i < pixels; i++) {
    unsigned alpha = rgba[4 * i + 3];
    for (int c = 0; c < 3; c++)
      rgb[3 * i + c] = (uint8_t)((rgba[4 * i + c] * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}

int lk_png_decode(const uint8_t *data, size_t count, uint8_t *pixels, uint32_t width,
                  uint32_t height, lk_png_error *error) {
  memset(error, 0, sizeof *error);
  // What is changed after setjmp and read after longjmp lives behind these constant pointers.
  source from = {data, count, 0, 0};
  struct {
    png_structp png;
    png_infop info;
    uint8_t *rgba;
    png_bytep *rows;
  } own = {0}, *volatile held = &own;
  own.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, error, fail, ignore);
  if (!own.png) return LK_PNG_MEMORY;
  int result = LK_PNG_MALFORMED;
  if (setjmp(png_jmpbuf(held->png))) {
    error->position = from.position;
    result = from.truncated ? LK_PNG_TRUNCATED : LK_PNG_MALFORMED;
    goto done;
  }
  own.info = png_create_info_struct(own.png);
  if (!own.info) png_error(own.png, "no memory");
  png_set_read_fn(own.png, &from, take);
  png_set_user_limits(own.png, width, height);
  png_set_chunk_malloc_max(own.png, CHUNK_MEMORY);
  png_set_chunk_cache_max(own.png, CHUNK_COUNT);
  png_set_keep_unknown_chunks(own.png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_read_info(own.png, own.info);
  if (png_get_image_width(own.png, own.info) != width ||
      png_get_image_height(own.png, own.info) != height)
    png_error(own.png, "has two different sizes");
  png_set_expand(own.png);
  png_set_scale_16(own.png);
  png_set_gray_to_rgb(own.png);
  png_set_interlace_handling(own.png);
  png_read_update_info(own.png, own.info);
  size_t channels = png_get_channels(own.png, own.info);
  size_t stride = (size_t)width * channels;
  if (png_get_bit_depth(own.png, own.info) != 8 || channels < 3 || channels > 4 ||
      png_get_rowbytes(own.png, own.info) != stride)
    png_error(own.png, "has an unusual colour type");
  own.rows = malloc(sizeof(png_bytep) * height);
  if (channels == 4) own.rgba = malloc(stride * height);
  if (!own.rows || (channels == 4 && !own.rgba)) {
    result = LK_PNG_MEMORY;
    goto done;
  }
  for (uint32_t y = 0; y < height; y++)
    own.rows[y] = (own.rgba ? own.rgba : pixels) + stride * y;
  png_read_image(own.png, own.rows);
  png_read_end(own.png, NULL);
  if (own.rgba) flatten(own.rgba, pixels, (size_t)width * height);
  result = LK_PNG_OK;
done:
  png_destroy_read_struct(&held->png, &held->info, NULL);
  free(held->rgba);
  free(held->rows);
  return result;
}

// MARK: - Writing

typedef struct {
  uint8_t *bytes;
  size_t count, capacity;
} sink;

static void put(png_structp png, png_bytep bytes, size_t size) {
  sink *to = png_get_io_ptr(png);
  if (size > to->capacity - to->count) {
    size_t capacity = to->capacity * 2 + size;
    uint8_t *grown = realloc(to->bytes, capacity);
    if (!grown) png_error(png, "no memory");
    to->bytes = grown;
    to->capacity = capacity;
  }
  memcpy(to->bytes + to->count, bytes, size);
  to->count += size;
}

static void settle(png_structp png) { (void)png; }

int lk_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int level,
                  uint8_t **bytes, size_t *count, lk_png_error *error) {
  memset(error, 0, sizeof *error);
  sink to = {NULL, 0, 0};
  struct {
    png_structp png;
    png_infop info;
  } own = {0}, *volatile held = &own;
  own.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, error, fail, ignore);
  if (!own.png) return LK_PNG_MEMORY;
  if (setjmp(png_jmpbuf(held->png))) {
    png_destroy_write_struct(&held->png, &held->info);
    free(to.bytes);
    return LK_PNG_MEMORY;
  }
  own.info = png_create_info_struct(own.png);
  if (!own.info) png_error(own.png, "no memory");
  png_set_write_fn(own.png, &to, put, settle);
  png_set_user_limits(own.png, 0x7fffffff, 0x7fffffff);
  png_set_IHDR(own.png, own.info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (level > 0) {
    png_set_compression_level(own.png, level);
    png_set_filter(own.png, PNG_FILTER_TYPE_BASE, PNG_ALL_FILTERS);
  } else {
    // On camera frames the Paeth filter with run-length matches only takes a fifth of the time of
    // the default (all filters, level 6) and gives files of the same size.
    png_set_compression_strategy(own.png, Z_RLE);
    png_set_filter(own.png, PNG_FILTER_TYPE_BASE, PNG_FILTER_PAETH);
  }
  png_write_info(own.png, own.info);
  for (uint32_t y = 0; y < height; y++)
    png_write_row(own.png, pixels + (size_t)width * 3 * y);
  png_write_end(own.png, NULL);
  png_destroy_write_struct(&held->png, &held->info);
  *bytes = to.bytes;
  *count = to.count;
  return LK_PNG_OK;
}

void lk_png_free(uint8_t *bytes) { free(bytes); }
