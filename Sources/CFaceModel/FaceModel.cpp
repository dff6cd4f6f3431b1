#include "CFaceModel.h"
