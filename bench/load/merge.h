/* merge.h - `echo-load merge`: the logs of several runs or generators as one result.
 *
 * Histograms are added tag by tag, which is exact; percentiles of parts are never averaged. */
#ifndef ECHOLAB_MERGE_H
#define ECHOLAB_MERGE_H

/* argv[0] is "merge". Prints what the logs hold together and writes the files that are asked
 * for. Returns 0, or 1 after one line on stderr; wrong use ends the program with 2. */
int merge_main(int argc, char **argv);

#endif
