/* For the generated .c files only: the tables that relations refer to. */
#ifndef SAMPLE_MODELS_H
#define SAMPLE_MODELS_H

#include <sg/impl.h>

extern const SgEnum order_side_enum;
extern const SgModel account_model;
extern const SgModel order_model;

#endif
