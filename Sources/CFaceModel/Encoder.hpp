#ifndef LK_FACE_ENCODER_HPP
#define LK_FACE_ENCODER_HPP

// The ResNet of dlib's face recognition example (dnn_face_recognition_ex.cpp, public domain), as the
// weights file needs it: 29 convolutions, 150 × 150 RGB in, 128 floats out.

#include <dlib/dnn.h>

namespace lk {

template <template <int, template <typename> class, int, typename> class block, int n,
          template <typename> class bn, typename subnet>
using residual = dlib::add_prev1<block<n, bn, 1, dlib::tag1<subnet>>>;

template <template <int, template <typename> class, int, typename> class block, int n,
          template <typename> class bn, typename subnet>
using residual_down = dlib::add_prev2<
    dlib::avg_pool<2, 2, 2, 2, dlib::skip1<dlib::tag2<block<n, bn, 2, dlib::tag1<subnet>>>>>>;

template <int n, template <typename> class bn, int stride, typename subnet>
using block = bn<dlib::con<n, 3, 3, 1, 1,
                           dlib::relu<bn<dlib::con<n, 3, 3, stride, stride, subnet>>>>>;

template <int n, typename subnet>
using step = dlib::relu<residual<block, n, dlib::affine, subnet>>;
template <int n, typename subnet>
using step_down = dlib::relu<residual_down<block, n, dlib::affine, subnet>>;

template <typename subnet> using level0 = step_down<256, subnet>;
template <typename subnet> using level1 = step<256, step<256, step_down<256, subnet>>>;
template <typename subnet> using level2 = step<128, step<128, step_down<128, subnet>>>;
template <typename subnet> using level3 = step<64, step<64, step<64, step_down<64, subnet>>>>;
template <typename subnet> using level4 = step<32, step<32, step<32, subnet>>>;

using encoder = dlib::loss_metric<dlib::fc_no_bias<
    128,
    dlib::avg_pool_everything<level0<level1<level2<level3<level4<dlib::max_pool<
        3, 3, 2, 2,
        dlib::relu<dlib::affine<dlib::con<32, 7, 7, 2, 2,
                                          dlib::input_rgb_image_sized<150>>>>>>>>>>>>>;

}  // namespace lk

#endif
