/* random.h - bytes from the system's generator. */
#ifndef SG_RANDOM_H
#define SG_RANDOM_H

#include <stdbool.h>
#include <stddef.h>

/* False when the system has none to give. */
bool random_bytes(void *out, size_t size);

#endif
