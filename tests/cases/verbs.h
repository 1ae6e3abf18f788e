/* verbs.h - the language in which cases are written: all verbs, each of which knows its line.
 *
 * Included by the cases only. A macro does not expand inside itself, so `say(peer, 5)` notes
 * where it stands and then calls the function of that name: a failure deep in a helper is
 * reported at the line of the case, which is what a reader wants to see. */
#ifndef ECHOLAB_VERBS_H
#define ECHOLAB_VERBS_H

#include "check.h"
#include "complaints.h"
#include "converse.h"
#include "datagram_peer.h"
#include "invariants.h"
#include "observe.h"
#include "patience.h"
#include "peer.h"
#include "rest.h"
#include "server_process.h"
#include "task_frame.h"
#include "trial.h"

#define HERE(call) (check_at(__FILE__, __LINE__), call)

#define fail(...)          HERE(fail(__VA_ARGS__))
#define check(...)         HERE(check(__VA_ARGS__))
#define check_equal(...)   HERE(check_equal(__VA_ARGS__))
#define check_between(...) HERE(check_between(__VA_ARGS__))

#define start_server(...)      HERE(start_server(__VA_ARGS__))
#define start_server_in(...)   HERE(start_server_in(__VA_ARGS__))
#define run_server(...)        HERE(run_server(__VA_ARGS__))
#define expect_no_start(...)   HERE(expect_no_start(__VA_ARGS__))
#define send_signal(...)       HERE(send_signal(__VA_ARGS__))
#define suspend_server(...)    HERE(suspend_server(__VA_ARGS__))
#define await_exit(...)        HERE(await_exit(__VA_ARGS__))
#define stop_server(...)       HERE(stop_server(__VA_ARGS__))
#define expect_complaint(...)  HERE(expect_complaint(__VA_ARGS__))
#define expect_rest(...)       HERE(expect_rest(__VA_ARGS__))
#define invariants_settle(...) HERE(invariants_settle(__VA_ARGS__))

#define connect_client(...)            HERE(connect_client(__VA_ARGS__))
#define connect_narrow_client(...)     HERE(connect_narrow_client(__VA_ARGS__))
#define expect_refused_connection(...) HERE(expect_refused_connection(__VA_ARGS__))
#define say(...)                       HERE(say(__VA_ARGS__))
#define say_bytes(...)                 HERE(say_bytes(__VA_ARGS__))
#define expect(...)                    HERE(expect(__VA_ARGS__))
#define expect_bytes(...)              HERE(expect_bytes(__VA_ARGS__))
#define fill_up(...)                   HERE(fill_up(__VA_ARGS__))
#define expect_silence(...)            HERE(expect_silence(__VA_ARGS__))
#define half_close(...)                HERE(half_close(__VA_ARGS__))
#define expect_hang_up(...)            HERE(expect_hang_up(__VA_ARGS__))
#define leave(...)                     HERE(leave(__VA_ARGS__))
#define expect_end_as(...)             HERE(expect_end_as(__VA_ARGS__))
#define expect_cut_off(...)            HERE(expect_cut_off(__VA_ARGS__))
#define expect_refusal(...)            HERE(expect_refusal(__VA_ARGS__))
#define ping(...)                      HERE(ping(__VA_ARGS__))
#define converse(...)                  HERE(converse(__VA_ARGS__))

#define say_datagram(...)       HERE(say_datagram(__VA_ARGS__))
#define expect_datagram(...)    HERE(expect_datagram(__VA_ARGS__))
#define expect_no_datagram(...) HERE(expect_no_datagram(__VA_ARGS__))

#define say_task(...)             HERE(say_task(__VA_ARGS__))
#define expect_task(...)          HERE(expect_task(__VA_ARGS__))
#define say_task_datagram(...)    HERE(say_task_datagram(__VA_ARGS__))
#define expect_task_datagram(...) HERE(expect_task_datagram(__VA_ARGS__))

#endif
