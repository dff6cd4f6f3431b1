#ifndef C_FACE_MODEL_H
#define C_FACE_MODEL_H
#endif
