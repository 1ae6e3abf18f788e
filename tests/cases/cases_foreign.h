/* cases_foreign.h - cases as they are put to servers that are not ours: relevance.c says where.
 */
#ifndef ECHOLAB_CASES_FOREIGN_H
#define ECHOLAB_CASES_FOREIGN_H

struct trial;

void foreign_b1(struct trial *trial);
void foreign_d3(struct trial *trial);
void foreign_d4(struct trial *trial);
void foreign_d4_door(struct trial *trial);
void foreign_d10(struct trial *trial);
void foreign_e8(struct trial *trial);

#endif
