/* cases.h - the cases, by the letters of their sections; catalogue.c says what each is called.
 */
#ifndef ECHOLAB_CASES_H
#define ECHOLAB_CASES_H

struct trial;

/* cases_data.c: A */
void case_a1(struct trial *trial);
void case_a2(struct trial *trial);
void case_a3(struct trial *trial);
void case_a3_pairs(struct trial *trial);
void case_a4(struct trial *trial);
void case_a5(struct trial *trial);
void case_a6(struct trial *trial);
void half_close_every_size(struct trial *trial); /* the part of A6 that fits any server */
void case_a7(struct trial *trial);
void case_a8(struct trial *trial);
void case_a9(struct trial *trial);

/* cases_many.c: A and D, much of it */
void case_a10(struct trial *trial);
void case_d16(struct trial *trial);
void case_d17(struct trial *trial);

/* cases_abort.c: B */
void case_b1(struct trial *trial);
void case_b2(struct trial *trial);
void case_b3(struct trial *trial);
void case_b4(struct trial *trial);

/* cases_pressure.c: C */
void case_c1(struct trial *trial);
void case_c2(struct trial *trial);
void case_c3(struct trial *trial);
void case_c4(struct trial *trial);
void case_c5(struct trial *trial);
void case_c6(struct trial *trial);
void case_c6_written(struct trial *trial);
void case_c7(struct trial *trial);

/* cases_limits.c: D */
void case_d1(struct trial *trial);
void case_d6(struct trial *trial);
void case_d8(struct trial *trial);
void case_d10(struct trial *trial);
void case_d11(struct trial *trial);
void case_d11_stop(struct trial *trial);

/* cases_idle.c: D, with --idle-timeout */
void case_d9(struct trial *trial);
void case_d12(struct trial *trial);
void case_d14(struct trial *trial);
void case_d18(struct trial *trial);
void case_d18_turns(struct trial *trial);

/* cases_descriptors.c: D, where descriptors are what runs out */
void case_d3(struct trial *trial);
void case_d3_inherited(struct trial *trial);
void case_d3_half(struct trial *trial);
void case_d4(struct trial *trial);
void case_d4_door(struct trial *trial);
void case_d15(struct trial *trial);
void case_n21(struct trial *trial);
void case_l10(struct trial *trial);

/* cases_life.c: E, one process */
void case_e1(struct trial *trial);
void case_e2(struct trial *trial);
void case_e2_seen_off(struct trial *trial);
void case_e3(struct trial *trial);
void case_e4(struct trial *trial);
void case_e5(struct trial *trial);
void case_e6(struct trial *trial);
void case_e7(struct trial *trial);
void case_e14(struct trial *trial);
void case_e15(struct trial *trial);
void case_e16(struct trial *trial);
void case_e20(struct trial *trial);
void case_e21(struct trial *trial);

/* cases_network.c: B, D and N, what the network does */
void case_b5(struct trial *trial);
void case_b6(struct trial *trial);
void case_d2(struct trial *trial);
void case_d2_warning(struct trial *trial);
void case_n12(struct trial *trial);

/* cases_refusal.c: D, what the kernel refuses */
void case_d5(struct trial *trial);
void case_d6_copy(struct trial *trial);
void case_d7(struct trial *trial);
void case_d7_processes(struct trial *trial);
void case_d7_memory(struct trial *trial);
void case_d7_buffer(struct trial *trial);
void case_d13(struct trial *trial);
void case_d13_most(struct trial *trial);
void case_d13_flood(struct trial *trial);

/* cases_birth.c: E, stopped while it starts */
void case_e17(struct trial *trial);

/* cases_family.c: E, children and what they inherit */
void case_e8(struct trial *trial);
void case_e8_together(struct trial *trial);
void case_e8_list(struct trial *trial);
void case_e9(struct trial *trial);
void case_e9_datagram(struct trial *trial);
void case_e9_many(struct trial *trial);
void case_e10(struct trial *trial);
void case_e11(struct trial *trial);
void case_e18(struct trial *trial);
void case_e19(struct trial *trial);

/* cases_datagram.c: F, H */
void case_f1(struct trial *trial);
void case_f2(struct trial *trial);
void case_f5(struct trial *trial);
void case_f7(struct trial *trial);
void case_f8(struct trial *trial);
void case_f9(struct trial *trial);
void case_f10(struct trial *trial);
void case_h1(struct trial *trial);

/* cases_forged.c: F, false senders and floods */
void case_f3(struct trial *trial);
void case_f4(struct trial *trial);
void case_f6(struct trial *trial);
void case_f11(struct trial *trial);

/* cases_unix.c: G */
void case_g1(struct trial *trial);
void case_g2(struct trial *trial);
void case_g3(struct trial *trial);
void case_g4(struct trial *trial);
void case_g4_deaf(struct trial *trial);
void case_g5(struct trial *trial);

/* cases_task.c: K */
void case_k1(struct trial *trial);
void case_k2(struct trial *trial);
void case_k3(struct trial *trial);
void case_k4(struct trial *trial);
void case_k5(struct trial *trial);
void case_k6(struct trial *trial);
void case_k7(struct trial *trial);
void case_k8(struct trial *trial);

/* cases_start.c: L */
void case_l1(struct trial *trial);
void case_l2(struct trial *trial);
void case_l3(struct trial *trial);
void case_l4(struct trial *trial);
void case_l5(struct trial *trial);
void case_l6(struct trial *trial);
void case_l7(struct trial *trial);
void case_l8(struct trial *trial);
void case_l9(struct trial *trial);

/* cases_faults.c: N */
void case_n1(struct trial *trial);
void case_n2(struct trial *trial);
void case_n3(struct trial *trial);
void case_n4(struct trial *trial);
void case_n5(struct trial *trial);
void case_n6(struct trial *trial);
void case_n7(struct trial *trial);
void case_n8(struct trial *trial);
void case_n9(struct trial *trial);
void case_n10(struct trial *trial);
void case_n11(struct trial *trial);

/* cases_errors.c: N, errors of single calls, and signals */
void case_n13(struct trial *trial);
void case_n14(struct trial *trial);
void case_n15(struct trial *trial);
void case_n16(struct trial *trial);
void case_n17(struct trial *trial);
void case_n22(struct trial *trial);

/* cases_memory.c: N, allocations that fail */
void case_n18(struct trial *trial);
void case_n19(struct trial *trial);
void case_n20(struct trial *trial);

#endif
