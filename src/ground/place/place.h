/*
 * place -- 网点: the town, its departments, and the outlets where things can be done.
 *
 * An outlet is the hall, a community's or a village's station, or the hall of one of
 * the neighbouring towns.  Divisions have the codes of the National Bureau of
 * Statistics: 9 digits for a town, 12 for a village or community.
 */
#ifndef PLACE_H
#define PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "work.h"

/* 乡镇: whose hall it is, and what people read of it. */
struct place_town {
    int64_t code;     /* division code, 9 digits */
    const char *name; /* 瓜沥镇 */
    const char *district;
    const char *city;
    const char *province;
    const char *hall_name;       /* 便民服务中心, as its sign says */
    const char *phone;           /* of the hall, with area code */
    const char *complaint_phone; /* never the same as phone */
    const char *hours;           /* as people read them */
    const char *credit_code;     /* 统一社会信用代码 of the town government */
    int opens_minute;            /* of the day, for the calendar: 510 is 8:30 */
    int closes_minute;           /* limits end then; both 0: not known */
};

/* 科室: who decides.  A matter goes to the department of its item. */
struct place_department {
    int64_t id;       /* likewise */
    const char *code; /* short, stable: "D04"; for staff lists and subcommands */
    const char *name; /* what items name as theirs */
    const char *phone;
    const char *duty; /* one sentence */
};

/* 网点: where people come in. */
struct place_outlet {
    int64_t id;       /* stays when the rest is renewed */
    const char *code; /* division code; of a hall that of its town */
    const char *name;
    const char *kind;   /* hall, community, village, neighbour_hall */
    const char *parent; /* division code of its town */
    const char *address;
    const char *phone;
    const char *hours;
};

/* All of a town; cached, good until the work ends. */
struct place_book {
    struct place_town town; /* code 0: the town is not in the database yet */
    size_t department_count;
    const struct place_department *departments; /* by code */
    size_t outlet_count;
    const struct place_outlet *outlets; /* by code */
};

/* The town has not been imported. */
extern const struct refusal place_no_town;

/* The codes of all towns in the database; for what is shared by all, such as holidays. */
size_t place_towns(struct work *work, const int64_t **codes);

/* NULL only under a fault. */
const struct place_book *place_book(struct work *work);

/* By id or code; NULL when there is none. */
const struct place_department *place_department(const struct place_book *book,
                                                int64_t id);
const struct place_department *place_department_coded(const struct place_book *book,
                                                      const char *code);
const struct place_outlet *place_outlet(const struct place_book *book, int64_t id);
const struct place_outlet *place_outlet_coded(const struct place_book *book,
                                              const char *code);

/* The hall of the town itself; NULL when it has none. */
const struct place_outlet *place_hall(const struct place_book *book);

/* Whether it is a hall, of this town or of a neighbour: everything is done there. */
bool place_is_hall(const struct place_outlet *outlet);

/* Adds or renews; ids of what is there stay. */
void place_keep_town(struct work *work, const struct place_town *town);
void place_keep_department(struct work *work, const struct place_department *given);
void place_keep_outlet(struct work *work, const struct place_outlet *given);

#endif
