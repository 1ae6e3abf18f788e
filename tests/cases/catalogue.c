/* catalogue.c - the one table of cases, and the one table of what is known about each model.
 *
 * Sections A to H are CONFORMANCE.md's. K (task frames), L (command lines, stderr) and N
 * (faults, put into a server from outside) are our own, as are C6, C7, D11 to D18, E14 to E21,
 * F7 to F11 and all with a small letter. E12 and E13 are about several processes at one port,
 * which no model of ours has. The last column says why models are left out, or in what one
 * differs. */
#include "catalogue.h"

#include "cases.h"

#include <string.h>

const struct model models[] = {
    { "iterative", 'I' }, { "forking", 'F' }, { "threaded", 'T' }, { "select", 'S' },
    { "poll", 'P' },      { "epoll", 'E' },   { "libuv", 'U' },
};
const size_t model_count = sizeof models / sizeof *models;

const struct test_case cases[] = {
    { "A1", "echoes_every_size", case_a1, STREAMS, "IFTSPEU", "" },
    { "A2", "echoes_every_byte", case_a2, TCP | UNIX, "IFTSPEU", "" },
    { "A3", "echoes_single_bytes", case_a3, TCP | UNIX, "IFTSPEU", "" },
    { "A3n", "sends_small_replies_at_once", case_a3_pairs, TCP, "IFTSPEU", "" },
    { "A4", "answers_a_burst_without_further_prompting", case_a4, TCP | UNIX, "IFTSPEU", "" },
    { "A5", "completes_short_writes", case_a5, TCP | UNIX, "IFTSPEU", "" },
    { "A6", "answers_everything_after_a_half_close", case_a6, STREAMS, "IFTSPEU", "" },
    { "A7", "hangs_up_on_who_half_closes_at_once", case_a7, STREAMS, "IFTSPEU", "" },
    { "A8", "keeps_64_clients_apart", case_a8, TCP | UNIX, "IFTSPEU",
      "I: serves them one after another" },
    { "A9", "raises_ascii_letters_alone", case_a9, TCP | UNIX | UDP | UNIXGRAM, "IFTSPEU", "" },
    { "A10", "echoes_without_end", case_a10, TCP | UNIX, "IFTSPEU", "" },

    { "B1", "survives_a_client_that_resets", case_b1, STREAMS, "IFTSPEU",
      "I: comes to those who reset when the bystander has left" },
    { "B2", "survives_a_reset_with_output_pending", case_b2, TCP | UNIX, "IFTSPEU", "" },
    { "B3", "survives_a_reset_before_it_accepts", case_b3, TCP | TCP6, "IFTSPEU", "" },
    { "B4", "survives_a_storm_of_resets", case_b4, TCP, "IFTSPEU",
      "I: the probing client is a new one each time" },

    { "B5", "survives_a_connection_ended_by_an_administrator", case_b5, TCP | TCP6, "IFTSPEU",
      "I: the bystander waits until then" },
    { "B6", "gives_up_a_client_that_vanished", case_b6, TCP | TCP6, "IFTSPEU",
      "without --idle-timeout all wait for ever" },

    { "C1", "spends_little_on_a_client_that_never_reads", case_c1, TCP | UNIX, "IFTSPEU",
      "F, T: a process or a thread weighs more than a list entry" },
    { "C2", "serves_others_beside_a_client_that_never_reads", case_c2, TCP | UNIX, "FTSPEU",
      "I: the others wait, see D1" },
    { "C3", "resumes_when_a_client_reads_again", case_c3, TCP | UNIX, "IFTSPEU", "" },
    { "C4", "serves_others_beside_many_that_never_read", case_c4, TCP | UNIX, "FTSPEU",
      "I: the others wait, see D1; F, T: a process or a thread weighs more" },
    { "C5", "serves_others_beside_slow_writers", case_c5, TCP | UNIX, "FTSPEU",
      "I: the others wait, see D1" },
    { "C6", "waits_without_using_the_processor", case_c6, TCP | UNIX, "IFTSPEU",
      "I: the idle ones wait in its backlog" },
    { "C6w", "rests_after_short_writes", case_c6_written, TCP | UNIX, "IFTSPEU", "" },
    { "C7", "sends_no_more_ahead_than_it_may", case_c7, UNIX, "IFTSPEU", "" },

    { "D1", "lets_the_second_client_wait", case_d1, STREAMS, "I",
      "the others serve both at the same time" },
    { "D2", "leaves_who_does_not_fit_its_backlog_waiting", case_d2, TCP | TCP6, "IFTSPEU", "" },
    { "D2w", "warns_of_a_backlog_that_is_cut", case_d2_warning, TCP, "IFTSPEU", "" },
    { "D3", "serves_1100_clients", case_d3, TCP, "FTSPEU",
      "I: serves one; S: refuses those it has no bit for" },
    { "D3i", "refuses_to_start_beyond_its_descriptors", case_d3_inherited, TCP, "S",
      "the others can hold any descriptor" },
    { "D3h", "counts_descriptors_and_not_clients", case_d3_half, TCP, "S",
      "the others can hold any descriptor" },
    { "D4", "pauses_without_descriptors", case_d4, TCP | UNIX, "TSPEU",
      "I, F: hold one at a time, see D4d; U: hangs up on those who wait" },
    { "D4d", "pauses_without_a_single_descriptor", case_d4_door, TCP | UNIX, "IFTSPE",
      "U: hangs up on those who wait" },
    { "D5", "survives_errors_of_accept", case_d5, TCP | UNIX, "IFTSPEU",
      "U: hangs up on who waits without descriptors, uncounted, and never pauses" },
    { "D6", "refuses_with_a_reason_at_its_cap", case_d6, TCP | UNIX, "FTSPEU",
      "I: the next one waits, see D1" },
    { "D6d", "refuses_without_a_descriptor_to_spare", case_d6_copy, TCP | UNIX, "U",
      "the others need no copy of a socket" },
    { "D7", "refuses_whom_it_has_no_process_for", case_d7, TCP | UNIX, "FT",
      "the others start neither processes nor threads" },
    { "D7p", "lives_with_a_limit_of_processes", case_d7_processes, TCP | UNIX, "FT",
      "the others start neither processes nor threads" },
    { "D7m", "refuses_whom_it_has_no_memory_for", case_d7_memory, TCP | UNIX, "T",
      "F: each child has its own address space; the others hold memory for a moment" },
    { "D7b", "refuses_whom_it_has_no_buffer_for", case_d7_buffer, TCP | UNIX, "TSPEU",
      "I, F: hold one at a time" },
    { "D8", "keeps_its_family_within_the_cap", case_d8, TCP, "FT",
      "the others have neither children nor further threads" },
    { "D9", "hangs_up_on_idle_clients", case_d9, TCP | UNIX, "IFTSPEU",
      "I: the busy client is served after the silent one" },
    { "D10", "serves_one_client_after_another", case_d10, TCP | UNIX, "IFTSPEU", "" },
    { "D11", "keeps_datagrams_to_the_cap", case_d11, UDP | UNIXGRAM, "FT",
      "the others answer one datagram at a time" },
    { "D11s", "keeps_datagrams_to_the_cap_while_it_stops", case_d11_stop, UDP | UNIXGRAM, "FT",
      "the others answer one datagram at a time" },
    { "D12", "does_not_take_a_long_round_for_silence", case_d12, TCP | UNIX, "FTSPEU",
      "I: the second client waits, see D1" },
    { "D13", "gives_back_refused_descriptors", case_d13, TCP | UNIX, "FTSPEU",
      "I: refuses nobody" },
    { "D13m", "sees_few_off_at_a_time", case_d13_most, TCP | UNIX, "FTSPEU",
      "I: refuses nobody" },
    { "D13r", "reads_little_from_whom_it_refuses", case_d13_flood, TCP | UNIX, "SPEU",
      "I: refuses nobody; F, T: look after them now and then, not in rounds" },
    { "D14", "hangs_up_on_who_never_reads", case_d14, TCP | UNIX, "IFTSPEU", "" },
    { "D15", "serves_on_when_its_descriptors_are_cut", case_d15, TCP | UNIX, "TSPEU",
      "I, F: hold one at a time" },
    { "D16", "serves_thousands_of_clients", case_d16, TCP | UNIX, "PEU",
      "I: serves one; S: see D3; F, T: a process or a thread each, see D3" },
    { "D17", "serves_connections_without_end", case_d17, TCP | UNIX, "IFTSPEU",
      "F: a fifth as many in the full tier" },
    { "D18", "spares_who_has_left_it_room_meanwhile", case_d18, TCP | UNIX, "IFTSPEU", "" },
    { "D18t", "spares_who_waits_for_a_turn", case_d18_turns, TCP | UNIX, "FTSPEU",
      "I: the other clients wait, see D1" },

    { "E1", "leaves_at_once_when_idle", case_e1, ALL_TRANSPORTS, "IFTSPEU", "" },
    { "E2", "finishes_what_it_has_received", case_e2, STREAMS, "IFTSPEU", "" },
    { "E2s", "sees_its_clients_off", case_e2_seen_off, TCP | TCP6, "IFTSPEU", "" },
    { "E3", "cuts_a_stuck_client_off_after_the_grace", case_e3, TCP | UNIX, "IFTSPEU", "" },
    { "E4", "leaves_at_once_on_a_second_signal", case_e4, TCP | UNIX, "IFTSPEU", "" },
    { "E5", "stops_at_any_moment", case_e5, TCP | UNIX | UDP, "IFTSPEU", "" },
    { "E6", "starts_again_on_the_same_address", case_e6, STREAMS, "IFTSPEU", "" },
    { "E7", "refuses_an_address_in_use", case_e7, TCP | TCP6 | UDP | UDP6, "IFTSPEU", "" },
    { "E8", "leaves_no_zombies", case_e8, TCP | UNIX, "F", "the others have no children" },
    { "E8b", "reaps_children_that_end_together", case_e8_together, TCP | UNIX, "F",
      "the others have no children" },
    { "E8l", "forgets_children_that_have_ended", case_e8_list, TCP | UNIX, "F",
      "the others have no children" },
    { "E9", "survives_the_death_of_a_child", case_e9, TCP, "F", "the others have no children" },
    { "E9d", "counts_a_datagram_lost_with_its_child", case_e9_datagram, UDP | UNIXGRAM, "F",
      "the others have no children" },
    { "E9m", "says_little_of_many_dead_children", case_e9_many, TCP, "F",
      "the others have no children" },
    { "E10", "hands_no_foreign_descriptors_on", case_e10, TCP | UNIX, "F",
      "the others have no children" },
    { "E11", "takes_its_children_with_it", case_e11, TCP, "F", "the others have no children" },
    { "E14", "frees_no_client_that_is_still_watched", case_e14, TCP, "IFTSPEU", "" },
    { "E15", "finishes_who_comes_in_while_it_stops", case_e15, TCP | UNIX, "IFTSPEU", "" },
    { "E16", "leaves_in_good_order_when_its_terminal_hangs_up", case_e16, TCP | UNIX, "IFTSPEU",
      "" },
    { "E17", "can_be_stopped_while_it_starts", case_e17, ALL_TRANSPORTS, "IFTSPEU", "" },
    { "E18", "counts_no_children_but_its_own", case_e18, TCP | UNIX, "F",
      "the others have no children" },
    { "E19", "waits_for_no_child_that_stands_still", case_e19, TCP, "F",
      "the others have no children" },
    { "E20", "ends_its_grace_whoever_has_started_it", case_e20, TCP | UNIX, "IFTSPEU", "" },
    { "E21", "ends_after_its_threads", case_e21, TCP | UNIX, "T",
      "the others have no threads" },

    { "F1", "answers_datagrams_of_every_size", case_f1, DATAGRAMS, "IFTSPEU", "" },
    { "F2", "answers_from_the_address_that_was_asked", case_f2, UDP | UDP6, "IFTSPE",
      "U: uv_udp cannot choose its source" },
    { "F3", "answers_nothing_from_its_own_port", case_f3, UDP | UDP6, "IFTSPEU", "" },
    { "F4", "answers_nothing_from_its_siblings", case_f4, UDP | UDP6, "IFTSPEU", "" },
    { "F5", "survives_vanished_datagram_clients", case_f5, DATAGRAMS, "IFTSPEU", "" },
    { "F6", "answers_others_beside_a_flood_of_datagrams", case_f6, UDP, "IFTSPEU",
      "all serve one address each: the other is a datagram client, not one of TCP" },
    { "F7", "drops_datagrams_from_suspect_ports", case_f7, UDP | UDP6, "IFTSPEU", "" },
    { "F8", "answers_datagrams_that_came_before_the_stop", case_f8, DATAGRAMS, "IFTSPEU", "" },
    { "F9", "loses_no_answer_to_who_reads", case_f9, UNIXGRAM, "IFTSPEU", "" },
    { "F10", "takes_no_descriptors_from_a_datagram", case_f10, UNIXGRAM, "IFTSPEU", "" },
    { "F11", "answers_nothing_from_its_own_name", case_f11, UNIXGRAM, "IFTSPEU", "" },

    { "G1", "creates_its_socket_with_its_mode", case_g1, LOCAL, "IFTSPEU", "" },
    { "G2", "takes_over_nothing_but_dead_sockets", case_g2, LOCAL, "IFTSPEU", "" },
    { "G3", "leaves_another_servers_socket_alone", case_g3, LOCAL, "IFTSPEU", "" },
    { "G4", "survives_a_peer_without_a_name", case_g4, UNIXGRAM, "IFTSPEU", "" },
    { "G4r", "waits_for_no_peer_that_never_reads", case_g4_deaf, UNIXGRAM, "IFTSPEU", "" },
    { "G5", "takes_over_no_server_that_is_about_to_listen", case_g5, UNIX, "IFTSPEU", "" },

    { "H1", "shares_a_port_between_families", case_h1, TCP | UDP, "IFTSPEU", "" },

    { "K1", "returns_a_task_after_its_time", case_k1, TCP | UNIX, "IFTSPEU", "" },
    { "K2", "refuses_tasks_without_leave", case_k2, TCP | UNIX, "IFTSPEU", "" },
    { "K3", "refuses_hostile_task_frames", case_k3, TCP | UNIX, "IFTSPEU", "" },
    { "K4", "takes_a_task_byte_by_byte", case_k4, TCP | UNIX, "IFTSPEU", "" },
    { "K5", "returns_every_task_of_a_bundle", case_k5, TCP | UNIX, "IFTSPEU", "" },
    { "K6", "gives_others_their_turn_between_tasks", case_k6, TCP | UNIX, "FTSPEU",
      "I: the second client waits, see D1" },
    { "K7", "answers_no_task_it_has_not_done", case_k7, TCP | UNIX, "IFTSPEU", "" },
    { "K8", "sees_off_who_breaks_the_protocol", case_k8, TCP | UNIX, "IFTSPEU", "" },

    { "L1", "names_the_value_it_refuses", case_l1, TCP, "IFTSPEU", "" },
    { "L2", "refuses_what_it_does_not_understand", case_l2, TCP, "IFTSPEU", "" },
    { "L3", "explains_itself", case_l3, TCP, "IFTSPEU", "" },
    { "L4", "refuses_a_path_that_is_too_long", case_l4, LOCAL, "IFTSPEU", "" },
    { "L5", "refuses_counters_it_could_not_write", case_l5, TCP, "IFTSPEU", "" },
    { "L6", "refuses_an_address_it_cannot_have", case_l6, TCP | UDP, "IFTSPEU", "" },
    { "L7", "replaces_no_link_by_its_counters", case_l7, TCP, "IFTSPEU", "" },
    { "L8", "says_that_its_counters_are_lost", case_l8, TCP, "IFTSPEU", "" },
    { "L9", "gives_no_client_the_place_of_a_closed_stream", case_l9, TCP, "IFTSPEU", "" },
    { "L10", "waits_for_nobody_who_does_not_read_its_stderr", case_l10, TCP | UNIX, "IFTSPE",
      "U: hangs up on those who wait, without a word" },

    { "N1", "echoes_every_size_with_faults", case_n1, TCP | UNIX, "IFTSPEU", "" },
    { "N2", "echoes_every_byte_with_faults", case_n2, TCP | UNIX, "IFTSPEU", "" },
    { "N3", "echoes_single_bytes_with_faults", case_n3, TCP | UNIX, "IFTSPEU", "" },
    { "N4", "answers_a_burst_with_faults", case_n4, TCP | UNIX, "IFTSPEU", "" },
    { "N5", "sends_in_pieces_with_faults", case_n5, TCP | UNIX, "IFTSPEU", "" },
    { "N6", "finishes_who_half_closes_with_faults", case_n6, TCP | UNIX, "IFTSPEU", "" },
    { "N7", "hangs_up_on_who_half_closes_with_faults", case_n7, TCP | UNIX, "IFTSPEU", "" },
    { "N8", "keeps_64_clients_apart_with_faults", case_n8, TCP | UNIX, "IFTSPEU",
      "I: serves them one after another" },
    { "N9", "finishes_what_it_has_received_with_faults", case_n9, STREAMS, "IFTSPEU", "" },
    { "N10", "returns_every_task_with_faults", case_n10, TCP | UNIX, "IFTSPEU", "" },
    { "N11", "answers_datagrams_with_faults", case_n11, UDP | UNIXGRAM, "IFTSPE",
      "U: uv_udp_try_send() waits for no room" },
    { "N12", "loses_nothing_where_packets_get_lost", case_n12, TCP | TCP6, "IFTSPEU",
      "I: one after the other" },
    { "N13", "ends_no_more_than_one_client_when_receiving_fails", case_n13, TCP | UNIX,
      "IFTSPEU", "" },
    { "N14", "ends_no_more_than_one_client_when_sending_fails", case_n14, TCP | UNIX, "IFTSPEU",
      "U: takes ENOBUFS for a full buffer, and waits" },
    { "N15", "survives_errors_of_waiting", case_n15, TCP | UNIX, "SPEU",
      "I, F, T: wait in accept() and recv(); U: libuv aborts on all but EINTR" },
    { "N16", "survives_errors_of_datagrams", case_n16, UDP | UNIXGRAM, "IFTSPEU", "" },
    { "N17", "does_not_mind_signals_that_mean_nothing", case_n17, TCP | UNIX, "IFTSPEU", "" },
    { "N18", "starts_or_says_why_not_without_memory", case_n18, TCP | UNIX | UDP, "IFTSPEU",
      "" },
    { "N19", "serves_or_refuses_without_memory", case_n19, TCP | UNIX, "IFTSPEU",
      "U: ends, with a line, when its list of descriptors cannot grow" },
    { "N20", "waits_for_memory_without_spinning", case_n20, TCP | UNIX, "IFTSPEU", "" },
    { "N21", "serves_on_while_descriptors_come_and_go", case_n21, TCP | UNIX, "TSPEU",
      "I, F: hold one at a time; U: hangs up on those who wait" },
    { "N22", "refuses_whom_it_cannot_watch", case_n22, TCP | UNIX, "E",
      "I, F, T: watch nobody; S, P: tell the kernel whom each time; U: libuv aborts" },
};
const size_t case_count = sizeof cases / sizeof *cases;

bool case_applies(const struct test_case *test, const struct model *model)
{
    return strchr(test->models, model->letter) != NULL;
}

static const struct {
    unsigned transport;
    const char *name;
} transports[TRANSPORTS] = {
    { TCP, "tcp" }, { TCP6, "tcp6" }, { UNIX, "unix" },
    { UDP, "udp" }, { UDP6, "udp6" }, { UNIXGRAM, "unixgram" },
};

const char *transport_name(unsigned transport)
{
    for (size_t i = 0; i < TRANSPORTS; i++)
        if (transports[i].transport == transport)
            return transports[i].name;
    return "?";
}

unsigned transport_from_name(const char *name)
{
    for (size_t i = 0; i < TRANSPORTS; i++)
        if (strcmp(transports[i].name, name) == 0)
            return transports[i].transport;
    return 0;
}

size_t transport_number(unsigned transport)
{
    size_t number = 0;

    while (number < TRANSPORTS - 1 && transports[number].transport != transport)
        number++;
    return number;
}
