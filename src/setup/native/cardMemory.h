#pragma once
#include <cstddef>

// Bytes of the card that computes, and those that nobody has taken. False where none computes.
bool CardMemory(size_t *unused, size_t *bytes);
