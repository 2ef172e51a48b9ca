/*
 * town_import -- a town from its JSON files: the town itself, its departments and
 * outlets (`haoban import town FOLDER`), and for the demonstration its people.
 *
 *     town.json          { code, name, district, city, province, hall_name, phone,
 *                          hours, opens: "08:30", closes: "17:30", … }
 *     departments.json   [ { code, name, phone, duty } ]
 *     outlets.json       [ { code, name, kind, parent, address, phone, hours } ]
 *     staff.json         [ { login, name, role, department, outlet } ]       optional
 *     residents.json     [ { login, name, id_number, phone } ]               optional
 *
 * What is there is renewed; accounts that exist keep their password.
 */
#ifndef TOWN_IMPORT_H
#define TOWN_IMPORT_H

#include <stddef.h>

#include "work.h"

/* The texts of the files; NULL where there is none. */
struct town_files {
    const char *town;
    const char *departments;
    const char *outlets;
    const char *staff;
    const char *residents;
    const char *password_hash; /* of new accounts; crypt_password_hash()'s */
};

extern const struct refusal town_bad_file;

/* The town's code in the text of town.json; 0 when it has none. */
int64_t town_code(struct arena *arena, const char *town);

/* Refuses town_bad_file, with the file and the place in *where (in the arena). */
const struct refusal *town_import(struct work *work, const struct town_files *files,
                                  const char **where);

#endif
