/* slope.c - whether something grows with time. */
#include "slope.h"

#include <math.h>

/* Student's t, two-sided 95 %, for 1 to 30 degrees of freedom. */
static const double student[] = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
};

enum { TABLED = sizeof student / sizeof *student };

/* Above the table the first term of the Cornish-Fisher expansion is exact to 0.001. */
static double student_t(size_t freedom)
{
    return freedom <= TABLED ? student[freedom - 1] : 1.960 + 2.372 / (double)freedom;
}

void slope_add_life(struct slope *slope, const struct sample samples[], size_t count)
{
    double minutes = 0, value = 0;

    if (count < 2)
        return;
    for (size_t i = 0; i < count; i++) {
        minutes += samples[i].minutes / (double)count;
        value += samples[i].value / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        const double x = samples[i].minutes - minutes, y = samples[i].value - value;

        slope->xx += x * x;
        slope->xy += x * y;
        slope->yy += y * y;
    }
    slope->lives++;
    slope->samples += count;
}

/* Each life costs a degree of freedom for its level, the slope one more. */
struct trend slope_trend(const struct slope *slope)
{
    if (slope->xx <= 0)
        return (struct trend){ 0, INFINITY };

    const double per_minute = slope->xy / slope->xx;

    if (slope->samples < slope->lives + 2)
        return (struct trend){ per_minute, INFINITY };

    const size_t freedom = slope->samples - slope->lives - 1;
    const double left = fmax(0, slope->yy - per_minute * slope->xy);

    return (struct trend){ per_minute,
                           student_t(freedom) * sqrt(left / (double)freedom / slope->xx) };
}
