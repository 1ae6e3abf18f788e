/* numbers.h - numbers as people read them. */
#ifndef ECHOLAB_NUMBERS_H
#define ECHOLAB_NUMBERS_H

enum { NUMBER_TEXT = 48 };

/* "-1,234.50", with so many digits behind the point. Returns `text`. */
char *number_format(double value, int digits, char text[NUMBER_TEXT]);

/* The same with its unit: "4.65 us", "102,327/s"; a bare number for the unit "1". */
char *number_with_unit(double value, int digits, const char *unit, char text[NUMBER_TEXT]);

/* A ratio with as many digits as it deserves: "1.04", "2.1", "19". */
char *number_ratio(double ratio, char text[NUMBER_TEXT]);

#endif
