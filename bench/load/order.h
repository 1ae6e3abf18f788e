/* order.h - whether all options together make an order that can be carried out. */
#ifndef ECHOLAB_ORDER_H
#define ECHOLAB_ORDER_H

#include "options.h"

/* Reads the address, checks what no option can tell alone, and fills in what was not given.
 * NULL, or a sentence that says what does not go together; it lives in a buffer of the calling
 * thread until its next call. */
const char *order_complete(struct options *options);

#endif
