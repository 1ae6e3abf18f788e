/* plot.h - `echo-bench plot`: pictures of results for documents and slides, by gnuplot. */
#ifndef ECHOLAB_PLOT_H
#define ECHOLAB_PLOT_H

/* Returns the exit status: 0, also if there is no gnuplot and only its scripts are written; 1
 * if something could not be written or drawn. */
int plot_run(int argc, char **argv);

#endif
