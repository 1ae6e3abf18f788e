/* fuzz.h - what every fuzz target has in common.
 *
 * A target is a function that is given any bytes and claims what holds for all of them. Built
 * by the preset `fuzz` it is driven by libFuzzer, which looks for bytes that reach new code;
 * built by any other it is driven by replay.c, which gives it the corpus once and tells CTest.
 */
#ifndef ECHOLAB_FUZZ_H
#define ECHOLAB_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The target, under the name that libFuzzer calls. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Prints the claim that does not hold, and aborts. */
__attribute__((format(printf, 1, 2))) _Noreturn void claim_broken(const char *format, ...);

/* A macro, so that compilers and analysers know that what is claimed holds from there on, and
 * the text costs nothing while it does. */
#define claim(holds, ...) ((holds) ? (void)0 : claim_broken(__VA_ARGS__))

/* The bytes up to the first 0 as a string of its own, of exactly that size, so that a sanitizer
 * sees who reads on. The caller frees it. */
char *fuzz_text(const uint8_t *data, size_t size);

/* Claims of a message: one line which is not empty and cannot steer a terminal. */
void claim_message(const char *message);

/* The same of a reason: NULL is none. */
void claim_reason(const char *reason);

/* Bytes that are taken one after another; 0 when there are none left. */
struct feed {
    const uint8_t *data;
    size_t size;
};

uint8_t feed_byte(struct feed *feed);
uint32_t feed_u32(struct feed *feed);

#endif
