/* report.h - `echo-bench report`: a page from a folder of results, or from two. */
#ifndef ECHOLAB_REPORT_H
#define ECHOLAB_REPORT_H

/* Returns the exit status: 0, or 1 if there is no page; then the tables are printed. */
int report_run(int argc, char **argv);

#endif
