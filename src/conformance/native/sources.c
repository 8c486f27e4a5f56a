/* From which sources the library was made: whoever compiles it says so. */

#include "column.h"

EXPORTED uint64_t conformance_sources(void) { return CONFORMANCE_SOURCES; }
