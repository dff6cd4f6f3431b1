#ifndef LK_FACE_MODEL_H
#define LK_FACE_MODEL_H

// Faces: detection, landmarks and encoding by dlib, behind plain C.
//
// Pixels are 8-bit RGB, row by row without padding. Rectangles are in pixels of the picture given,
// y downward; they may reach over its edge. No C++ exception leaves this library: a function that
// can fail returns false or NULL and writes one line, NUL-terminated and cut to fit, to `message`
// (`message_capacity` bytes, at least 1).

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The side of an aligned face in pixels.
#define LK_FACE_CHIP_SIDE 150
/// The numbers in a template.
#define LK_FACE_DIMENSIONS 128
/// The points of a face: two corners of either eye, then the base of the nose.
#define LK_FACE_LANDMARKS 5

/// The weights: read once, never changed, shared by all threads.
typedef struct lk_face_model lk_face_model;

/// Working memory for one thread: it holds copies of what the work changes.
typedef struct lk_face_worker lk_face_worker;

/// One face found.
typedef struct {
  int64_t x, y, width, height;
  /// The detector's confidence: the margin over its own threshold.
  double score;
  /// Which of the detector's five views found it: frontal, left, right, rolled left, rolled right.
  uint32_t view;
} lk_face_detection;

/// One face encoded.
typedef struct {
  float landmark_x[LK_FACE_LANDMARKS];
  float landmark_y[LK_FACE_LANDMARKS];
  float descriptor[LK_FACE_DIMENSIONS];
} lk_face_encoding;

/// Reads the weights of the encoder and of the landmark predictor from memory.
lk_face_model *lk_face_model_create(const uint8_t *encoder, size_t encoder_size,
                                    const uint8_t *landmarks, size_t landmarks_size,
                                    char *message, size_t message_capacity);

/// Frees the model; workers made from it must be gone. NULL is fine.
void lk_face_model_destroy(lk_face_model *model);

/// Makes the working memory of one thread. The model must outlive it.
lk_face_worker *lk_face_worker_create(const lk_face_model *model, char *message,
                                      size_t message_capacity);

/// Frees it. NULL is fine.
void lk_face_worker_destroy(lk_face_worker *worker);

/// Finds the faces of a picture, best first.
///
/// The picture is doubled `upsamplings` times first; `threshold` moves the detector's own (0), and a
/// lower one finds more. Up to `capacity` faces are written to `found`, their number to `count`.
bool lk_face_detect(lk_face_worker *worker, const uint8_t *rgb, int64_t width, int64_t height,
                    int32_t upsamplings, double threshold, lk_face_detection *found,
                    size_t capacity, size_t *count, char *message, size_t message_capacity);

/// Aligns and encodes the face in a rectangle.
///
/// The aligned face goes to `chip`, LK_FACE_CHIP_SIDE squared RGB pixels.
bool lk_face_encode(lk_face_worker *worker, const uint8_t *rgb, int64_t width, int64_t height,
                    int64_t box_x, int64_t box_y, int64_t box_width, int64_t box_height,
                    lk_face_encoding *encoding, uint8_t *chip, char *message,
                    size_t message_capacity);

#ifdef __cplusplus
}
#endif

#endif
