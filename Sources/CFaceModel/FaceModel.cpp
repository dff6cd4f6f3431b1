#include "CFaceModel.h"

#include "Encoder.hpp"

#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_transforms.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <new>
#include <streambuf>
#include <utility>
#include <vector>

struct lk_face_model {
  lk::encoder encoder;
  dlib::shape_predictor landmarks;
  dlib::frontal_face_detector detector;
};

struct lk_face_worker {
  const lk_face_model *model;
  lk::encoder encoder;                   // A forward pass writes into the network,
  dlib::frontal_face_detector detector;  // a detection into the scanner.
};

namespace {

using Picture = dlib::matrix<dlib::rgb_pixel>;

/// Bytes in memory as a stream to read from, without a copy.
class MemoryBuffer : public std::streambuf {
public:
  MemoryBuffer(const uint8_t *bytes, size_t size) {
    char *start = const_cast<char *>(reinterpret_cast<const char *>(bytes));
    setg(start, start, start + size);
  }
};

void say(char *message, size_t capacity, const char *text) {
  if (message == nullptr || capacity == 0) return;
  std::snprintf(message, capacity, "%s", text);
  for (char *at = message; *at != 0; ++at) {
    if (*at == '\n' || *at == '\r') *at = ' ';
  }
}

/// Runs `body`; whatever it throws becomes a message and false.
template <typename Body>
bool guarded(char *message, size_t capacity, Body &&body) noexcept {
  try {
    body();
    return true;
  } catch (const std::bad_alloc &) {
    say(message, capacity, "not enough memory");
  } catch (const std::exception &error) {
    say(message, capacity, error.what());
  } catch (...) {
    say(message, capacity, "an unknown error");
  }
  return false;
}

template <typename Part>
void read(Part &part, const uint8_t *bytes, size_t size) {
  MemoryBuffer buffer(bytes, size);
  std::istream stream(&buffer);
  dlib::deserialize(part, stream);
}

/// Colour, since the detector takes the channel with the steepest gradient: it sees more than in grey.
dlib::array2d<dlib::rgb_pixel> scene(const uint8_t *rgb, int64_t width, int64_t height) {
  dlib::array2d<dlib::rgb_pixel> result(height, width);
  for (int64_t y = 0; y < height; ++y, rgb += 3 * width) {
    std::memcpy(static_cast<void *>(&result[y][0]), rgb, static_cast<size_t>(3 * width));
  }
  return result;
}

Picture picture(const uint8_t *rgb, int64_t width, int64_t height) {
  static_assert(sizeof(dlib::rgb_pixel) == 3, "three bytes a pixel");
  Picture result(height, width);
  std::memcpy(&result(0, 0), rgb, static_cast<size_t>(width * height * 3));
  return result;
}

void check(int64_t width, int64_t height) {
  if (width < 1 || height < 1 || width > 1 << 16 || height > 1 << 16) {
    throw std::invalid_argument("the picture has no usable size");
  }
}

}  // namespace

lk_face_model *lk_face_model_create(const uint8_t *encoder, size_t encoder_size,
                                    const uint8_t *landmarks, size_t landmarks_size,
                                    char *message, size_t message_capacity) {
  std::unique_ptr<lk_face_model> model;
  bool fine = guarded(message, message_capacity, [&] {
    model = std::make_unique<lk_face_model>();
    read(model->encoder, encoder, encoder_size);
    read(model->landmarks, landmarks, landmarks_size);
    if (model->landmarks.num_parts() != LK_FACE_LANDMARKS) {
      throw std::invalid_argument("the landmark file does not hold five points");
    }
    model->detector = dlib::get_frontal_face_detector();
  });
  return fine ? model.release() : nullptr;
}

void lk_face_model_destroy(lk_face_model *model) { delete model; }

lk_face_worker *lk_face_worker_create(const lk_face_model *model, char *message,
                                      size_t message_capacity) {
  std::unique_ptr<lk_face_worker> worker;
  bool fine = guarded(message, message_capacity, [&] {
    worker.reset(new lk_face_worker{model, model->encoder, model->detector});
  });
  return fine ? worker.release() : nullptr;
}

void lk_face_worker_destroy(lk_face_worker *worker) { delete worker; }

bool lk_face_detect(lk_face_worker *worker, const uint8_t *rgb, int64_t width, int64_t height,
                    int32_t upsamplings, double threshold, lk_face_detection *found,
                    size_t capacity, size_t *count, char *message, size_t message_capacity) {
  *count = 0;
  return guarded(message, message_capacity, [&] {
    check(width, height);
    dlib::pyramid_down<2> doubling;
    dlib::array2d<dlib::rgb_pixel> image = scene(rgb, width, height);
    for (int32_t level = 0; level < upsamplings; ++level) {
      dlib::array2d<dlib::rgb_pixel> larger;
      dlib::pyramid_up(image, larger, doubling);
      image.swap(larger);
    }
    std::vector<dlib::rect_detection> faces;
    worker->detector(image, faces, threshold);
    for (const dlib::rect_detection &face : faces) {
      if (*count == capacity) break;
      const dlib::rectangle box =
          doubling.rect_down(face.rect, static_cast<unsigned int>(upsamplings));
      if (box.is_empty()) continue;
      found[(*count)++] = lk_face_detection{
          box.left(), box.top(), static_cast<int64_t>(box.width()),
          static_cast<int64_t>(box.height()), face.detection_confidence,
          static_cast<uint32_t>(face.weight_index)};
    }
  });
}

bool lk_face_encode(lk_face_worker *worker, const uint8_t *rgb, int64_t width, int64_t height,
                    int64_t box_x, int64_t box_y, int64_t box_width, int64_t box_height,
                    lk_face_encoding *encoding, uint8_t *chip, char *message,
                    size_t message_capacity) {
  return guarded(message, message_capacity, [&] {
    check(width, height);
    const Picture whole = picture(rgb, width, height);
    const dlib::rectangle box(box_x, box_y, box_x + box_width - 1, box_y + box_height - 1);
    const dlib::full_object_detection shape = worker->model->landmarks(whole, box);
    for (unsigned long part = 0; part < LK_FACE_LANDMARKS; ++part) {
      encoding->landmark_x[part] = static_cast<float>(shape.part(part).x());
      encoding->landmark_y[part] = static_cast<float>(shape.part(part).y());
    }
    Picture aligned;
    dlib::extract_image_chip(whole, dlib::get_face_chip_details(shape, LK_FACE_CHIP_SIDE, 0.25),
                             aligned);
    const dlib::matrix<float, 0, 1> numbers = worker->encoder(aligned);
    if (numbers.size() != LK_FACE_DIMENSIONS) {
      throw std::runtime_error("the encoder does not give 128 numbers");
    }
    std::memcpy(encoding->descriptor, numbers.begin(), sizeof encoding->descriptor);
    std::memcpy(chip, &aligned(0, 0), LK_FACE_CHIP_SIDE * LK_FACE_CHIP_SIDE * 3);
  });
}
