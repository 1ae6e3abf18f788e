# Writes HEADER with the commit of SOURCE, and touches it only when the commit is another one.
cmake_minimum_required(VERSION 3.22)

set(COMMIT "")
set(CHANGED false)
if(GIT)
    execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse --short=12 HEAD
                    OUTPUT_VARIABLE found RESULT_VARIABLE failed ERROR_QUIET
                    OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT failed)
        set(COMMIT "${found}")
        execute_process(COMMAND ${GIT} --no-optional-locks -C ${SOURCE} status --porcelain --untracked-files=no
                        OUTPUT_VARIABLE changes ERROR_QUIET)
        if(changes)
            set(CHANGED true)
        endif()
    endif()
endif()
file(CONFIGURE OUTPUT ${HEADER} @ONLY CONTENT
"/* commit.h - which commit this is. Made by commit.cmake; do not edit. */
#ifndef ECHOLAB_COMMIT_H
#define ECHOLAB_COMMIT_H

#include <stdbool.h>

#define BUILD_COMMIT  \"@COMMIT@\" /* empty: unknown */
#define BUILD_CHANGED @CHANGED@ /* files were changed since */

#endif
")
