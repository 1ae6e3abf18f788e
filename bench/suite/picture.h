/* picture.h - a scene as files for gnuplot: the data, and what to draw.
 *
 * The script takes three words, all of which may be left out:
 *     gnuplot -c rate.gp light|dark svg|png FOLDER */
#ifndef ECHOLAB_PICTURE_H
#define ECHOLAB_PICTURE_H

#include "scene.h"

/* Writes FOLDER/NAME.dat and FOLDER/NAME.gp; false with the reason. */
bool picture_write(const char *folder, const char *name, const struct scene *scene,
                   char reason[REASON_TEXT]);

#endif
