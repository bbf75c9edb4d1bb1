// What the stand-ins note: which memory is the card's, and what is copied between it and the host.
#pragma once
#include <stdbool.h>
#include <stddef.h>

bool noteMemory(void *memory, size_t bytes);
/* The bytes that were noted. */
size_t forgetMemory(void *memory);
size_t heldMemory(void);
bool isOnCard(const void *memory);
void copy(void *to, const void *from, size_t bytes);
void noteKernel(void);
