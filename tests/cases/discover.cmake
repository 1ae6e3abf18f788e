# discover.cmake - turns the program's list of cases into CTest's.
#
#   cmake -D PROGRAM=... -D MODELS=a,b -D PATIENCE=1 -D TESTS=FILE [-D FOLDER=...] -P discover.cmake
#
# FOLDER: where the servers are, if not beside the program.
# A line of the list: NAME SECTION ARGUMENT...
string(REPLACE "," ";" models "${MODELS}")
math(EXPR timeout "60 * ${PATIENCE}")
set(script "")
foreach(model IN LISTS models)
    execute_process(COMMAND ${PROGRAM} --list --model=${model}
                    OUTPUT_VARIABLE lines RESULT_VARIABLE status OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${PROGRAM} --list --model=${model} ended with ${status}")
    endif()
    string(REPLACE "\n" ";" lines "${lines}")
    foreach(line IN LISTS lines)
        string(REPLACE " " ";" words "${line}")
        list(POP_FRONT words name section)
        list(JOIN words " " arguments)
        if(FOLDER)
            string(PREPEND arguments "\"--server=${FOLDER}/echo-${model}\" ")
        endif()
        set(cost 1)
        # Back-pressure takes seconds to build up, as does silence: they are to begin before the others.
        if(section STREQUAL "C" OR name MATCHES "hangs_up_on_who_never_reads")
            set(cost 10)
        endif()
        string(APPEND script
            "add_test(${name} \"${PROGRAM}\" --verbose ${arguments})\n"
            "set_tests_properties(${name} PROPERTIES LABELS \"${model};${section}\" "
            "COST ${cost} TIMEOUT ${timeout} SKIP_RETURN_CODE 77 ENVIRONMENT T_MULT=${PATIENCE})\n")
    endforeach()
endforeach()
file(WRITE "${TESTS}" "${script}")
